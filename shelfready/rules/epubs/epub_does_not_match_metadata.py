"""EPB-003: The EPUB says other things of the book than the metadata does.

What it checks
    Title, language and ISBN within the EPUB are those of the title.

Why it matters
    The wrong file was sent, or the wrong record: both happen with series and with new editions.

How to mend it
    Compare the two, and send the right file or correct the record; the EPUB is published as it is.

Source
    content-rules EPB-003

Example:
    >>> from shelfready.rules._examples import book, ebook, epub
    >>> epub_does_not_match_metadata(ebook())
    []
    >>> other = ebook(book("book.epub", epub(title="Another Book")))
    >>> [found.message for found in epub_does_not_match_metadata(other)]
    ["book.epub has the title 'Another Book', and the metadata 'The Lighthouse'"]
"""

from collections.abc import Iterator
from unicodedata import normalize

from stdnum import isbn

from shelfready.findings import Says, Severity, rule
from shelfready.languages import language_of
from shelfready.media import EpubFacts, Medium
from shelfready.profiles import Profile
from shelfready.titles import Role, TitleFacts


@rule("EPB-003", Severity.WARNING)
def epub_does_not_match_metadata(title: TitleFacts, _profile: Profile) -> Says:
    """Compares words without case, accents' encodings and punctuation, and languages without regions."""
    books = title.in_role(Role.EPUB) if title.medium is Medium.TEXT else ()
    for found in books:
        if found.epub is not None:
            yield from _differences(found.asset.name, found.epub, title)


def _differences(name: str, epub: EpubFacts, title: TitleFacts) -> Iterator[str]:
    known = title.metadata
    # "The Lighthouse: A Novel" is the title and the subtitle, and so no other book.
    if epub.title and known.title and not _words(epub.title).startswith(_words(known.title)):
        yield f"{name} has the title {epub.title!r}, and the metadata {known.title!r}"
    languages = {language_of(language) for language in epub.languages}
    if known.language and languages and language_of(known.language) not in languages:
        yield f"{name} is in the language {', '.join(epub.languages)}, and the metadata say {known.language}"
    numbers = {number for number in map(_isbn, epub.identifiers) if number}
    own = _isbn(title.title_id)
    if own and numbers and own not in numbers:
        yield f"{name} has the ISBN {', '.join(sorted(numbers))}, and the title has {own}"


def _words(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in normalize("NFKC", text).casefold()).split())


def _isbn(text: str) -> str | None:
    number = text.strip().lower().removeprefix("urn:").removeprefix("isbn:").strip().upper()
    return isbn.to_isbn13(isbn.compact(number)) if isbn.is_valid(number) else None
