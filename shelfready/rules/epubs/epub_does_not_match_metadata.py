"""EPB-003: The EPUB says other things of the book than the metadata does.

What it checks
    Title, language and ISBN within the EPUB are those of the title. Titles may differ in case, accents, punctuation,
    article and subtitle, languages in region.

Why it matters
    The wrong file was sent, or the wrong record: both happen with series and with new editions.

How to mend it
    Compare the two, and send the right file or correct the record; the EPUB is published as it is.

Source
    EPUB 3.3, section 5.5.3 (dc:identifier, dc:title, dc:language); content-rules EPB-003

Example:
    >>> from shelfready.rules._examples import book, ebook, epub
    >>> epub_does_not_match_metadata(ebook())
    []
    >>> other = ebook(book("book.epub", epub(title="Another Book")))
    >>> [found.message for found in epub_does_not_match_metadata(other)]
    ["book.epub has the title 'Another Book', and the metadata 'The Lighthouse'"]
"""

from collections.abc import Iterator

from stdnum import isbn

from shelfready.findings import Says, Severity, rule
from shelfready.languages import language_of
from shelfready.media import EpubFacts
from shelfready.profiles import Profile
from shelfready.rules.epubs._accessibility import books
from shelfready.rules.epubs._same_title import may_be_same
from shelfready.titles import TitleFacts

# ONIX has one code for what EPUBs tell apart: Norwegian, and Chinese.
_PART_OF = {"nb": "no", "nn": "no", "cmn": "zh", "yue": "zh"}
# List 5: ISBN-13, GTIN-13, ISBN-10.
_ISBNS = frozenset({"15", "03", "02"})


@rule("EPB-003", Severity.WARNING)
def epub_does_not_match_metadata(title: TitleFacts, _profile: Profile) -> Says:
    """Compares what both sides say; what only one of them says is no difference."""
    for name, epub in books(title):
        yield from _title(name, epub, title)
        yield from _language(name, epub, title)
        yield from _number(name, epub, title)


def _title(name: str, epub: EpubFacts, title: TitleFacts) -> Iterator[str]:
    known = title.metadata
    if epub.title and known.title and not may_be_same(epub.title, known.title, known.subtitle):
        yield f"{name} has the title {epub.title!r}, and the metadata {known.title!r}"


def _language(name: str, epub: EpubFacts, title: TitleFacts) -> Iterator[str]:
    known = title.metadata.language
    languages = {_whole(tag) for tag in epub.languages} - {None}
    if known and languages and _whole(known) not in languages | {None}:
        yield f"{name} is in the language {', '.join(epub.languages)}, and the metadata say {known}"


def _number(name: str, epub: EpubFacts, title: TitleFacts) -> Iterator[str]:
    record = title.described.record if title.described else None
    stated = [one.value for one in record.identifiers if one.kind in _ISBNS] if record else []
    own = {number for number in map(_isbn, [title.title_id, *stated]) if number}
    numbers = {number for number in map(_isbn, epub.identifiers) if number}
    if not own or not numbers or own & numbers:
        return
    related = record.related.products if record and record.related else ()
    others = {_isbn(one.value) for product in related for one in product.identifiers if one.kind in _ISBNS}
    of_other = ", which the record knows as a related product's" if numbers <= others else ""
    yield f"{name} has the ISBN {', '.join(sorted(numbers))}{of_other}, and the title has {', '.join(sorted(own))}"


def _whole(tag: str) -> str | None:
    language = language_of(tag)
    return _PART_OF.get(language, language) if language else None


def _isbn(text: str) -> str | None:
    number = text.strip().lower().removeprefix("urn:").removeprefix("isbn").lstrip(":- ").strip().upper()
    return str(isbn.to_isbn13(isbn.compact(number))) if isbn.is_valid(number) else None
