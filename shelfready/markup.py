"""Markup in texts that others wrote: what of it is harmless, what it shows, and what is left when it is cleaned.

A tolerant reader of its own, and not `html.parser`, which needs a minute for 100 kB of `<a <a <a`: here every
character is looked at a fixed number of times. Whatever is not understood is text, and text is escaped.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from string import ascii_lowercase, ascii_uppercase

ALLOWED = frozenset(
    [
        *("p", "br", "strong", "b", "em", "i", "cite", "sub", "sup", "ul", "ol", "li", "dl", "dt", "dd"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "q", "ruby", "rb", "rt", "rp", "span", "div"),
    ]
)
"""Elements that shops show; none of them fetches, runs or hides anything, as long as it has no attributes."""

HARMLESS_ATTRIBUTES = frozenset({"lang", "xml:lang", "dir", "class", "xmlns"})
"""Nobody need be told of these; they are taken away all the same."""

_VOID = frozenset({"br"})
_SILENT = frozenset({"script", "style", "iframe", "object", "embed", "template", "noscript", "svg", "math", "head"})
_BLOCKS = frozenset({"p", "br", "li", "dt", "dd", "div", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"})
_CLOSED_BY_THE_NEXT = frozenset({"p", "li", "dt", "dd"})
_DEEPEST = 50

# Not `str.lower`, under which some letters become two and places shift.
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,30})([^<>]*)>")
_ATTRIBUTE = re.compile(r"""([A-Za-z_][\w:.-]{0,30})\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|<!--|&(#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


@dataclass
class _Reading:
    """The text in three versions, gathered in one pass."""

    kept: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    unwanted: list[str] = field(default_factory=list)


def cleaned(text: str) -> str:
    """The text with nothing but the allowed elements, without attributes, each of them closed.

    >>> cleaned('<p onclick="x()">A <a href="http://x">boat</a> &amp; a <b>diary<script>alert(1)</script></p>')
    '<p>A boat &amp; a <b>diary</b></p>'
    """
    return "".join(_read(text).kept)


def shown(text: str) -> str:
    """What people read of the text: its words on one line.

    >>> shown("<p>A boat &amp; a diary.</p><p>One day.</p>")
    'A boat & a diary. One day.'
    """
    return " ".join("".join(_read(text).words).split())


def unwanted(text: str) -> tuple[str, ...]:
    """What of the markup is not allowed: elements, attributes and comments, each once, in order.

    >>> unwanted('<p style="x">A <script>boat</script></p>')
    ('style in <p>', '<script>')
    """
    return tuple(dict.fromkeys(_read(text).unwanted))


def has_markup(text: str) -> bool:
    """Whether there is any element, comment or entity in the text at all."""
    return _MARKUP.search(text) is not None


def _read(text: str) -> _Reading:
    reading = _Reading()
    opened: list[str] = []
    for closes, tag, rest, data in _tokens(text, reading):
        if data:
            reading.kept.append(escape(unescape(data), quote=False))
            reading.words.append(unescape(data))
        if tag in _BLOCKS:
            reading.words.append(" ")
        if tag and closes:
            _close(tag, opened, reading)
        elif tag:
            _open(tag, rest, opened, reading)
    reading.kept += [f"</{tag}>" for tag in reversed(opened)]
    return reading


def _open(tag: str, rest: str, opened: list[str], reading: _Reading) -> None:
    if tag not in ALLOWED:
        reading.unwanted.append(f"<{tag}>")
        return
    names = (name.lower() for name, _ in _ATTRIBUTE.findall(rest))
    reading.unwanted += [f"{name} in <{tag}>" for name in names if name not in HARMLESS_ATTRIBUTES]
    if tag in _CLOSED_BY_THE_NEXT and opened[-1:] == [tag]:
        _close(tag, opened, reading)
    if tag in _VOID:
        reading.kept.append(f"<{tag}/>")
    elif rest.rstrip().endswith("/"):
        reading.kept.append(f"<{tag}></{tag}>")
    elif len(opened) < _DEEPEST:
        reading.kept.append(f"<{tag}>")
        opened.append(tag)


def _close(tag: str, opened: list[str], reading: _Reading) -> None:
    """Close the element and all within it; an end without a beginning is dropped."""
    if tag not in opened:
        return
    while (last := opened.pop()) != tag:
        reading.kept.append(f"</{last}>")
    reading.kept.append(f"</{tag}>")


def _tokens(text: str, reading: _Reading) -> Iterator[tuple[bool, str, str, str]]:
    """Tags (whether it closes, its name, the rest of it) and the text between them, comments and scripts left out."""
    lowered, place, unclosed = text.translate(_LOWER), 0, set[str]()
    while place < len(text):
        start = text.find("<", place)
        if start < 0:
            yield False, "", "", text[place:]
            return
        if start > place:
            yield False, "", "", text[place:start]
        place = start
        if text.startswith("<!--", place) and (end := _end(lowered, "-->", place, unclosed)):
            reading.unwanted.append("a comment")
            place = end
        elif found := _TAG.match(text, place):
            tag, place = found[2].lower(), found.end()
            yield bool(found[1]), tag, found[3], ""
            if tag in _SILENT and not found[1] and (end := _end(lowered, f"</{tag}", place, unclosed)):
                place = text.find(">", end) + 1 or len(text)
        else:
            yield False, "", "", "<"
            place += 1


def _end(text: str, mark: str, place: int, unclosed: set[str]) -> int:
    """Where the mark ends, 0 if it does not come any more; what was once sought in vain is not sought again."""
    found = -1 if mark in unclosed else text.find(mark, place)
    if found < 0:
        unclosed.add(mark)
        return 0
    return found + len(mark)
