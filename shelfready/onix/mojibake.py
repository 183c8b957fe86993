"""Text that was UTF-8, was taken for Windows-1252, and was made UTF-8 once more: `Ã©` for `é`."""

import re

# Quick to rule out: the first bytes that any such damage has.
_SUSPECT = (b"\xc3\x83", b"\xc3\x82", b"\xc3\xa2\xe2\x82\xac")
# Pairs that no language writes. A capital A with a tilde before a closing quotation mark or a space may end a word in
# Portuguese, and is left alone.
# Written with escapes, because half of them are quotation marks.
_AFTER_A_TILDE = (
    "\u00a1-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bc-\u00bf"
    "\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u201e\u2020\u2021\u2030\u20ac"
)
_AFTER_A_CIRCUMFLEX = "\u00a1\u00a3\u00a5\u00a7\u00a9\u00ae\u00b0\u00bf"
_AFTER_A_EURO = "\u0153\u009d\u2122\u02dc\u201c\u201d\u00a6\u00a2"
_DAMAGE = re.compile(f"\u00c3[{_AFTER_A_TILDE}]|\u00c2[{_AFTER_A_CIRCUMFLEX}]|\u00e2\u20ac[{_AFTER_A_EURO}]")


def double_encoded(data: bytes) -> tuple[str, str] | None:
    """The first damaged words of a UTF-8 text, as they are and as they were meant; None if there are none.

    >>> double_encoded("Les MisÃ©rables".encode())
    ('MisÃ©rables', 'Misérables')
    >>> double_encoded("SÃO PAULO, «MANHû, Über Ça".encode()) is None
    True
    """
    if data.isascii() or not any(start in data for start in _SUSPECT):
        return None
    text = data.decode(errors="replace")
    for found in _DAMAGE.finditer(text):
        start, end = _word(text, found.start(), found.end())
        word = text[start:end]
        meant = _undone(word)
        if meant is not None and meant != word:
            return word, meant
    return None


def _word(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and text[start - 1] not in ' \t\r\n<>&;"' and end - start < 60:
        start -= 1
    while end < len(text) and text[end] not in ' \t\r\n<>&;"' and end - start < 60:
        end += 1
    return start, end


def _undone(word: str) -> str | None:
    for codec in ("cp1252", "latin-1"):
        try:
            return word.encode(codec).decode()
        except UnicodeError:
            continue
    return None
