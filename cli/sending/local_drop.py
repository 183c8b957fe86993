"""Reads a folder, an archive or a single file on this machine as the drop that it will be."""

from dataclasses import dataclass
from pathlib import Path

from cli.local_files import Folder, manifest_of, open_files, unreadable
from shelfready.drops import is_document, is_sheet
from shelfready.titles import DropKind, Manifest


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
    files = open_files(path)
    try:
        manifest = manifest_of(files)
    except OSError as error:
        raise unreadable(path, error) from error
    if not isinstance(files, Folder):
        return LocalDrop(DropKind.ZIP, path, manifest, {path.name: path})
    if path.is_file():
        return LocalDrop(DropKind.FILES, path, manifest, files.paths)
    named = {file.name for file in manifest.files}
    left_out = tuple(
        f"{name}: the drop's manifest does not name it"
        for name in files.paths
        if name not in named and not is_document(name) and not is_sheet(name)
    )
    return LocalDrop(DropKind.FOLDER, path, manifest, files.paths, files.left_out + left_out)
