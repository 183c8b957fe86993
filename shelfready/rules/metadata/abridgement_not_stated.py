"""META-009: Nobody says whether the audiobook is abridged, or two say different things.

What it checks
    An audiobook's record has the edition type ABR or UBR, not both, or abridgement is stated elsewhere; and the title
    does not say the opposite.

Why it matters
    It is the first question that listeners of a long book ask, and what most refunds are about.

How to mend it
    Give EditionType UBR even where no abridged version exists; or "is_abridged" in the metadata.

Source
    ONIX code list 21 and its note on UBR; CB handbook for audiobooks; content-rules META-009

Example:
    >>> from shelfready.rules._examples import audiobook
    >>> from shelfready.rules._records import descriptive, onix, record
    >>> abridgement_not_stated(audiobook(described=onix()))
    []
    >>> silent = onix(record(descriptive=descriptive(editions=())))
    >>> [found.message for found in abridgement_not_stated(audiobook(described=silent))]
    ['it is not said whether the audiobook is abridged; the edition type UBR (unabridged) or ABR is expected']
"""

import re

from shelfready.findings import Said, Says, Severity, rule
from shelfready.media import Medium
from shelfready.profiles import Profile
from shelfready.rules._described import short, stated, whole
from shelfready.titles import TitleFacts

_WORDS = re.compile(
    r"\b(?P<whole>un-?abridged|ungek[üu]rzt\w*|version int[ée]grale)|\b(?P<cut>abridged|gek[üu]rzt\w*)", re.IGNORECASE
)


@rule("META-009", Severity.WARNING)
def abridgement_not_stated(title: TitleFacts, _profile: Profile) -> Says:
    """Asks only of records that should say everything; contradictions are told of any."""
    record = stated(title)
    if record is None or record.descriptive is None or title.medium is not Medium.AUDIO:
        return
    editions = {"ABR", "UBR"} & set(record.descriptive.editions)
    if len(editions) == 2:
        message = "the record has the edition types ABR and UBR; one of them is expected"
        yield Said(
            message, remedy="Give the one of the two that the recording is; the other version is a product of its own."
        )
    elif not editions and whole(title) is not None and title.metadata.is_abridged is None:
        yield "it is not said whether the audiobook is abridged; the edition type UBR (unabridged) or ABR is expected"
    if len(editions) == 1:
        is_abridged = editions == {"ABR"}
        shown = f"{title.metadata.title or ''} {title.metadata.subtitle or ''}".strip()
        word = _WORDS.search(shown[:2000])
        if word and (word["cut"] is not None) is not is_abridged:
            said = "abridged (ABR)" if is_abridged else "unabridged (UBR)"
            message = f"the record says {said}, and the title {short(shown)!r} says {word.group()!r}"
            yield Said(
                message,
                remedy="Find out what the recording is; correct EditionType, and leave the word out of the title.",
            )
