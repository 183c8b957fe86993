"""The files of a folder, of a zip or by themselves on this machine; archives are opened as if they were hostile."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from shelfready.adapters.archives import open_archives
from shelfready.adapters.sheets import open_tables
from shelfready.drop_documents import DOCUMENT_LIMIT_BYTES, listing_of
from shelfready.errors import RejectedError
from shelfready.junk import is_junk
from shelfready.natural_order import natural_key
from shelfready.ports import Archives, ListedFile
from shelfready.recognition import recognise
from shelfready.titles import Manifest
from shelfready.values import Blob


class LocalFiles(Protocol):
    """Files by name, wherever they lie."""

    @property
    def listed(self) -> tuple[ListedFile, ...]:
        """All of them, junk left out, in natural order."""

    @property
    def left_out(self) -> tuple[str, ...]:
        """What is not among them, and why."""

    def bring(self, name: str, into: Path, *, limit_bytes: int) -> tuple[Path, Blob]:
        """Where a file can be read, and what it is; it may be written to `into` first."""


@dataclass(frozen=True)
class Folder:
    """Files that lie in a folder; they are read where they are."""

    paths: dict[str, Path]
    left_out: tuple[str, ...] = ()

    @property
    def listed(self) -> tuple[ListedFile, ...]:
        """The files in natural order."""
        return tuple(
            ListedFile(name=name, source=name, size_bytes=self.paths[name].stat().st_size)
            for name in sorted(self.paths, key=natural_key)
        )

    def bring(self, name: str, into: Path, *, limit_bytes: int) -> tuple[Path, Blob]:  # noqa: ARG002 - read in place
        """The file itself."""
        path = self.paths[name]
        size_bytes = path.stat().st_size
        if size_bytes > limit_bytes:
            raise RejectedError(
                f"the file has {size_bytes:,} bytes, and at most {limit_bytes:,} are taken: split it, or encode it "
                "smaller",
                cause_code="source-too-large",
            )
        with path.open("rb") as file:
            return path, Blob(sha256=file_digest(file, "sha256").hexdigest(), size_bytes=size_bytes)


@dataclass(frozen=True)
class Zip:
    """Files in an archive; each is unpacked when it is wanted."""

    path: Path
    members: tuple[ListedFile, ...]
    archives: Archives

    @property
    def listed(self) -> tuple[ListedFile, ...]:
        """The members in natural order."""
        return self.members

    @property
    def left_out(self) -> tuple[str, ...]:
        """Nothing that anybody is told of: what is left out of an archive is junk."""
        return ()

    def bring(self, name: str, into: Path, *, limit_bytes: int) -> tuple[Path, Blob]:
        """The member, unpacked."""
        return into, self.archives.extract(self.path, name, into, limit_bytes=limit_bytes)


def open_files(path: Path) -> LocalFiles:
    """What lies at a path; `RejectedError` says why it cannot be opened."""
    try:
        if path.is_dir():
            left_out: list[str] = []
            paths = {one.relative_to(path).as_posix(): one for one in _below(path, path, left_out)}
            return Folder(paths, tuple(left_out))
        if path.is_file() and path.suffix.casefold() == ".zip":
            archives = open_archives()
            return Zip(path, archives.members(path), archives)
        if path.is_file():
            return Folder({path.name: path})
    except OSError as error:
        raise unreadable(path, error) from error
    raise RejectedError(
        f"there is no file or folder {path}; name a title's folder, a zip or a single file", cause_code="path-missing"
    )


def manifest_of(files: LocalFiles, *, title_id: str | None = None) -> Manifest:
    """Which file is what, as a worker would say it; `RejectedError` says why nobody can tell."""

    def bring(file: ListedFile, into: Path) -> None:
        found, _ = files.bring(file.name, into, limit_bytes=DOCUMENT_LIMIT_BYTES)
        if found != into:
            shutil.copyfile(found, into)

    with TemporaryDirectory(prefix="shelfready-") as name:
        folder = Path(name)
        tables = open_tables(scratch=folder)
        return recognise(listing_of(files.listed, bring, tables, folder, title_id=title_id))


def unreadable(path: Path, error: OSError) -> RejectedError:
    """What is said of a file that this user may not read, or that is gone."""
    return RejectedError(
        f"{error.filename or path} cannot be read: {error.strerror}; mend its permissions, or send another",
        cause_code="file-unreadable",
    )


def _below(folder: Path, root: Path, left_out: list[str]) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            path = Path(entry.path)
            name = path.relative_to(root).as_posix()
            if is_junk(name):
                left_out.append(f"{name}: junk that a computer left there")
            elif entry.is_dir(follow_symlinks=False):
                yield from _below(path, root, left_out)
            elif entry.is_file():
                yield path
            else:
                left_out.append(f"{name}: not a file (a link to a folder, a broken link, or a device)")
