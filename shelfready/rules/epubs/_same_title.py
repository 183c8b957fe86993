"""Whether two titles may be the same book's."""

import re
from collections.abc import Iterator
from unicodedata import combining, name, normalize

# Where a title ends and a subtitle, a series or a volume begins.
_AFTER_TITLE = re.compile(r"\s*[:;(\[/|\u2013\u2014]|\s+-\s+")
_ARTICLES = ("the", "a", "an", "der", "die", "das", "le", "la", "les", "l", "el", "los", "las", "il", "de", "het")
_LAST_ARTICLE = re.compile(rf"^(?P<title>.+), (?P<article>{'|'.join(_ARTICLES)})$")


def may_be_same(one: str, other: str, subtitle: str | None = None) -> bool:
    """Whether the titles are alike but for case, accents, punctuation, article, and what follows a title.

    `subtitle` is that of `other`. Titles in different scripts cannot be compared, and may be the same.

    >>> may_be_same("Lighthouse, The", "The lighthouse: A Novel"), may_be_same("Das Café", "Cafe (Band 2)")
    (True, True)
    >>> may_be_same("The Light", "The Lighthouse"), may_be_same("It", "It Ends with Us")
    (False, False)
    """
    if _is_latin(one) is not _is_latin(other):
        return True
    here, there = set(_forms(one)), set(_forms(other))
    if subtitle:
        there |= set(_forms(f"{other} {subtitle}"))
    if here & there:
        return True
    # A subtitle that nothing sets apart; a single word begins too many titles.
    return any(
        len(short.split()) > 1 and long.startswith(f"{short} ")
        for left in here
        for right in there
        for short, long in ((left, right), (right, left))
    )


def _forms(title: str) -> Iterator[str]:
    plain = "".join(c for c in normalize("NFKD", title).casefold() if not combining(c))
    for text in (plain, _AFTER_TITLE.split(plain, maxsplit=1)[0]):
        turned = _LAST_ARTICLE.match(text.strip())
        words = _words(f"{turned['article']} {turned['title']}" if turned else text)
        if words:
            yield " ".join(words[1:] if words[0] in _ARTICLES and len(words) > 1 else words)


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text.replace("&", " and ")).split()


def _is_latin(title: str) -> bool:
    return any(name(c, "").startswith("LATIN") for c in title)
