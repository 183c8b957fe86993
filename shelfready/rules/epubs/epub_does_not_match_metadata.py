"""EPB-003: The EPUB says other things of the book than the metadata does.

What it checks
    Title, language and ISBN within the EPUB are those of the title. Titles may differ in case, accents, punctuation,
    article and subtitle, languages in region. Where the title and all authors are others, and no number says that it
    is this book, it is another book: an error.

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
    >>> wrong = ebook(book("book.epub", epub(title="Winter Tales", authors=("Al Stone",), identifiers=())))
    >>> [(found.severity.value, found.message) for found in epub_does_not_match_metadata(wrong)]
    [('E', "book.epub is 'Winter Tales' by 'Al Stone', and the title is 'The Lighthouse' by 'Ada Brook': another book")]
    >>> other = ebook(book("book.epub", epub(title="Another Book")))
    >>> [found.message for found in epub_does_not_match_metadata(other)]
    ["book.epub has the title 'Another Book', and the metadata 'The Lighthouse'"]
"""

from collections.abc import Iterator

from stdnum import isbn

from shelfready.findings import Said, Says, Severity, rule
from shelfready.languages import language_of
from shelfready.media import EpubFacts
from shelfready.profiles import Profile
from shelfready.rules._described import short
from shelfready.rules.epubs._accessibility import books
from shelfready.rules.epubs._same_title import may_be_same
from shelfready.titles import TitleFacts
from shelfready.wordings import are_same_people, are_same_title

# ONIX has one code for what EPUBs tell apart: Norwegian, and Chinese.
_PART_OF = {"nb": "no", "nn": "no", "cmn": "zh", "yue": "zh"}
_ANOTHER = "Send the EPUB of this title; or, if it is the right one, the record and the metadata of this book."

# List 5: ISBN-13, GTIN-13, ISBN-10.
_ISBNS = frozenset({"15", "03", "02"})


@rule("EPB-003", Severity.WARNING)
def epub_does_not_match_metadata(title: TitleFacts, _profile: Profile) -> Says:
    """Compares what both sides say; what only one of them says is no difference."""
    for name, epub in books(title):
        if _is_another_book(epub, title):
            yield _another_book(name, epub, title)
        else:
            yield from _title(name, epub, title)
            yield from _language(name, epub, title)
        yield from _number(name, epub, title)


def _is_another_book(epub: EpubFacts, title: TitleFacts) -> bool:
    """Everything must speak for it: a translation keeps its author, a new edition its number or its title."""
    own, _ = _numbers(title)
    record = title.described.record if title.described else None
    details = record.descriptive if record else None
    titles = [one.text for one in details.titles if one.text] if details else []
    people = [name for one in details.contributors for name in (one.name, one.inverted_name)] if details else []
    known = title.metadata
    authors = tuple(filter(None, (*known.authors, *known.narrators, *people)))
    titles = [one for one in (known.title, *titles) if one]
    if not (epub.title and titles and epub.authors and known.authors) or own & _stated(epub):
        return False
    is_same = any(
        may_be_same(epub.title, one, known.subtitle) or are_same_title((epub.title,), (one,)) for one in titles
    )
    return not is_same and not are_same_people(epub.authors, authors)


def _another_book(name: str, epub: EpubFacts, title: TitleFacts) -> Said:
    known = title.metadata
    found = f"{short(epub.title or '')!r} by {short(' and '.join(epub.authors[:3]))!r}"
    expected = f"{short(known.title or '')!r} by {short(' and '.join(known.authors[:3]))!r}"
    return Said(f"{name} is {found}, and the title is {expected}: another book", Severity.ERROR, remedy=_ANOTHER)


def _title(name: str, epub: EpubFacts, title: TitleFacts) -> Iterator[str]:
    known = title.metadata
    if epub.title and known.title and not may_be_same(epub.title, known.title, known.subtitle):
        yield f"{name} has the title {short(epub.title)!r}, and the metadata {short(known.title)!r}"


def _language(name: str, epub: EpubFacts, title: TitleFacts) -> Iterator[str]:
    known = title.metadata.language
    languages = {_whole(tag) for tag in epub.languages} - {None}
    if known and languages and _whole(known) not in languages | {None}:
        yield f"{name} is in the language {', '.join(epub.languages)}, and the metadata say {known}"


def _number(name: str, epub: EpubFacts, title: TitleFacts) -> Iterator[str]:
    own, others = _numbers(title)
    numbers = _stated(epub)
    if not own or not numbers or own & numbers:
        return
    of_other = ", which the record knows as a related product's" if numbers <= others else ""
    yield f"{name} has the ISBN {', '.join(sorted(numbers))}{of_other}, and the title has {', '.join(sorted(own))}"


def _numbers(title: TitleFacts) -> tuple[set[str], set[str]]:
    """The title's ISBNs, and those of the products that its record names as related."""
    record = title.described.record if title.described else None
    stated = [one.value for one in record.identifiers if one.kind in _ISBNS] if record else []
    related = record.related.products if record and record.related else ()
    others = [one.value for product in related for one in product.identifiers if one.kind in _ISBNS]
    return {one for one in map(_isbn, [title.title_id, *stated]) if one}, {one for one in map(_isbn, others) if one}


def _stated(epub: EpubFacts) -> set[str]:
    return {number for number in map(_isbn, epub.identifiers) if number}


def _whole(tag: str) -> str | None:
    language = language_of(tag)
    return _PART_OF.get(language, language) if language else None


def _isbn(text: str) -> str | None:
    number = text.strip().lower().removeprefix("urn:").removeprefix("isbn").lstrip(":- ").strip().upper()
    return str(isbn.to_isbn13(isbn.compact(number))) if isbn.is_valid(number) else None
