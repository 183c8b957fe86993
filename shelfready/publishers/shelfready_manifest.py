"""A drop that says what it is: files beside a `shelfready.json` that names them.

    {"shelfready": 1, "content_type": "audiobook", "title_id": "9789999900010",
     "metadata": {"title": "...", "authors": ["..."]},
     "files": [{"role": "track", "order": 1, "name": "01.mp3", "sha256": "...", "size_bytes": 1234}, ...]}

Names are relative to the manifest. `order` may be left out of all tracks: then they are played as they are listed.
`chapters` may list where chapters begin, in a file or in the whole book, and is then believed before anything else:

    "chapters": [{"title": "The Storm", "start_ms": 61200}, {"title": "The Calm", "file": "02.mp3", "level": 2}, ...]

All faults are told at once. A listed file of role `metadata` that is ONIX, or else a sheet, gives the title's record. A
recording, book or picture that lies there and is not listed is taken in as a supplement, so that it is kept and a
forgotten track is found; anything else that is not listed is left alone.
"""

from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from pydantic import Field, ValidationError

from shelfready.drops import DOCUMENT_NAMES, Dialect, DropListing
from shelfready.errors import RejectedError
from shelfready.metadata_facts import MetadataFacts
from shelfready.natural_order import natural_key
from shelfready.ports import ListedFile
from shelfready.publishers._names import TAKEN, suffix_of, too_long
from shelfready.publishers._records import record_for
from shelfready.publishers._sources import messages, records_in, sheets
from shelfready.titles import MOST_CHAPTERS, DeclaredChapter, DeclaredFile, Manifest, Metadata, Role, TitleId
from shelfready.values import Slug, StrictValue

_MOST_FAULTS = 20

_PLAIN = {"extra_forbidden": "is no field of a manifest", "missing": "is missing"}
"""Pydantic's names of the commonest faults, in words for who writes a manifest."""


class _Document(StrictValue):
    """What `shelfready.json` holds."""

    shelfready: Literal[1]
    content_type: Slug | None = None
    title_id: TitleId | None = None
    metadata: Metadata = Metadata()
    files: tuple[DeclaredFile, ...]
    chapters: tuple[DeclaredChapter, ...] = Field((), max_length=MOST_CHAPTERS)


def _likeness(listing: DropListing) -> int:
    return 100 if _manifests(listing) else 0


def _read(listing: DropListing) -> Manifest:
    names = _manifests(listing)
    if len(names) > 1:
        raise _rejected([f"{len(names)} manifests were found ({', '.join(names)}), and one title is sent at a time"])
    document = _document(names[0], listing.documents[names[0]])
    folder = names[0].rpartition("/")[0]
    present = {file.name: file for file in listing.files}
    paths = [_path(folder, file.name) for file in document.files]
    faults = list(_faults(document, folder, paths, present))
    if faults:
        raise _rejected(faults)
    listed = tuple(
        file.model_copy(update={"name": path, "source": present[path].source})
        for file, path in zip(_in_order(document.files), paths, strict=True)
    )
    return Manifest(
        title_id=document.title_id,
        content_type=document.content_type,
        metadata=document.metadata,
        chapters=tuple(_chapters(document, folder)),
        files=listed + tuple(_not_listed(listing, {*paths, names[0]})),
        described=_described(listing, listed, document.title_id),
    )


def _described(listing: DropListing, files: Iterable[DeclaredFile], title_id: str | None) -> MetadataFacts | None:
    """The title's record in the listed files of metadata: in ONIX, else in a sheet."""
    named = {file.name for file in files if file.role is Role.METADATA}
    for found in (messages(listing), sheets(listing)):
        names = [name for name in found if name in named]
        if names:
            return record_for(records_in(listing, names), title_id, listing.title_id)
    return None


def _manifests(listing: DropListing) -> list[str]:
    return sorted((name for name in listing.documents if name.rpartition("/")[2] in DOCUMENT_NAMES), key=natural_key)


def _document(name: str, data: bytes) -> _Document:
    try:
        # Editors on Windows begin a file with a byte order mark, which JSON does not know.
        return _Document.model_validate_json(data.removeprefix(BOM_UTF8))
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        faults = [f"{name}: {_place(fault['loc'])}{_PLAIN.get(fault['type'], fault['msg'])}" for fault in found]
        raise _rejected(faults) from error


def _faults(document: _Document, folder: str, paths: list[str], present: Mapping[str, ListedFile]) -> Iterator[str]:
    if not document.files:
        yield "files is empty, and at least one file is expected"
    yield from too_long(paths)
    for path, times in Counter(paths).items():
        if times > 1:
            yield f"{path} is listed {times} times, and once is expected"
    for path, file in zip(paths, document.files, strict=True):
        found = present.get(path)
        if file.source is not None:
            yield f"{path} has a source: files of a manifest lie beside it, so leave the source out"
        if found is None:
            yield f"{path} is listed and is not in the drop: send it, or take it off the list"
        elif file.size_bytes is not None and file.size_bytes != found.size_bytes:
            yield f"{path} has {found.size_bytes:,} bytes, and {file.size_bytes:,} are declared"
    tracks = {path for path, file in zip(paths, document.files, strict=True) if file.role is Role.TRACK}
    for index, chapter in enumerate(_chapters(document, folder)):
        if chapter.file is not None and chapter.file not in tracks:
            yield f"chapters[{index}] is in {chapter.file}, which is no listed track: name a track, or leave file out"
    ordered = [file.order is not None for file in document.files if file.role is Role.TRACK]
    if any(ordered) and not all(ordered):
        yield f"{ordered.count(False)} of {len(ordered)} tracks have no order: give it to all of them, or to none"


def _chapters(document: _Document, folder: str) -> Iterator[DeclaredChapter]:
    for chapter in document.chapters:
        yield chapter if chapter.file is None else chapter.model_copy(update={"file": _path(folder, chapter.file)})


def _path(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _in_order(files: tuple[DeclaredFile, ...]) -> Iterator[DeclaredFile]:
    """The files, tracks numbered as they are listed where no numbers are given."""
    number = 0
    for file in files:
        if file.role is Role.TRACK and file.order is None:
            number += 1
            yield file.model_copy(update={"order": number})
        else:
            yield file


def _not_listed(listing: DropListing, known: set[str]) -> Iterator[DeclaredFile]:
    for file in sorted(listing.files, key=lambda file: natural_key(file.name)):
        if file.name not in known and suffix_of(file.name) in TAKEN and not list(too_long([file.name])):
            yield DeclaredFile(role=Role.SUPPLEMENT, name=file.name, source=file.source)


def _place(location: tuple[int | str, ...]) -> str:
    """Where a fault is, as people write it: `files[3].role: `."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return f"{text.removeprefix('.')}: " if text else ""


def _rejected(faults: list[str]) -> RejectedError:
    more = [f"and {len(faults) - _MOST_FAULTS} more"] if len(faults) > _MOST_FAULTS else []
    return RejectedError(
        f"the manifest has {len(faults)} fault{'s' if len(faults) > 1 else ''}: "
        + "; ".join(faults[:_MOST_FAULTS] + more),
        cause_code="manifest-invalid",
    )


shelfready_manifest = Dialect(likeness=_likeness, read=_read)
