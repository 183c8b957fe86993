"""Reads a folder, an archive or a single file on this machine as the drop that it will be."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from shelfready.drops import DOCUMENT_NAMES, DropListing
from shelfready.errors import RejectedError
from shelfready.junk import is_junk
from shelfready.natural_order import natural_key
from shelfready.ports import ListedFile
from shelfready.recognition import recognise
from shelfready.titles import DropKind, Manifest

_DOCUMENT_BYTES = 8 * 1024**2


@dataclass(frozen=True)
class LocalDrop:
    """A drop on this machine, and what its dialect made of it.

    `paths` are the files by the name that the manifest uses; `left_out` says what is not sent, and why.
    """

    kind: DropKind
    root: Path
    manifest: Manifest
    paths: dict[str, Path]
    left_out: tuple[str, ...] = ()


def read(path: Path) -> LocalDrop:
    """What lies at a path; `RejectedError` says what is wrong with it."""
    try:
        if path.is_dir():
            return _folder(path)
        if path.is_file():
            return _archive(path) if path.suffix.casefold() == ".zip" else _single(path)
    except OSError as error:
        raise RejectedError(
            f"{error.filename or path} cannot be read: {error.strerror}; mend its permissions, or send another",
            cause_code="file-unreadable",
        ) from error
    raise RejectedError(
        f"there is no file or folder {path}; name a title's folder, a zip or a single file", cause_code="path-missing"
    )


def _folder(root: Path) -> LocalDrop:
    left_out: list[str] = []
    paths = {path.relative_to(root).as_posix(): path for path in _walk(root, root, left_out)}
    listed = tuple(
        ListedFile(name=name, source=name, size_bytes=paths[name].stat().st_size)
        for name in sorted(paths, key=natural_key)
    )
    documents = {name: _document(paths[name]) for name in paths if name.rpartition("/")[2] in DOCUMENT_NAMES}
    manifest = recognise(DropListing(files=listed, documents=documents))
    named = {file.name for file in manifest.files}
    left_out += [
        f"{name}: the drop's manifest does not name it" for name in paths if name not in named | set(documents)
    ]
    return LocalDrop(DropKind.FOLDER, root, manifest, paths, tuple(left_out))


def _single(path: Path) -> LocalDrop:
    listed = ListedFile(name=path.name, source=path.name, size_bytes=path.stat().st_size)
    manifest = recognise(DropListing(files=(listed,), documents={}))
    return LocalDrop(DropKind.FILES, path, manifest, {path.name: path})


def _archive(path: Path) -> LocalDrop:
    # The server vets the archive; here it is only asked which title it is, so names never become paths.
    try:
        with ZipFile(path) as archive:
            members = [
                ListedFile(name=member.filename, source=member.filename, size_bytes=member.file_size)
                for member in archive.infolist()
                if not member.is_dir() and not is_junk(member.filename)
            ]
            names = [member.name for member in members if member.name.rpartition("/")[2] in DOCUMENT_NAMES]
            documents = {name: _bounded(archive.open(name), name) for name in names}
    except (BadZipFile, NotImplementedError, RuntimeError) as error:
        raise RejectedError(
            f"{path} is not a zip that can be opened: {error}; make the archive again, without a password",
            cause_code="archive-damaged",
        ) from error
    listing = DropListing(files=tuple(sorted(members, key=lambda one: natural_key(one.name))), documents=documents)
    return LocalDrop(DropKind.ZIP, path, recognise(listing), {path.name: path})


def _walk(folder: Path, root: Path, left_out: list[str]) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            path = Path(entry.path)
            name = path.relative_to(root).as_posix()
            if is_junk(name):
                left_out.append(f"{name}: junk that a computer left there")
            elif entry.is_dir(follow_symlinks=False):
                yield from _walk(path, root, left_out)
            elif entry.is_file():
                yield path
            else:
                left_out.append(f"{name}: not a file (a link to a folder, a broken link, or a device)")


def _document(path: Path) -> bytes:
    return _bounded(path.open("rb"), path.name)


def _bounded(file: IO[bytes], name: str) -> bytes:
    with file:
        data = file.read(_DOCUMENT_BYTES + 1)
    if len(data) > _DOCUMENT_BYTES:
        raise RejectedError(
            f"{name} is larger than {_DOCUMENT_BYTES} bytes; a manifest is a small document: shorten it",
            cause_code="document-too-large",
        )
    return data
