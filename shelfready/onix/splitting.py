"""Cuts a message into its header and records, without reading what is in them.

Each piece is then parsed by itself, as a small document of ours: so memory stays flat, one record's damage is one
record's, lines are those of the file, and the parser never sees a DOCTYPE that we did not write. The cutting knows
enough of XML not to be fooled: a tag in a comment, a CDATA section or a processing instruction is text.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from shelfready.onix.windows import Window

_NAME = re.compile(rb"<([A-Za-z_\x80-\xff][^\s/>\"'<=]{0,200})(?=[\s/>])")
_START_TAG = re.compile(rb"<[^\s/>\"'<]++(?:[^<>\"']++|\"[^<\"]*+\"|'[^<']*+')*+>")
_LONGEST_START_TAG = 64 * 1024
_LONGEST_END = 64  # an end tag may have white space before its >, but nobody writes more
_ENDS = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
_BLANK = re.compile(rb"[ \t\r\n]*")


@dataclass(frozen=True)
class Piece:
    """One element of the message: `tag` as it is written, `line` where it begins; `data` is None if it is too large."""

    tag: bytes
    line: int
    data: bytes | None

    @property
    def name(self) -> str:
        """The element's name without its prefix."""
        return self.tag.rpartition(b":")[2].decode("utf-8", "replace")


@dataclass(frozen=True)
class Break:
    """Where the message stops being XML, and why; nothing after it can be relied upon."""

    line: int
    message: str


@dataclass(frozen=True)
class Stray:
    """Text that stands between the elements of the message, where none may."""

    line: int


def start_tag(window: Window) -> bytes | None:
    """The start tag at the window's place, without going on; None if there is none, or it never ends."""
    while True:
        found = _START_TAG.match(window.data, window.at)
        if found:
            return found[0] if found.end() - window.at <= _LONGEST_START_TAG else None
        if len(window) > _LONGEST_START_TAG or not window.more():
            return None


def pieces(window: Window, root: bytes, limit_of: Callable[[bytes], int]) -> Iterator[Piece | Break | Stray]:
    """What the message holds, in order, from after its start tag; at the first fault a `Break`, and no more."""
    while True:
        if not _at_markup(window):
            line = window.line
            yield Stray(line) if _skip_text(window) else Break(line, _UNENDED.format(root.decode("utf-8", "replace")))
            if not len(window):
                return
            continue
        head = window.peek(9)
        if head.startswith(b"</"):
            yield from _ended(window, root)
            return
        opening = next((token for token in _ENDS if head.startswith(token)), None) if head[1:2] in b"!?" else None
        if opening:
            line = window.line
            if opening == b"<![CDATA[":
                yield Stray(line)
            window.take(len(opening))
            if not window.skip_past(_ENDS[opening]):
                yield Break(line, f"what begins here with {opening.decode()} never ends")
                return
            continue
        piece = _element(window, limit_of)
        yield piece
        if isinstance(piece, Break):
            return


_UNENDED = "the file ends before its {} does: it was cut off, or its end tag is missing"


def _at_markup(window: Window) -> bool:
    """Go on over white space; False if what follows is text, or nothing."""
    while True:
        blank = _BLANK.match(window.data, window.at)
        window.take(blank.end() - window.at if blank else 0)
        if len(window):
            return window.data.startswith(b"<", window.at)
        if not window.more():
            return False


def _skip_text(window: Window) -> bool:
    """Go on to the next markup; False at the end of the file."""
    if not window.skip_past(b"<"):
        return False
    window.at -= 1
    return True


def _ended(window: Window, root: bytes) -> Iterator[Break]:
    line = window.line
    if not window.skip_past(b">"):
        yield Break(line, _UNENDED.format(root.decode("utf-8", "replace")))
        return
    while True:
        if not _at_markup(window):
            if len(window):
                yield Break(window.line, "text follows after the end of the message")
            return
        opening = next((token for token in (b"<!--", b"<?") if window.peek(4).startswith(token)), None)
        if opening is None:
            yield Break(window.line, "another element follows after the end of the message")
            return
        if not window.skip_past(_ENDS[opening]):
            yield Break(window.line, "a comment after the end of the message never ends")
            return


def _element(window: Window, limit_of: Callable[[bytes], int]) -> Piece | Break:
    line = window.line
    opening = start_tag(window)
    name = _NAME.match(opening) if opening else None
    if opening is None or name is None:
        return Break(line, "this is not a start tag: a < in a text must be written &lt;")
    tag = name[1]
    if opening.endswith(b"/>"):
        return Piece(tag, line, window.take(len(opening)))
    end = _quick_end(window, tag, len(opening), limit_of(tag))
    if end is None:
        end = _careful_end(window, tag, len(opening), limit_of(tag))
        if end is None:
            return Break(line, f"the {tag.decode('utf-8', 'replace')} that begins here never ends")
    return Piece(tag, line, window.take(end) if end else None)


def _quick_end(window: Window, tag: bytes, start: int, limit: int) -> int | None:
    """Where the element ends, if nothing in it can hide an end tag; None if that must be looked at with care."""
    closing = b"</" + tag
    probe = start
    while True:
        found = window.data.find(closing, window.at + probe)
        if found >= 0:
            if any(window.data.find(hiding, window.at, found) >= 0 for hiding in (b"<!", b"<?")):
                return None
            end = found + len(closing)
            return end + 1 - window.at if window.data[end : end + 1] == b">" else None
        probe = max(start, len(window) - len(closing))
        if len(window) > limit or not window.more():
            return None


def _careful_end(window: Window, tag: bytes, start: int, limit: int) -> int | None:
    """Where the element ends; 0 if it is larger than the limit and was skipped, None if it never ends."""
    tokens = re.compile(rb"<(?:!--|!\[CDATA\[|\?|/" + re.escape(tag) + rb"\s*>)")
    longest = len(tag) + _LONGEST_END
    awaited: bytes | None = None
    at, is_dropped = start, False
    while True:
        if awaited is None:
            token = tokens.search(window.data, window.at + at)
            found, past = (token.start(), token.end()) if token else (-1, -1)
        else:
            token, found = None, window.data.find(awaited, window.at + at)
            past = found + len(awaited)
        if found < 0:
            at = max(at, len(window) - longest)
            is_dropped = is_dropped or len(window) > limit
            if is_dropped:
                window.take(at)
                at = 0
            if not window.more():
                return None
            continue
        at = past - window.at
        awaited = _ENDS.get(token[0]) if token else None
        if token and awaited is None:
            if is_dropped or at > limit:
                window.take(at)
                return 0
            return at
