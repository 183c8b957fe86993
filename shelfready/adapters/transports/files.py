"""Reads files from folders that were opened to publishers, such as where their SFTP uploads land."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import unquote_to_bytes, urlsplit

from shelfready.adapters.transports.receiving import Pace, Receiver
from shelfready.adapters.transports.refusals import changed, forbidden, invalid, not_found, too_many
from shelfready.adapters.transports.shown import shown
from shelfready.errors import RejectedError, UnavailableError
from shelfready.junk import is_junk
from shelfready.natural_order import natural_key
from shelfready.ports import ListedFile, Watcher
from shelfready.values import Blob

MOST_FILES = 10_000
DEEPEST = 32

_CHUNK = 1 << 20
_OUTSIDE = "it does not lie below a folder that is open to you"


@dataclass(frozen=True)
class FileFetcher:
    """The transport of `file://` sources, below `roots` only, wherever links lead."""

    roots: tuple[Path, ...]
    pace: Pace = Pace()  # noqa: RUF009 - frozen

    def listing(self, source: str) -> tuple[ListedFile, ...]:
        """The files below a folder, junk left out, in natural order."""
        folder = self._resolved(source)
        if not folder.is_dir():
            raise RejectedError(
                f"{shown(source)} is a file, expected a folder; name the folder it lies in",
                cause_code="source-not-a-folder",
            )
        listed: list[ListedFile] = []
        for path in _below(folder, source):
            name = path.relative_to(folder).as_posix()
            if is_junk(name):
                continue
            if len(listed) == MOST_FILES:
                raise too_many(source, MOST_FILES)
            listed.append(self._listed(path, name, source))
        return tuple(sorted(listed, key=lambda file: natural_key(file.name)))

    def fetch(self, source: str, into: Path, watcher: Watcher, *, limit_bytes: int) -> Blob:
        """Copy one file, and make sure that nobody wrote to it meanwhile."""
        path = self._resolved(source)
        with (
            self._open(path, source) as file,
            Receiver(source, into, watcher, limit_bytes=limit_bytes, pace=self.pace) as receiver,
        ):
            before = os.fstat(file.fileno())
            receiver.expect(before.st_size)
            while piece := file.read(_CHUNK):
                receiver.take(piece)
            after = os.fstat(file.fileno())
            if before.st_mtime_ns != after.st_mtime_ns or {before.st_size, after.st_size} != {receiver.size_bytes}:
                raise changed(source)
            return receiver.finish()

    def _resolved(self, source: str) -> Path:
        parts = urlsplit(source)
        if parts.netloc not in ("", "localhost") or not parts.path.startswith("/") or parts.query or parts.fragment:
            raise invalid(source, "expected file:/// and an absolute path, with %23 for # and %3F for ?")
        raw = unquote_to_bytes(parts.path)
        if b"\0" in raw:
            raise invalid(source, "it holds a zero byte")
        try:
            path = Path(os.fsdecode(raw)).resolve(strict=True)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise self._missing(raw, source) from error
        except (OSError, RuntimeError) as error:
            # A loop of links, a name too long, a folder that is not ours to enter.
            raise forbidden(source, "the path cannot be followed") from error
        if not self._is_open(path):
            raise forbidden(source, _OUTSIDE)
        return path

    def _missing(self, raw: bytes, source: str) -> RejectedError:
        # Whether something is there outside the roots is nobody's business.
        inside = self._is_open(Path(os.path.normpath(os.fsdecode(raw))))
        return not_found(source) if inside else forbidden(source, _OUTSIDE)

    def _is_open(self, path: Path) -> bool:
        return any(path.is_relative_to(root.resolve()) for root in self.roots)

    def _open(self, path: Path, source: str) -> IO[bytes]:
        # Not to block on a pipe; and whoever may write to the folder may have put a link there since it was resolved.
        try:
            number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError as error:
            raise not_found(source) from error
        except PermissionError as error:
            raise forbidden(source, "its permissions do not let us read it") from error
        except OSError as error:
            raise UnavailableError(
                f"{shown(source)} cannot be opened: {error.strerror}", cause_code="source-unavailable"
            ) from error
        opened = Path(f"/proc/self/fd/{number}").readlink()
        if self._is_open(opened) and stat.S_ISREG(os.fstat(number).st_mode):
            return os.fdopen(number, "rb")
        os.close(number)
        raise forbidden(source, "it is no file" if self._is_open(opened) else _OUTSIDE)

    def _listed(self, path: Path, name: str, source: str) -> ListedFile:
        try:
            name.encode()
        except UnicodeEncodeError as error:
            raise RejectedError(
                f"the file name {name!a} is not UTF-8; rename the file", cause_code="source-name-unreadable"
            ) from error
        try:
            target = path.resolve(strict=True)
            found = target.stat()
        except (OSError, RuntimeError) as error:
            raise RejectedError(
                f"the link {name!a} leads nowhere; send the file itself", cause_code="source-not-found"
            ) from error
        if not self._is_open(target):
            raise forbidden(source, f"the link {name!a} leads out of the folders that are open to you")
        if not stat.S_ISREG(found.st_mode):
            raise forbidden(source, f"{name!a} is neither a file nor a folder")
        return ListedFile(name=name, source=path.as_uri(), size_bytes=found.st_size)


def _below(folder: Path, source: str) -> Iterator[Path]:
    # Links to folders are listed, and refused as no files, rather than walked: they may lead in circles.
    for path, folders, files in os.walk(folder, onerror=_stop):
        here = Path(path)
        if len(here.relative_to(folder).parts) > DEEPEST:
            raise invalid(source, f"its folders are nested deeper than {DEEPEST}")
        links = [name for name in folders if (here / name).is_symlink()]
        yield from (here / name for name in (*files, *links))


def _stop(error: OSError) -> None:
    # A folder that is removed while we look is none of the drop's.
    if not isinstance(error, FileNotFoundError):
        raise UnavailableError(
            f"a folder cannot be listed: {error.strerror}", cause_code="source-unavailable"
        ) from error
