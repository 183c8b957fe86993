"""META-010: No subject is stated by which shops could shelve the title, or one under the wrong scheme.

What it checks
    A record has at least one subject of BISAC (scheme 10) or Thema (93) that has the scheme's shape, and where it has
    only the older BIC (12), that is mentioned; at most one main subject in each scheme; qualifiers of Thema (94 to
    99) are none of its subjects; and a children's subject is not stated for adults only. Codes are checked by their
    shape: no code list is held here.

Why it matters
    A title without a subject stands on no shelf; and one under the wrong scheme on a shelf that does not exist.

How to mend it
    Give the most exact BISAC or Thema code as a subject, and mark one per scheme as the main one.

Source
    ONIX code lists 27 and 28; Thema 1.6 basic instructions; BISAC subject headings; content-rules META-010

Example:
    >>> from shelfready.rules._examples import audiobook
    >>> from shelfready.rules._records import Subject, descriptive, onix, record
    >>> subjects_missing(audiobook(described=onix()))
    []
    >>> swapped = descriptive(subjects=(Subject(scheme="93", code="FIC000000"), Subject(scheme="10", code="FIC022000")))
    >>> [found.message for found in subjects_missing(audiobook(described=onix(record(descriptive=swapped))))]
    ["'FIC000000' is stated as Thema (scheme 93) and is a code of BISAC (scheme 10)"]
"""

import re
from collections import Counter
from collections.abc import Iterator

from shelfready.findings import Said, Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.records import Descriptive, Subject
from shelfready.rules._described import several, short, stated, whole
from shelfready.titles import TitleFacts

BISAC, THEMA, BIC = "10", "93", "12"

_QUALIFIERS = frozenset({"94", "95", "96", "97", "98", "99"})
_SHAPES = {
    BISAC: re.compile(r"[A-Z]{3}[0-9]{6}"),
    THEMA: re.compile(r"[A-Y][A-Z0-9]{0,11}"),
    **dict.fromkeys(_QUALIFIERS, re.compile(r"[1-6][A-Z0-9]{0,5}([A-Z0-9-]{0,16})")),
}
_NAMES = {BISAC: "BISAC (scheme 10)", THEMA: "Thema (scheme 93)"}

# BISAC's Juvenile and Young Adult, and Thema's Y.
_OF_CHILDREN = re.compile(r"(JUV|JNF|YAF|YAN)[0-9]{6}|Y[A-Z0-9]{0,11}")
_ADULTS_ONLY = frozenset({"01", "06"})

_SCHEME = "Give the code under the scheme that it is of: 10 BISAC, 93 Thema, 94 to 99 Thema's qualifiers, 20 keywords."


@rule("META-010", Severity.WARNING)
def subjects_missing(title: TitleFacts, _profile: Profile) -> Says:
    """Looks at what is stated; that nothing is, only a whole record is told."""
    record = stated(title)
    details = record.descriptive if record else None
    if details is None:
        return
    shelved = [one for one in details.subjects if one.scheme in (BISAC, THEMA) and _is_right(one)]
    if whole(title) is not None and not shelved:
        has_bic = any(one.scheme == BIC and one.code for one in details.subjects)
        message = "no subject of BISAC (scheme 10) or Thema (scheme 93) is stated; at least one is expected"
        yield Said(f"{message} beside BIC, which is retired", Severity.INFO) if has_bic else message
    yield from (Said(message, remedy=_SCHEME) for message in several(list(_misplaced(details.subjects))))
    mains = Counter(one.scheme for one in details.subjects if one.is_main)
    for scheme, count in sorted(mains.items()):
        if count > 1:
            name = _NAMES.get(scheme, f"the scheme {short(scheme, 20)}")
            message = f"{count} subjects of {name} are marked as the main one; one is expected"
            yield Said(message, remedy="Mark the one subject of each scheme under which the title is to be shelved.")
    yield from _audience(details, shelved)


def _is_right(subject: Subject) -> bool:
    shape = _SHAPES.get(subject.scheme)
    return shape is None or shape.fullmatch((subject.code or "").strip()[:40]) is not None


def _misplaced(subjects: tuple[Subject, ...]) -> Iterator[str]:
    for subject in subjects:
        code = (subject.code or "").strip()
        if not code or _is_right(subject):
            if subject.scheme == THEMA and _SHAPES[BISAC].fullmatch(code):
                yield f"{code!r} is stated as Thema (scheme 93) and is a code of BISAC (scheme 10)"
            continue
        name = _NAMES.get(subject.scheme, f"a qualifier of Thema (scheme {subject.scheme})")
        yield f"{short(code, 30)!r} is stated as {name} and has not the shape of its codes"


def _audience(details: Descriptive, shelved: list[Subject]) -> Iterator[Said]:
    audiences = set(details.audiences)
    children = [one.code for one in shelved if one.code and _OF_CHILDREN.fullmatch(one.code.strip())]
    if children and audiences and audiences <= _ADULTS_ONLY:
        codes = short(", ".join(sorted(audiences)), 40)
        message = f"the subject {children[0]} is of children, and the audience is adults only ({codes})"
        yield Said(message, remedy="State the children's age group in Audience, or correct the subject.")
