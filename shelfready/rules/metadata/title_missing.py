"""META-004: Nobody says what the title is called, or not which of several titles is the product's own.

What it checks
    The title is given by the submission, the manifest, the record, the EPUB or the tags of the tracks. A record has
    exactly one distinctive title (list 15, code 01) of the product itself (list 149, level 01).

Why it matters
    A book without a title cannot be listed, searched or bought; and one with two is listed under either.

How to mend it
    Give "title" in the metadata of the submission or of shelfready.json, or a TitleDetail of the type 01 with a
    TitleElement of the level 01 in the record.

Source
    ONIX TitleDetail, code lists 15 and 149; content-rules META-004

Example:
    >>> from shelfready.rules._examples import METADATA, audiobook
    >>> from shelfready.rules._records import TitleElement, descriptive, onix, record
    >>> title_missing(audiobook(described=onix()))
    []
    >>> [found.code for found in title_missing(audiobook(metadata=METADATA.model_copy(update={"title": None})))]
    ['META-004']
    >>> two = descriptive(titles=(TitleElement(text="The Lighthouse"), TitleElement(text="Le Phare")))
    >>> [found.message for found in title_missing(audiobook(described=onix(record(descriptive=two))))]
    ["the record has 2 distinctive titles, 'The Lighthouse' and 'Le Phare'; one is expected, others have own types"]
"""

from collections.abc import Iterator

from shelfready.findings import Said, Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.records import Record, TitleElement
from shelfready.rules._described import is_unread, short, stated, whole
from shelfready.titles import TitleFacts

_OWN_TYPES = "Keep the type 01 for the title by which the product is sold; original and former titles have other types."


@rule("META-004", Severity.ERROR)
def title_missing(title: TitleFacts, _profile: Profile) -> Says:
    """Says where a title was looked for."""
    if not (title.metadata.title or "").strip() and not is_unread(title):
        yield (
            "no title is given by the submission, the manifest, the record, an EPUB or the tags of the tracks; "
            "one is expected"
        )
    record = stated(title)
    if record is not None and record.descriptive is not None:
        yield from _distinctive(record, is_asked=whole(title) is not None)


def _distinctive(record: Record, *, is_asked: bool) -> Iterator[Said]:
    titles = record.descriptive.titles if record.descriptive else ()
    own = [_words(one) for one in titles if one.kind == "01" and one.level == "01" and not one.is_of_collection]
    named = list(dict.fromkeys(words for words in own if words))
    if len(named) > 1:
        listed = " and ".join(repr(short(words, 40)) for words in named[:3])
        message = f"the record has {len(named)} distinctive titles, {listed}; one is expected, others have own types"
        yield Said(message, Severity.WARNING, remedy=_OWN_TYPES)
    elif is_asked and not named and any(_words(one) for one in titles):
        message = "the record has titles, and none is the distinctive one (01) of the product (01); one is expected"
        yield Said(
            message,
            Severity.WARNING,
            remedy="Give the product's title as TitleType 01, in a TitleElement of the level 01.",
        )


def _words(title: TitleElement) -> str:
    # A part of a series may be called by its number alone: "Tome 3" is its title then.
    return " ".join(part for part in (title.prefix, title.text or title.part_number) if part).strip()
