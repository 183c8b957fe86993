"""Holds what arrived against what was declared of it."""

from hashlib import file_digest, md5
from pathlib import Path

from shelfready.errors import RejectedError
from shelfready.titles import DeclaredFile
from shelfready.values import Blob


def compare(declared: DeclaredFile, blob: Blob, path: Path) -> None:
    """Raise `RejectedError` when the file at `path` is empty, or has another size or hash than was declared.

    An MD5 is read only where one was declared: many publishers have no other. It finds damage, not forgery.
    """
    if blob.size_bytes == 0:
        raise RejectedError("the file has no bytes; export it again and send it", cause_code="file-empty")
    if declared.size_bytes is not None and declared.size_bytes != blob.size_bytes:
        raise RejectedError(
            f"{blob.size_bytes:,} bytes arrived and {declared.size_bytes:,} were declared: send the file again, or "
            "correct the declared size",
            cause_code="declared-size-differs",
        )
    _same(blob.sha256, declared.sha256)
    if declared.md5 is not None:
        with path.open("rb") as file:
            _same(file_digest(file, lambda: md5(usedforsecurity=False)).hexdigest(), declared.md5)


def _same(found: str, declared: str | None) -> None:
    if declared is not None and declared != found:
        raise RejectedError(
            f"the file hashes to {found} and {declared} was declared: it was changed or damaged on the way; send it "
            "again, or correct the declared hash",
            cause_code="declared-hash-differs",
        )
