"""What the metadata of a package says, whether it is written as EPUB 2 or EPUB 3 writes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_DC = "http://purl.org/dc/elements/1.1/"
_OPF = "http://www.idpf.org/2007/opf"
_ROLE = f"{{{_OPF}}}role"
_LONGEST = 1000
_MOST = 200


@dataclass(frozen=True)
class Named:
    """A statement about the book: `value`, and the attributes it was made with."""

    value: str
    attributes: dict[str, str]


@dataclass(frozen=True)
class Metadata:
    """All statements of a package."""

    elements: dict[str, tuple[Named, ...]]
    properties: tuple[Named, ...]
    links: tuple[Named, ...]

    def values(self, element: str) -> tuple[str, ...]:
        """What is said under a Dublin Core element, in order, nothing twice."""
        return _distinct(named.value for named in self.elements.get(element, ()))

    def title(self) -> str | None:
        """The main title; the first where none is called that."""
        titles = self.elements.get("title", ())
        for named in titles:
            if self._refined(named, "title-type") == "main":
                return named.value
        return titles[0].value if titles else None

    def authors(self) -> tuple[str, ...]:
        """The creators who wrote it: with the role `aut`, or with none."""
        creators = self.elements.get("creator", ())
        return _distinct(
            named.value
            for named in creators
            if (named.attributes.get(_ROLE) or self._refined(named, "role") or "aut") == "aut"
        )

    def stated(self, name: str, *, refined: bool = False) -> tuple[str, ...]:
        """What `meta` elements say of the book itself under a name; with `refined`, also of other statements."""
        return _distinct(
            found.value
            for found in self.properties
            if found.attributes.get("property") == name and (refined or "refines" not in found.attributes)
        )

    def of_parts(self, name: str) -> dict[str, str]:
        """What `meta` elements say of parts of the book, by what each refines: the last word on it."""
        return {
            found.attributes["refines"]: found.value
            for found in self.properties
            if found.attributes.get("property") == name and found.attributes.get("refines")
        }

    def linked(self, relation: str) -> tuple[str, ...]:
        """Where the book's own links of a relation lead."""
        return _distinct(
            link.attributes.get("href", "")
            for link in self.links
            if relation in link.attributes.get("rel", "").split() and "refines" not in link.attributes
        )

    def content(self, name: str) -> str | None:
        """The content of an EPUB 2 `meta`."""
        return next((one.value for one in self.properties if one.attributes.get("name") == name), None)

    def _refined(self, named: Named, name: str) -> str | None:
        target = f"#{named.attributes.get('id', '')}"
        return next(
            (
                found.value
                for found in self.properties
                if found.attributes.get("property") == name and found.attributes.get("refines") == target
            ),
            None,
        )


def read_metadata(found: dict[str, dict[str, list[tuple[str | None, dict[str, str]]]]]) -> Metadata:
    """EbookLib's nested lists as one value; statements without a word are left out."""
    package = found.get(_OPF, {})
    return Metadata(
        elements={name: _named(values) for name, values in found.get(_DC, {}).items()},
        properties=_named(
            (_epub2(attributes) or text, _with_property(attributes)) for text, attributes in package.get("meta", [])
        ),
        links=tuple(Named("", dict(attributes)) for _, attributes in package.get("link", [])),
    )


def _epub2(attributes: dict[str, str]) -> str | None:
    return attributes.get("content") if "name" in attributes else None


def _with_property(attributes: dict[str, str]) -> dict[str, str]:
    # EPUB 2 says `<meta name="schema:accessMode" content="textual"/>` where EPUB 3 has a property.
    if "name" in attributes and "property" not in attributes:
        return {**attributes, "property": attributes["name"]}
    return dict(attributes)


def _named(values: Iterable[tuple[str | None, Any]]) -> tuple[Named, ...]:
    folded = ((" ".join((text or "").split())[:_LONGEST], attributes) for text, attributes in values)
    return tuple(Named(text, dict(attributes)) for text, attributes in folded if text)


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))[:_MOST]
