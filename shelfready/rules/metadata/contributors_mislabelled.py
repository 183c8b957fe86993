"""META-016: Contributors have the wrong role, the wrong place, or no name.

What it checks
    Every contributor of a record has a role and a name (or is said to be unnamed); sequence numbers are not used
    twice; a single reader of a book that is no drama is E07 (read by), and not E03 (narrator, a part in a play).

Why it matters
    Who comes first on the cover must come first in the shop; and a reader under another code is not found by those
    who look for readers.

How to mend it
    Number contributors as the title page names them, once for each. Numbers that are missing or repeated are mended
    where the order is certain, and E03 is read as E07.

Source
    ONIX code list 17, note on E03; content-rules META-005

Example:
    >>> from shelfready.rules._examples import audiobook
    >>> from shelfready.rules._records import Contributor, descriptive, onix, record
    >>> contributors_mislabelled(audiobook(described=onix()))
    []
    >>> same = (Contributor(sequence=1, roles=("A01",), name="Ada"), Contributor(sequence=1, roles=("E07",), name="Al"))
    >>> [found.message for found in contributors_mislabelled(
    ...     audiobook(described=onix(record(descriptive=descriptive(contributors=same))))
    ... )]
    ['the sequence number 1 is given to 2 contributors: Ada and Al']
"""

from collections import defaultdict
from collections.abc import Iterator

from shelfready.findings import Said, Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.records import Contributor
from shelfready.rules._described import several, short, stated, whole
from shelfready.titles import TitleFacts
from shelfready.voices import is_reader_called_narrator

_NUMBERS = "Number contributors as the title page names them, each number once."
_UNCLEAR = "Give every contributor a role (list 17) and a name; UnnamedPersons (list 19) where nobody is to be named."


@rule("META-016", Severity.WARNING)
def contributors_mislabelled(title: TitleFacts, _profile: Profile) -> Says:
    """Says what stands there and what is expected, of each kind of fault."""
    record = stated(title)
    details = record.descriptive if record else None
    if details is None:
        return
    yield from (Said(message, remedy=_NUMBERS) for message in several(list(_sequence(details.contributors))))
    if whole(title) is not None:
        yield from (Said(message, remedy=_UNCLEAR) for message in several(list(_unclear(details.contributors))))
    if is_reader_called_narrator(details):
        yield "the reader has the role E03, which is a part in a play; E07 (read by) is expected"


def _sequence(people: tuple[Contributor, ...]) -> Iterator[str]:
    places: dict[int, list[str]] = defaultdict(list)
    for person in people:
        if person.sequence is not None:
            places[person.sequence].append(_name(person))
    for number, names in sorted(places.items()):
        # One person in two roles may be written as two contributors in one place.
        if len(set(names)) > 1:
            yield f"the sequence number {number} is given to {len(names)} contributors: {' and '.join(names[:3])}"


def _unclear(people: tuple[Contributor, ...]) -> Iterator[str]:
    for place, person in enumerate(people, start=1):
        if not person.roles:
            yield f"{_name(person)} has no role; A01 (author) or another of list 17 is expected"
        if not (person.name or person.inverted_name or person.unnamed):
            yield f"contributor {place} of the record has no name; where nobody is to be named, list 19 says why"


def _name(person: Contributor) -> str:
    return short(person.name or person.inverted_name or "a contributor without a name", 40)
