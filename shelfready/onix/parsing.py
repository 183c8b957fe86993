"""Makes of a message's pieces small documents of our own, and parses those.

The parser never sees a DOCTYPE but ours, which declares single characters only; so there is nothing to expand, load or
include, whatever the file says. Namespaces are put right on the way.
"""

import re
from functools import cache
from html.entities import html5
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree

from shelfready.metadata_facts import Oddity, Trouble
from shelfready.onix.fields import Element
from shelfready.onix.prologs import Prolog

_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{0,31});")
_LETTERS = ("P", "p", "H", "h")  # how the names of records and headers begin, where no namespace comes first
_OF_XML = {"amp", "lt", "gt", "quot", "apos"}
_UNDECLARED = {etree.ErrorTypes.ERR_UNDECLARED_ENTITY, etree.ErrorTypes.WAR_UNDECLARED_ENTITY}


class BadXmlError(Exception):
    """The piece is not well formed; `line` counts from 1 within it. It stays within this package."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


class Envelope:
    """The start and end tag that go around each piece: those of the message, made right.

    `namespace` is the one that the elements are in: the right one of the release, which the schema wants, or None,
    which is quicker.
    """

    def __init__(self, prolog: Prolog, namespace: str | None) -> None:
        self._namespace = namespace
        self._qualified = f"{{{namespace}}}" if namespace else ""
        prefix = prolog.prefix
        self._root = f"{prefix}:{prolog.root}" if prefix else prolog.root
        declared = f"xmlns:{prefix}" if prefix else "xmlns"
        attributes = {key: value for key, value in prolog.attributes if key not in ("release", declared)}
        if prolog.release != "2.1" or prolog.states_release:
            attributes["release"] = prolog.release
        written = "".join(f" {key}={_quoted(value)}" for key, value in attributes.items())
        if namespace:
            written = f" {declared}={quoteattr(namespace)}{written}"
        self._opening = f"<{self._root}{written}>".encode()
        self._closing = f"</{self._root}>".encode()

    def parsed(self, piece: bytes, header: bytes = b"") -> tuple[Element, Oddity | None]:
        """The document around a piece, and the named entities that it used; the piece begins at line `lines(header)`.

        The document's root holds the header, if one is given, and the piece.
        """
        document = b"".join((self._opening, header, b"\n", piece, self._closing))
        entities: dict[str, str] = {}
        try:
            root = etree.fromstring(document, _parser(resolve_entities=False))
        except etree.XMLSyntaxError as error:
            if error.code not in _UNDECLARED:
                raise self._bad(error, header) from None
            entities = _known(document)
            try:
                root = etree.fromstring(self._declaring(entities) + document, _parser(resolve_entities="internal"))
            except etree.XMLSyntaxError as second:
                raise self._bad(second, header) from None
        self._put_right(root)
        return root, _used(entities) if entities else None

    def _put_right(self, root: Element) -> None:
        """Bring elements that declare another namespace of ONIX, or none, into the right one."""
        for child in root:
            if child.tag.startswith(self._qualified or _LETTERS):
                continue
            wrong = etree.QName(child).namespace
            for element in child.iter(etree.Element):
                name = etree.QName(element)
                if name.namespace in (wrong, None):
                    element.tag = self._qualified + name.localname

    def _declaring(self, entities: dict[str, str]) -> bytes:
        declarations = "".join(f'<!ENTITY {name} "&#{ord(text)};">' for name, text in entities.items())
        return f"<!DOCTYPE {self._root} [{declarations}]>".encode()

    def _bad(self, error: etree.XMLSyntaxError, header: bytes) -> BadXmlError:
        message = re.sub(r", line \d+, column \d+.*$", "", error.msg or "it is not well formed")
        return BadXmlError(message, max(1, (error.lineno or 1) - lines(header)))


def lines(header: bytes) -> int:
    """How many lines of a document come before its piece's first."""
    return header.count(b"\n") + 1


@cache
def _parser(*, resolve_entities: bool | str) -> Any:
    """Comments and processing instructions are left out, so that a text is in one part and all children are elements.

    Without `huge_tree` libxml2 refuses texts above 10 MB and nesting above 256 by itself.
    """
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=resolve_entities,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _known(document: bytes) -> dict[str, str]:
    """Of the named entities in a document those of HTML that are one character."""
    names = {found.decode() for found in _ENTITY.findall(document)} - _OF_XML
    texts = {name: html5.get(f"{name};", "") for name in sorted(names)}
    return {name: text for name, text in texts.items() if len(text) == 1}


def _used(entities: dict[str, str]) -> Oddity:
    shown = ", ".join(f"&{name};" for name in list(entities)[:5])
    return Oddity(
        trouble=Trouble.ENTITY,
        message=f"named entities are used ({shown}), which XML does not know without a DTD; they were read as HTML's. "
        "Write the characters themselves",
        is_repaired=True,
        before=shown,
        after=", ".join(list(entities.values())[:5]),
    )


def _quoted(value: str) -> str:
    """An attribute's value as it was written, references included."""
    return '"' + value.replace('"', "&quot;") + '"'
