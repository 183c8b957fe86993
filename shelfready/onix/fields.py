"""The small language in which the tables say what of an ONIX record goes where.

A table maps reference names of elements to fields. `bound` turns it, once for a release and style, into functions by
tag as it stands in the file, so that reading a record is one look-up for each element and nothing else: no XPath.
What a function reads goes into plain dicts, of which `Record` is validated in one piece.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lxml import etree

from shelfready.metadata_facts import Oddity

Element = Any  # lxml has no types
Draft = dict[str, Any]  # what will be a value of `records`
Step = Callable[[Element, Draft, list[Oddity]], None]
Qualify = Callable[[str], str | None]
"""From an element's reference name to its tag in the file; None if this release does not have it."""
Field = Callable[[Qualify], Step]
Fields = Mapping[str, Field]
Made = Callable[[Draft], Iterable[Any]]
Mend = Callable[[str, Element, Draft, list[Oddity]], str]

# A serialised fragment declares its namespaces once, in its first tag, right after the name.
_DECLARED = re.compile(r"^(<[^\s>]+)((?: xmlns(?::[\w.-]+)?=\"[^\"]*\")+)")


def bound(fields: Fields, qualify: Qualify) -> dict[str, Step]:
    """The functions by tag, for one release and style."""
    return {tag: field(qualify) for name, field in fields.items() if (tag := qualify(name)) is not None}


def one(key: str) -> Field:
    """A single text; if it is repeated (in other languages) the first holds."""

    def step(element: Element, into: Draft, _said: list[Oddity]) -> None:
        text = element.text
        if text and key not in into and (text := text.strip()):
            into[key] = text if text.isprintable() else " ".join(text.split())

    return lambda _qualify: step


def many(key: str) -> Field:
    """A text that may be repeated."""

    def step(element: Element, into: Draft, _said: list[Oddity]) -> None:
        text = " ".join((element.text or "").split())
        if text:
            into.setdefault(key, []).append(text)

    return lambda _qualify: step


def words(key: str) -> Field:
    """Codes in one element, separated by spaces; repeated elements add to them."""

    def step(element: Element, into: Draft, _said: list[Oddity]) -> None:
        into.setdefault(key, []).extend((element.text or "").split())

    return lambda _qualify: step


def number(key: str) -> Field:
    """A whole number; anything else counts as absent, and is the schema's business."""

    def step(element: Element, into: Draft, _said: list[Oddity]) -> None:
        if (value := whole_number(element.text)) is not None:
            into.setdefault(key, value)

    return lambda _qualify: step


def flag(key: str) -> Field:
    """An empty element whose presence says yes."""

    def step(_element: Element, into: Draft, _said: list[Oddity]) -> None:
        into[key] = True

    return lambda _qualify: step


def mended(key: str, mend: Mend) -> Field:
    """A single text of which the publisher's shape may be wrong, and is read as what it must mean."""

    def step(element: Element, into: Draft, said: list[Oddity]) -> None:
        text = (element.text or "").strip()
        if text and key not in into:
            into[key] = mend(text, element, into, said)

    return lambda _qualify: step


def attribute(key: str, name: str) -> Field:
    """An attribute of the element."""

    def step(element: Element, into: Draft, _said: list[Oddity]) -> None:
        if value := element.get(name):
            into.setdefault(key, value)

    return lambda _qualify: step


def markup(key: str, format_key: str | None = None) -> Field:
    """A text that may hold XHTML, which is kept; the attribute that says what it holds goes to `format_key`."""

    def step(element: Element, into: Draft, _said: list[Oddity]) -> None:
        if key in into:
            return
        text = inner(element)
        if text:
            into[key] = text
            form = element.get("textformat")
            if format_key and form:
                into[format_key] = form

    return lambda _qualify: step


def part(key: str, fields: Fields, *, needs: tuple[str, ...] = (), made: Made | None = None) -> Field:
    """A composite that may be repeated; without the fields that it `needs` it says nothing and is left out.

    `made` turns what was read into the values that it stands for, none or several.
    """

    def bind(qualify: Qualify) -> Step:
        steps = bound(fields, qualify)

        def step(element: Element, into: Draft, said: list[Oddity]) -> None:
            draft: Draft = {}
            for child in element:
                read = steps.get(child.tag)
                if read is not None:
                    read(child, draft, said)
            for need in needs:
                if need not in draft:
                    return
            found = into.setdefault(key, [])
            if made is None:
                found.append(draft)
            else:
                found.extend(made(draft))

        return step

    return bind


def alone(key: str, made: Callable[[str], Any], mend: Mend | None = None) -> Field:
    """An element that by itself says what elsewhere takes a composite, which `made` makes of its text."""

    def step(element: Element, into: Draft, said: list[Oddity]) -> None:
        if text := " ".join((element.text or "").split()):
            into.setdefault(key, []).append(made(mend(text, element, {}, said) if mend else text))

    return lambda _qualify: step


def text_alone(key: str, made: Callable[[str], Any]) -> Field:
    """Like `alone`, for a text that may hold XHTML."""

    def step(element: Element, into: Draft, _said: list[Oddity]) -> None:
        if text := inner(element):
            into.setdefault(key, []).append(made(text))

    return lambda _qualify: step


def within(fields: Fields) -> Field:
    """A composite that adds nothing but a level: what is in it belongs to what it stands in."""
    return _single(None, fields)


def single(key: str, fields: Fields) -> Field:
    """A composite that stands once; a second one adds to it."""
    return _single(key, fields)


def inside(key: str, field: Field) -> Field:
    """A field that belongs into another part of the record than where its element stands."""

    def bind(qualify: Qualify) -> Step:
        inner_step = field(qualify)

        def step(element: Element, into: Draft, said: list[Oddity]) -> None:
            inner_step(element, into.setdefault(key, {}), said)

        return step

    return bind


def also(*fields: Field) -> Field:
    """An element that says several things at once."""

    def bind(qualify: Qualify) -> Step:
        steps = [field(qualify) for field in fields]

        def step(element: Element, into: Draft, said: list[Oddity]) -> None:
            for read in steps:
                read(element, into, said)

        return step

    return bind


def whole_number(text: str | None) -> int | None:
    """The number that the text is, None if it is none or an absurd one."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else None


def inner(element: Element) -> str:
    """What stands in an element, markup included and namespaces left out, without white space around it."""
    if not len(element):
        return (element.text or "").strip()
    parts = [_escaped(element.text or "")]
    for child in element:
        markup = etree.tostring(child, encoding="unicode", with_tail=True)
        parts.append(_DECLARED.sub(r"\1", markup))
    return "".join(parts).strip()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _single(key: str | None, fields: Fields) -> Field:
    def bind(qualify: Qualify) -> Step:
        steps = bound(fields, qualify)

        def step(element: Element, into: Draft, said: list[Oddity]) -> None:
            draft = into if key is None else into.setdefault(key, {})
            for child in element:
                read = steps.get(child.tag)
                if read is not None:
                    read(child, draft, said)

        return step

    return bind
