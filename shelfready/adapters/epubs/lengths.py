"""How much text there is under each entry of a book's table of contents: how long it takes to read aloud."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from shelfready.adapters.epubs.container import Container
from shelfready.adapters.epubs.contents import Entry
from shelfready.adapters.epubs.xml import parse
from shelfready.errors import RejectedError

_XHTML = "{http://www.w3.org/1999/xhtml}"
_UNHEARD = frozenset({f"{_XHTML}{name}" for name in ("script", "style", "head", "rt", "rp", "audio", "video")})
_MOST_TEXT_BYTES = 64 * 1024**2
"""Text that is counted of one book: a Bible has four million characters."""


@dataclass
class _Document:
    """A document of the spine: the characters before it, and before each place in it that has an id."""

    start: int
    anchors: dict[str, int] = field(default_factory=dict)


def lengths(container: Container, spine: Sequence[str], entries: Sequence[Entry]) -> tuple[int | None, ...]:
    """The characters, white space apart, from each entry up to the next one in reading order.

    None for an entry that leads nowhere, or into what could not be read; and for one that shares its place with a later
    one there is nothing left.
    """
    documents, total = _counted(container, spine)
    places = [_place(entry.href, documents) for entry in entries]
    known = sorted({place for place in places if place is not None} | {total})
    ends = dict(pairwise(known))
    last = {place: index for index, place in enumerate(places) if place is not None}
    found: list[int | None] = []
    for index, place in enumerate(places):
        if place is None:
            found.append(None)
        else:
            found.append(ends.get(place, total) - place if last[place] == index else 0)
    return tuple(found)


def _counted(container: Container, spine: Sequence[str]) -> tuple[Mapping[str, _Document], int]:
    """The documents in reading order, until one cannot be read: what follows it lies nobody knows where."""
    documents: dict[str, _Document] = {}
    characters = size = 0
    for name in spine:
        if name in documents:
            continue
        try:
            data = container.read(name)
            size += len(data)
            if size > _MOST_TEXT_BYTES:
                break
            root = parse(data, name)
        except (RejectedError, LookupError):
            break
        documents[name] = _Document(characters)
        for anchor, text in _events(root):
            if anchor is not None:
                documents[name].anchors.setdefault(anchor, characters)
            characters += text
    return documents, characters


def _events(root: etree._Element) -> Iterator[tuple[str | None, int]]:
    """The ids of a document, and the characters that follow each, in order."""
    hidden = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        is_unheard = element.tag in _UNHEARD
        if event == "start":
            hidden += is_unheard
            yield element.get("id"), 0 if hidden else _heard(element.text)
        else:
            hidden -= is_unheard
            yield None, 0 if hidden else _heard(element.tail)


def _heard(text: str | None) -> int:
    return sum(map(len, text.split())) if text else 0


def _place(href: str, documents: Mapping[str, _Document]) -> int | None:
    name, _, fragment = href.partition("#")
    document = documents.get(name)
    if document is None:
        return None
    return document.anchors.get(fragment, document.start) if fragment else document.start
