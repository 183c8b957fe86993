"""Files on their way in, in parts, so that a broken connection costs one part and not the file."""

from datetime import datetime

from shelfready.values import Sha256, Slug, Value

PART_BYTES = 16 * 1024 * 1024
"""Size of every part but the last: above S3's least of 5 MiB, small enough to send again."""


class Upload(Value):
    """One file being sent. `store_upload` is the store's own id of it; `sha256` is what the sender declared."""

    id: str
    publisher: Slug
    name: str
    size_bytes: int
    sha256: Sha256 | None = None
    store_upload: str
    is_complete: bool = False
    created_at: datetime
    expires_at: datetime

    @property
    def object_key(self) -> str:
        """Where the store keeps the bytes until an onboarding takes them in."""
        return f"uploads/{self.publisher}/{self.id}"

    @property
    def part_count(self) -> int:
        """Number of parts, at least one."""
        return max(1, -(-self.size_bytes // PART_BYTES))


class UploadedPart(Value):
    """A part that arrived; `etag` is what the store answered for it."""

    number: int
    etag: str
    size_bytes: int


class PresignedPart(Value):
    """An address to which the client may PUT one part, until it expires."""

    number: int
    url: str
    expires_at: datetime
