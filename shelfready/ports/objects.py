"""The port of the object store."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Protocol

from shelfready.uploads import PresignedPart, UploadedPart
from shelfready.values import Blob, Value


def nothing() -> None:
    """Called where nobody wants to know."""


class ObjectInfo(Value):
    """What the store says of an object, without reading it."""

    key: str
    size_bytes: int
    modified_at: datetime


class ObjectStore(Protocol):
    """Named bytes. An object is seen whole or not at all, whatever dies while it is written.

    Keys are relative paths of safe names. A missing object is `MissingError`; a store that does not answer is
    `UnavailableError`.
    """

    def head(self, key: str) -> ObjectInfo | None:
        """What is there, None if nothing."""

    def put_file(self, key: str, path: Path, blob: Blob, moved: Callable[[], None] = nothing) -> None:
        """Store a file, and make sure that what arrived has the size and hash of `blob`.

        `moved` is called whenever a few megabytes more are stored; it may raise to call the work off.
        """

    def put_named(self, path: Path, name: Callable[[Blob], str | None], moved: Callable[[], None] = nothing) -> Blob:
        """Store a file under the key that `name` gives to its content, None if it need not be stored.

        It is read no oftener than the store must.
        """

    def put_bytes(self, key: str, data: bytes) -> None:
        """Store some bytes in one piece."""

    def read(self, key: str) -> bytes:
        """All bytes of a small object."""

    def stream(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to, not including, `end`, in pieces of at most 1 MiB."""

    def delete(self, key: str) -> None:
        """Remove an object; nothing happens when it is not there."""

    def list(self, prefix: str) -> Iterator[ObjectInfo]:
        """The objects whose key starts with `prefix`, in key order."""

    def start_upload(self, key: str) -> str:
        """Begin an upload in parts; answers the store's id for it."""

    def presign_part(self, key: str, upload: str, number: int, size_bytes: int | None = None) -> PresignedPart | None:
        """Where the client itself may send part `number` (from 1); None when parts come through the API.

        With `size_bytes` the address takes a body of exactly that length and no other.
        """

    def put_part(self, key: str, upload: str, number: int, body: IO[bytes], size_bytes: int) -> UploadedPart:
        """Store one part, replacing an earlier one with its number."""

    def parts(self, key: str, upload: str) -> tuple[UploadedPart, ...]:
        """The parts that have arrived, by number."""

    def complete_upload(self, key: str, upload: str, parts: Sequence[UploadedPart]) -> ObjectInfo:
        """Make the object of its parts."""

    def abort_upload(self, key: str, upload: str) -> None:
        """Forget an upload and its parts."""

    def sweep(self, older_than: timedelta, keep: Collection[str] = ()) -> int:
        """Remove what is half written or half sent and older than `older_than`; answers how many there were.

        Never an object. Uploads to the keys in `keep` stay: somebody was promised more time for them.
        """
