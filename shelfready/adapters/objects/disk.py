"""Files that are whole and on the disk, or not there at all."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from typing import IO, BinaryIO, Protocol
from uuid import uuid4

from shelfready.errors import ConflictError, DefectError, ShelfreadyError, UnavailableError
from shelfready.ports.objects import nothing

CHUNK = 1 << 20

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_TRIES = 5
_IN_THE_WAY = (FileExistsError, IsADirectoryError, NotADirectoryError)


class Digest(Protocol):
    """A hash that is being computed."""

    def update(self, data: bytes, /) -> None:
        """Take in some more bytes."""


@contextmanager
def whole_file(target: Path, temporaries: Path) -> Iterator[BinaryIO]:
    """A file to write, which takes its place at `target` when the block ends without an error.

    It lies in `temporaries`, on the same file system, until its bytes are on the disk; then one rename shows it, and
    the folder is written too, so that a power cut cannot take it back.
    """
    with temporary_file(temporaries) as (file, put_at):
        yield file
        put_at(target)


@contextmanager
def temporary_file(temporaries: Path) -> Iterator[tuple[BinaryIO, Callable[[Path], None]]]:
    """A file to write, and what puts it at its place when it is whole; one that was not put anywhere is removed."""
    make_folder(temporaries)
    temporary = temporaries / uuid4().hex
    try:
        with temporary.open("xb") as file:

            def put_at(target: Path) -> None:
                file.flush()
                os.fsync(file.fileno())
                _move(temporary, target)

            yield file, put_at
    finally:
        temporary.unlink(missing_ok=True)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, in a way that outlives a power cut."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync_folder(folder.parent)


def remove_file(path: Path, root: Path) -> None:
    """Remove a file, and the folders below `root` that it leaves empty; nothing happens when it is not there."""
    path.unlink(missing_ok=True)
    with suppress(OSError):  # a folder that is not empty, or that somebody else has just removed
        for folder in path.parents:
            if folder == root or not folder.is_relative_to(root):
                return
            folder.rmdir()


def copy_hashed(
    source: IO[bytes], target: IO[bytes], digest: Digest, limit_bytes: int, moved: Callable[[], None] = nothing
) -> int:
    """Copy and hash the rest of `source`; answers the bytes copied, one more than `limit_bytes` if there are more."""
    size = 0
    while chunk := source.read(min(CHUNK, limit_bytes + 1 - size)):
        digest.update(chunk)
        target.write(chunk)
        size += len(chunk)
        moved()
    return size


def remove_stale(folder: Path, oldest: datetime, is_kept: Callable[[Path], bool] = lambda _entry: False) -> int:
    """Remove the files and folders within a folder that nobody has written to since `oldest`; answers how many."""
    if not folder.is_dir():
        return 0
    stale = [entry for entry in folder.iterdir() if _is_stale(entry, oldest) and not is_kept(entry)]
    for entry in stale:
        if entry.is_dir():
            rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)
    return len(stale)


@contextmanager
def disk_errors(doing: str, place: str = "store") -> Iterator[None]:
    """Say what a disk refused in our words; `place` begins the cause code, `store` or `scratch`."""
    try:
        yield
    except ShelfreadyError:
        raise  # UnavailableError is an OSError too, and has been translated already
    except _IN_THE_WAY as error:
        raise ConflictError(
            f"{doing}: in a folder, one object's key cannot be the folder of another's; choose another key",
            cause_code="object-key-in-the-way",
        ) from error
    except OSError as error:
        is_full = error.errno in _FULL
        raise UnavailableError(
            f"{doing}: the disk answered {error.strerror or error!s}; "
            + ("make room on it" if is_full else "look after the disk and its permissions"),
            cause_code=f"{place}-full" if is_full else f"{place}-unavailable",
        ) from error


@contextmanager
def source_file(path: Path, key: str) -> Iterator[BinaryIO]:
    """The file that is to be stored, open for reading."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise DefectError(
            f"the file to be stored as {key} cannot be read ({error.strerror}): whoever makes it must keep it until "
            "it is stored",
            cause_code="file-to-store-missing",
        ) from error
    with file:
        yield file


def changed_file(key: str) -> DefectError:
    """What is said of a file that is not the one its hash was taken of."""
    return DefectError(
        f"the file stored as {key} does not have the size and SHA-256 announced for it: it changed, or the wrong one "
        "was named; nothing was stored",
        cause_code="file-to-store-changed",
    )


def _is_stale(entry: Path, oldest: datetime) -> bool:
    try:
        return entry.stat().st_mtime < oldest.timestamp()
    except FileNotFoundError:  # its writer was alive, and is done
        return False


def _move(file: Path, target: Path) -> None:
    """Move a file to its place, whose folder may be removed at the same moment because it was empty."""
    for _ in range(_TRIES - 1):
        with suppress(FileNotFoundError):
            make_folder(target.parent)
            file.replace(target)
            break
    else:
        make_folder(target.parent)
        file.replace(target)
    with suppress(FileNotFoundError):  # the file is removed already, and its folder with it
        _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
