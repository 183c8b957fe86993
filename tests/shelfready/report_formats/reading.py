"""Reads a page as a browser does, as far as tests ask."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from shelfready.report_formats import REPORT_FORMATS
from shelfready.reporting import ReportInput

_VOID = frozenset({"meta", "img", "link", "br", "input"})


@dataclass
class Element:
    """One element: its attributes, what stands in it, and its own text."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it, white space as one space."""
        return " ".join("".join(self._texts()).split())

    def all(self, tag: str | None = None, *, named: str | None = None) -> list["Element"]:
        """The elements below with a tag, and with a class."""
        return [
            one
            for one in self.walk()
            if (tag is None or one.tag == tag) and (named is None or named in one.attributes.get("class", "").split())
        ]

    def one(self, identity: str) -> "Element":
        """The element with an id."""
        [found] = [one for one in self.walk() if one.attributes.get("id") == identity]
        return found

    def walk(self) -> Iterator["Element"]:
        """Everything below, in the order of the document."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.walk()

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            yield child if isinstance(child, str) else "".join(child._texts())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("document")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute twice: {tag} {attrs}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(text: str) -> Element:
    """The document's elements, after making sure that all are closed in order."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    [document] = reader.open
    return document


def page(told: ReportInput) -> Element:
    """A report's page."""
    return read(b"".join(REPORT_FORMATS["html"].write(told)).decode())
