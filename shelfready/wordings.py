"""Whether two wordings of a title, or two lists of names, mean the same: as people would say, and not as bytes do."""

import re
from unicodedata import category, normalize

_ARTICLES = """
the a an der die das ein eine le la les un une el los las il lo gli de het een den det en et
"""

# What tools and shops add to a title, without accents.
_ADDED = """
unabridged abridged audiobook audio book ebook edition ungekurzt gekurzt horbuch
"""

_IDLE = frozenset((_ARTICLES + _ADDED).split())

_MOST = 1000


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text without case, accents and punctuation.

    >>> words_of("Émile, ou: De l'éducation")
    ('emile', 'ou', 'de', 'l', 'education')
    """
    folded = normalize("NFKD", normalize("NFKC", text[:_MOST]).casefold().replace("&", " and ").replace("ß", "ss"))
    letters = "".join(char for char in folded if category(char) != "Mn" or not _is_accent_of_latin(char))
    return tuple("".join(char if char.isalnum() or category(char)[0] == "M" else " " for char in letters).split())


def are_same_title(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two titles (with their subtitles, if any) are of one book.

    The one may be a part of the other: "The Lighthouse: A Novel", "Ada Brook - The Lighthouse (Unabridged)". Titles in
    different scripts are not compared: transliteration is no contradiction.

    >>> are_same_title(("The Lighthouse",), ("Lighthouse, The: A Novel (Unabridged)",))
    True
    >>> are_same_title(("The Lighthouse",), ("The Harbour",))
    False
    """
    if _are_in_different_scripts(" ".join(one), " ".join(other)):
        return True
    first, second = _essence(one), _essence(other)
    short, long = sorted((first, second), key=len)
    return not short or _contains(long, short) or set(short) <= set(long)


def are_same_people(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two lists of names have anybody in common.

    "Brook, Ada", "A. Brook" and "ADA BROOK" are one; it is enough that a name of three letters or more is shared.

    >>> are_same_people(("Ada Brook",), ("Brook, A.", "Tom Hill"))
    True
    >>> are_same_people(("Ada Brook",), ("Tom Hill",))
    False
    """
    if _are_in_different_scripts(" ".join(one), " ".join(other)):
        return True
    first, second = ({word for name in names for word in words_of(name)} for names in (one, other))
    return bool({word for word in first & second if len(word) > 2 or not word.isascii()}) or first == second


def _essence(texts: tuple[str, ...]) -> tuple[str, ...]:
    words = words_of(" ".join(texts))
    return tuple(word for word in words if word not in _IDLE) or words


def _contains(long: tuple[str, ...], short: tuple[str, ...]) -> bool:
    """With and without the blanks: "light house" is the lighthouse."""
    return f" {' '.join(short)} " in f" {' '.join(long)} " or "".join(short) in "".join(long)


def _are_in_different_scripts(one: str, other: str) -> bool:
    return _is_latin(one) is not _is_latin(other)


def _is_latin(text: str) -> bool:
    return re.search(r"[a-zà-ɏ]", text[:_MOST].casefold()) is not None


def _is_accent_of_latin(char: str) -> bool:
    # Marks of Devanagari or Arabic are letters to their readers; those of this block are accents.
    return "\u0300" <= char <= "\u036f"
