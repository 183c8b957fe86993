"""What every cell has in common: white space, placeholders, several values in one."""

import re
from unicodedata import category

LONGEST_CELL = 32_767
"""Characters that a cell of Excel holds. A longer text was never in a spreadsheet."""

ERRORS = frozenset({"#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!", "#nv", "#wert!", "#bezug!"})
"""What Excel shows, in English and German, where a formula failed."""

_NOTHING = frozenset({"", "-", "--", "\N{EN DASH}", "\N{EM DASH}", "n/a", "n.a.", "null", "nan", "k.a."})

# ="9780306406157": how a CSV makes Excel keep a number as text.
_AS_TEXT = re.compile(r'="([^"]*)"')
_MARKUP_SPACE = frozenset("\n\t")
_SEVERAL = re.compile(r"\s*[;|\n]\s*")


def line_of(cell: str) -> str:
    r"""The cell on one line, its white space and control characters made single spaces; `""` if it says nothing.

    >>> line_of(" The\u00a0Lighthouse\r\n "), line_of("n/a"), line_of('="0306406152"')
    ('The Lighthouse', '', '0306406152')
    """
    if wrapped := _AS_TEXT.fullmatch(cell.strip()):
        cell = wrapped.group(1)
    text = " ".join(_printable(cell, frozenset()).split())
    return "" if text.casefold() in _NOTHING else text


def text_of(cell: str) -> str:
    """A text of several lines, as it was written; `""` if it says nothing."""
    text = _printable(cell.replace("\r\n", "\n").replace("\r", "\n"), _MARKUP_SPACE).strip()
    return "" if text.casefold() in _NOTHING else text


def number_text(cell: str) -> str:
    """The cell as the number or code that it should hold: without the apostrophe that made Excel keep it as text."""
    return line_of(cell).lstrip("'\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}`").strip()


def several(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several, parted by semicolons, bars or lines; each once.

    >>> several("Fiction; Sea stories|Fiction")
    ('Fiction', 'Sea stories')
    """
    return tuple(dict.fromkeys(found for found in map(line_of, _SEVERAL.split(text_of(cell))) if found))


def is_twice_encoded(text: str) -> bool:
    r"""Whether text in UTF-8 was taken for Windows-1252 and encoded again; only what can be nothing else counts.

    >>> [is_twice_encoded(text) for text in ("GrandPr\u00c3\u00a9", "GrandPr\u00e9", "S\u00c3O PAULO")]
    [True, False, False]
    """
    if text.isascii():
        return False
    try:
        return text.encode("cp1252").decode("utf-8") != text
    except UnicodeError:
        return False


def _printable(text: str, kept: frozenset[str]) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(char, kept) for char in text)


def _shown(char: str, kept: frozenset[str]) -> str:
    # Cf: zero-width spaces and joiners. Joiners within Persian or emoji are kept, marks of order and bytes are not.
    if char in kept or char in "\u200c\u200d":
        return char
    kind = category(char)
    if kind == "Cf":
        return ""
    return " " if kind in ("Cc", "Zs", "Zl", "Zp", "Cs", "Co", "Cn") else char
