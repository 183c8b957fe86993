"""PKG-002: The files are those of another title, or of no title that can be told.

What it checks
    ISBNs in the names of folders and files, and in the record that came with them, are that of the title. Where a
    profile asks for it, the title is known by an ISBN.

Why it matters
    A book under another book's number is sold, paid for and reported as that other book.

How to mend it
    If the drop was submitted for the wrong title, submit it for the right one. If a name carries the number of the
    print edition or of another format, leave the number out of it.

Source
    content-rules PKG-002; Blackstone's draft asks that the product's id can be located

Example:
    >>> from shelfready.rules._examples import audiobook, cover, track
    >>> identifiers_disagree(audiobook(track("9789999900010_01.mp3"), cover("978-99999-0001-0.jpg")))
    []
    >>> other = audiobook(track("9789999900027_01.mp3"), track("9789999900027_02.mp3"))
    >>> [(found.severity.value, found.message) for found in identifiers_disagree(other)]
    [('E', 'the names of 2 files say 9789999900027, and the title is 9789999900010')]
    >>> spare = audiobook(track("9789999900010_01.mp3"), cover("9789999900027.jpg"))
    >>> [(found.severity.value, found.asset) for found in identifiers_disagree(spare)]
    [('W', '9789999900027.jpg')]
"""

import re
from collections.abc import Iterable

from stdnum import isbn

from shelfready.findings import Said, Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.titles import Role, TitleFacts

_ISBN = re.compile(r"(?<!\d)97[89](?:-?\d){10}(?!\d)", re.ASCII)


@rule("PKG-002", Severity.ERROR)
def identifiers_disagree(title: TitleFacts, profile: Profile) -> Says:
    """An error where the book's own files say only another title; of a cover alone, or among right names, a warning."""
    own = _isbn_of(title.title_id)
    record = title.described.record if title.described else None
    stated = _isbn_of(record.isbn or "") if record else None
    by_name = {found.asset.name: _isbns(found.asset.name) for found in title.assets}
    named = {number for numbers in by_name.values() for number in numbers}
    if own is None:
        yield from _without_isbn(title, profile, named | ({stated} if stated else set()))
        return
    if stated is not None and stated != own:
        remedy = "Send the record of this title; or submit the drop for the title that the record describes."
        yield Said(f"the record is that of {stated}, and the title is {own}", remedy=remedy)
    others = {name: numbers for name, numbers in by_name.items() if numbers and own not in numbers}
    is_book = {found.asset.name for found in title.assets if found.asset.role in (Role.TRACK, Role.EPUB)}
    if others.keys() & is_book and own not in named:
        files = f"{len(others)} file{'s' if len(others) > 1 else ''}"
        yield f"the names of {files} say {_listed(others.values())}, and the title is {own}"
        return
    for name, numbers in others.items():
        yield Said(f"the name says {_listed([numbers])}, and the title is {own}", Severity.WARNING, name)


def _without_isbn(title: TitleFacts, profile: Profile, known: set[str]) -> Says:
    if len(known) > 1:
        yield Said(
            f"the names and the record say {len(known)} ISBNs ({_listed([known])}), and one title is expected",
            Severity.WARNING,
        )
    if profile.asks_isbn:
        remedy = "Submit the title under its ISBN-13."
        yield Said(f"the title is known as {title.title_id!r}, and an ISBN-13 is expected", remedy=remedy)


def _isbns(name: str) -> set[str]:
    return {isbn.compact(number) for number in _ISBN.findall(name) if isbn.is_valid(number)}


def _isbn_of(text: str) -> str | None:
    return next(iter(_isbns(text)), None) if _ISBN.fullmatch(text) else None


def _listed(groups: Iterable[Iterable[str]]) -> str:
    numbers = sorted({number for group in groups for number in group})
    return ", ".join(numbers[:3]) + (", ..." if len(numbers) > 3 else "")
