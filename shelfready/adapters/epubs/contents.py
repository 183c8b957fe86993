"""A book's table of contents as one list with levels, from an EPUB 3 navigation document or an EPUB 2 NCX."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from shelfready.adapters.epubs.container import resolve
from shelfready.adapters.epubs.xml import text_of

_XHTML = "{http://www.w3.org/1999/xhtml}"
_NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
_TYPE = "{http://www.idpf.org/2007/ops}type"
_MOST_ENTRIES = 10_000
_LONGEST_TITLE = 1000


@dataclass(frozen=True)
class Entry:
    """One entry; `href` is a file of the archive and perhaps a place in it, empty for a heading that leads nowhere."""

    title: str
    href: str
    level: int


def from_nav(root: etree._Element, folder: str) -> tuple[Entry, ...]:
    """The entries of the `toc` navigation; none when there is none, which EPUBCheck reports."""
    for nav in root.iter(f"{_XHTML}nav"):
        if "toc" in (nav.get(_TYPE) or "").split():
            return _bounded(_items(nav.find(f"{_XHTML}ol"), folder, 1))
    return ()


def from_ncx(root: etree._Element, folder: str) -> tuple[Entry, ...]:
    """The entries of the `navMap`."""
    return _bounded(_points(root.find(f"{_NCX}navMap"), folder, 1))


def _bounded(entries: Iterator[Entry]) -> tuple[Entry, ...]:
    return tuple(entry for entry, _ in zip(entries, range(_MOST_ENTRIES), strict=False))


def _items(listed: etree._Element | None, folder: str, level: int) -> Iterator[Entry]:
    if listed is None:
        return
    for item in listed.iterchildren(f"{_XHTML}li"):
        # A link, or the heading of a group.
        label = next(item.iterchildren(f"{_XHTML}a", f"{_XHTML}span"), None)
        if label is not None:
            yield _entry(text_of(label) or label.get("title") or "", label.get("href"), folder, level)
        yield from _items(item.find(f"{_XHTML}ol"), folder, level + 1)


def _points(parent: etree._Element | None, folder: str, level: int) -> Iterator[Entry]:
    if parent is None:
        return
    for point in parent.iterchildren(f"{_NCX}navPoint"):
        label, content = point.find(f"{_NCX}navLabel"), point.find(f"{_NCX}content")
        title = text_of(label) if label is not None else ""
        yield _entry(title, content.get("src") if content is not None else None, folder, level)
        yield from _points(point, folder, level + 1)


def _entry(title: str, href: str | None, folder: str, level: int) -> Entry:
    return Entry(title[:_LONGEST_TITLE], (resolve(folder, href) if href else None) or "", level)
