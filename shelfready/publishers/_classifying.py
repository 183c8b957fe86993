"""Says by their names what the files of a folder are. Every dialect that brings no list of files goes by this.

- Recordings are tracks, in natural order through folders (`CD2/1` before `CD10/1`); one called a sample is a
  supplement.
- A picture called cover, folder or front is the cover, or one named with the ISBN; else the only one, else the largest.
  Other pictures, and PDFs, are supplements.
- One valid ISBN in the names of folders and files is the title's.
- Everything else (texts, playlists, checksums) is left alone.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from stdnum import isbn

from shelfready.drops import DropListing
from shelfready.errors import RejectedError
from shelfready.natural_order import natural_key
from shelfready.ports import ListedFile
from shelfready.publishers._names import AUDIO, BOOKS, PAPERS, PICTURES, RECORDS, TAKEN, suffix_of, too_long
from shelfready.titles import DeclaredFile, Manifest, Role

_ISBN = re.compile(r"(?<!\d)97[89](?:-?\d){10}(?!\d)", re.ASCII)
_SAMPLE = re.compile(r"(^|[^a-z])(sample|sampleaudioclip|excerpt)$", re.IGNORECASE)
_COVER = re.compile(r"(^|[^a-z])(cover|folder|front|frontcover|front[ _-]cover)$", re.IGNORECASE)


def classified(listing: DropListing, records: Collection[str] = ()) -> Manifest:
    """What is what, and which title it is by the names alone. `records` are the files that a dialect read as such."""
    files = sorted(listing.files, key=lambda file: natural_key(file.name))
    _refuse_long_names(files, records)
    recordings = _with(files, AUDIO)
    samples = [file for file in recordings if _SAMPLE.search(_stem(file.name))]
    tracks = [file for file in recordings if file not in samples]
    books, pictures = _with(files, BOOKS), _with(files, PICTURES)
    _refuse_copies(tracks, books)
    number = _isbn(files)
    cover = _cover(pictures, number)
    extras = samples + [picture for picture in pictures if picture is not cover] + _with(files, PAPERS)
    return Manifest(
        title_id=number,
        content_type=_content_type(tracks, books),
        files=(
            *(_declared(Role.TRACK, file, order) for order, file in enumerate(tracks, start=1)),
            *(_declared(Role.EPUB, file) for file in books),
            *([_declared(Role.COVER, cover)] if cover else []),
            *(
                _declared(Role.METADATA, file)
                for file in files
                if file.name in records or suffix_of(file.name) in RECORDS
            ),
            *(_declared(Role.SUPPLEMENT, file) for file in extras),
        ),
    )


def _with(files: Sequence[ListedFile], suffixes: frozenset[str]) -> list[ListedFile]:
    return [file for file in files if suffix_of(file.name) in suffixes]


def _stem(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[0]


def _refuse_long_names(files: Sequence[ListedFile], records: Collection[str]) -> None:
    taken = (file.name for file in files if file.name in records or suffix_of(file.name) in TAKEN | RECORDS)
    faults = list(too_long(taken))
    if faults:
        raise RejectedError("; ".join(faults[:5]) + ": shorten them", cause_code="name-too-long")


def _refuse_copies(tracks: Sequence[ListedFile], books: Sequence[ListedFile]) -> None:
    """The same track as MP3 and as FLAC would be heard twice; which one is meant is not ours to guess."""
    by_stem: dict[str, list[str]] = defaultdict(list)
    for file in tracks:
        by_stem[file.name.rpartition(".")[0].casefold()].append(file.name)
    copies = [names for names in by_stem.values() if len(names) > 1]
    if copies:
        raise RejectedError(
            f"the same track was found in several formats, {len(copies)} times, first as {' and '.join(copies[0])}: "
            "send one of them, best the lossless one",
            cause_code="tracks-in-two-formats",
        )
    if len(books) > 1:
        listed = ", ".join(file.name for file in books[:5])
        raise RejectedError(
            f"{len(books)} EPUBs were found ({listed}), and one is expected: send each title by itself",
            cause_code="several-books",
        )


def _isbn(files: Iterable[ListedFile]) -> str | None:
    """The ISBN that the names agree on; none when there are several, for that is not ours to decide."""
    found = {isbn.compact(number) for file in files for number in _ISBN.findall(file.name) if isbn.is_valid(number)}
    return found.pop() if len(found) == 1 else None


def _cover(pictures: Sequence[ListedFile], number: str | None) -> ListedFile | None:
    named = [file for file in pictures if _COVER.search(_stem(file.name))]
    numbered = [file for file in pictures if number and isbn.compact(_stem(file.name)) == number]
    candidates = named or numbered or pictures
    return max(candidates, key=lambda file: file.size_bytes) if candidates else None


def _content_type(tracks: Sequence[ListedFile], books: Sequence[ListedFile]) -> str | None:
    """What the files can only be; a folder with both is what its submission says."""
    if bool(tracks) == bool(books):
        return None
    return "audiobook" if tracks else "ebook"


def _declared(role: Role, file: ListedFile, order: int | None = None) -> DeclaredFile:
    return DeclaredFile(role=role, name=file.name, order=order, source=file.source)
