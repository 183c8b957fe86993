"""META-013: Two sources call the book by different titles, authors or languages.

What it checks
    What the submission, the manifest, the record, the EPUB and the tags say of title, authors and language is the
    same thing; case, punctuation, accents, subtitles, articles, "Surname, First" and initials apart.

Why it matters
    The wrong file was sent, or the wrong record: both happen with series and with new editions. The first source in
    the order of precedence is taken, and may be the one that is wrong.

How to mend it
    Compare the two, and correct the one that is wrong.

Source
    ACX: opening credits and metadata must match; audiobookshelf issue 4184 (a book called "End Credits"); content-rules
    section 2.5

Example:
    >>> from shelfready.rules._examples import METADATA, audiobook
    >>> from shelfready.titles import Metadata
    >>> same = {"submission": METADATA, "onix": Metadata(title="THE LIGHTHOUSE: A Novel", authors=("Brook, Ada",))}
    >>> sources_disagree(audiobook(stated=same))
    []
    >>> other = {"submission": METADATA, "onix": Metadata(title="The Harbour")}
    >>> [found.message for found in sources_disagree(audiobook(stated=other))]
    ["the title is 'The Lighthouse' in the submission and 'The Harbour' in the ONIX record"]
"""

from collections.abc import Callable, Iterator

from shelfready.findings import Said, Says, Severity, rule
from shelfready.languages import language_of
from shelfready.media import Medium
from shelfready.profiles import Profile
from shelfready.rules._described import short
from shelfready.titles import Metadata, TitleFacts
from shelfready.wordings import are_same_people, are_same_title

_NAMES = {"onix": "ONIX record", "sheet": "sheet", "feed": "feed's record", "epub": "EPUB"}

TAGS, EPUB = "tags", "epub"
"""Sources that are judged otherwise: tags are only mentioned, and an EPUB has a rule of its own for title, language."""

_TAGS = "Look whether the files are this title's. Tags that are left over from the recording do no harm."


@rule("META-013", Severity.WARNING)
def sources_disagree(title: TitleFacts, _profile: Profile) -> Says:
    """Compares each source with the first, in the order of precedence, that says anything of the field."""
    own_rule = {EPUB} if title.medium is Medium.TEXT else set()
    yield from _differences(title, "title", _title, are_same_title, own_rule)
    yield from _differences(title, "authors", _authors, are_same_people, set())
    yield from _differences(title, "language", _language, _is_same_language, own_rule)


def _differences(
    title: TitleFacts,
    field: str,
    said: Callable[[Metadata], tuple[str, ...]],
    is_same: Callable[[tuple[str, ...], tuple[str, ...]], bool],
    without: set[str],
) -> Iterator[Said]:
    stated = {source: said(one) for source, one in title.stated.items() if source not in without and said(one)}
    taken = title.provenance.get(field, next(iter(stated), ""))
    if taken not in stated:
        return
    for source, other in stated.items():
        if source != taken and not is_same(stated[taken], other):
            words = _quoted(stated[taken]), _quoted(other)
            verb = "are" if field == "authors" else "is"
            where = _NAMES.get(taken, taken), _NAMES.get(source, source)
            message = f"the {field} {verb} {words[0]} in the {where[0]} and {words[1]} in the {where[1]}"
            if TAGS in (source, taken):
                yield Said(message, Severity.INFO, remedy=_TAGS)
            else:
                yield Said(message, Severity.WARNING)


def _title(one: Metadata) -> tuple[str, ...]:
    return tuple(text for text in (one.title, one.subtitle) if text) if one.title else ()


def _authors(one: Metadata) -> tuple[str, ...]:
    return one.authors


def _language(one: Metadata) -> tuple[str, ...]:
    language = language_of(one.language or "")
    return (language,) if language else ()


def _is_same_language(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return one == other


def _quoted(texts: tuple[str, ...]) -> str:
    return " and ".join(repr(short(text, 60)) for text in texts[:3])
