"""What the schema says against a document, in words for people; and its order mended where that is all."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from threading import Lock
from typing import Any

from lxml import etree

from shelfready.metadata_facts import Oddity, SchemaFault, Trouble
from shelfready.onix import schemas
from shelfready.onix.fields import Element

_MOST = 100  # faults of one record; nobody reads more, and what has as many is not mended
_ROUNDS = 3  # of mending: what stands in a wrong place may hide another
_LONGEST = 300
_QUOTED_NAME = re.compile(r"\{[^}]*\}")
_VALUE = re.compile(r"The value '(.*?)' is not an element of the set", re.DOTALL)
_EXPECTED = re.compile(r"Expected is (?:one of )?\( ?(.*?) ?\)\.?$", re.DOTALL)
# Lists of other standards, which do not grow with ONIX: languages, countries, currencies.
_OF_OTHERS = frozenset({"List74", "List91", "List96"})
_CODE = etree.ErrorTypes.SCHEMAV_CVC_ENUMERATION_VALID
_PATTERN = etree.ErrorTypes.SCHEMAV_CVC_PATTERN_VALID
_MISPLACED = etree.ErrorTypes.SCHEMAV_ELEMENT_CONTENT
_LOCK = Lock()  # a compiled schema keeps its last log, and may be asked from several threads


@dataclass(frozen=True)
class Fault:
    """A fault, and whether it is of the message rather than of the record."""

    line: int
    path: str
    message: str
    is_newer_code: bool
    is_of_message: bool

    def moved(self, offset: int) -> SchemaFault:
        """The fault as it is reported, at its line in the file."""
        return SchemaFault(
            message=self.message, line=self.line + offset, path=self.path, is_newer_code=self.is_newer_code
        )


def faults_of(root: Element, release: str, style: str) -> tuple[list[Fault], list[Oddity]]:
    """What the schema says against a message of one record, and what of it was mended: order, and broken lines."""
    met = _met(root, release, style)
    said: list[Oddity] = []
    for _ in range(_ROUNDS):
        if not 0 < len(met) < _MOST:
            break
        mended = [*_mend_order(root, met, release, style), *_mend_space(root, met, release, style)]
        if not mended:
            break
        said += mended
        met = _met(root, release, style)
    return list(_told(root, met, release, style)), said


@dataclass(frozen=True)
class _Met:
    """An entry of the schema's log, and the element that it is about."""

    type: int
    line: int
    message: str
    element: Element

    @property
    def is_misplaced(self) -> bool:
        return bool(self.type == _MISPLACED)

    @property
    def is_of_pattern(self) -> bool:
        return bool(self.type == _PATTERN)


def _met(root: Element, release: str, style: str) -> list[_Met]:
    schema = schemas.validator(release, style)
    with _LOCK:
        log = [] if schema.validate(root) else list(islice(schema.error_log, _MOST))
    tree = root.getroottree()
    namespaces = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    return [_Met(entry.type, entry.line, entry.message, _element(tree, entry.path, namespaces)) for entry in log]


def _element(tree: Any, path: str | None, namespaces: dict[str, str]) -> Element:
    try:
        found = tree.xpath(path, namespaces=namespaces) if path else []
    except etree.XPathError:
        found = []
    return found[0] if found else tree.getroot()


def _told(root: Element, met: list[_Met], release: str, style: str) -> Iterator[Fault]:
    names, lists = schemas.reference_names(release, style), schemas.code_list_of(release, style)
    seen: set[Element] = set()
    path_of = _Paths()
    for each in met:
        element = each.element
        if each.type == _CODE:
            seen.add(element)
        elif element in seen:
            continue  # libxml2 says of a wrong code, after the list, that it is of no valid type either
        local = etree.QName(element).localname
        code = _VALUE.search(each.message) if each.type == _CODE else None
        listed = lists.get(local)
        name = names.get(local, local)
        shown = name if name == local else f"{name} ({local})"
        yield Fault(
            line=each.line,
            path=path_of(element),
            message=_message(shown, each.message, code[1] if code else None, listed),
            is_newer_code=code is not None and listed is not None and _is_newer(code[1], listed),
            is_of_message=element is root or (element.getparent() is root and each.is_misplaced),
        )


def _message(name: str, message: str, code: str | None, listed: str | None) -> str:
    if code is not None and listed is not None:
        return f"{name} is {code[:60]!r}, which code list {listed.removeprefix('List')} does not have"
    if code is not None:
        return f"{name} has {code[:60]!r}, which is not one of its codes"
    text = " ".join(_QUOTED_NAME.sub("", message).split())
    said = re.sub(
        r"^Element '[^']*'(?:, attribute '([^']*)')?: ", lambda m: f"attribute {m[1]}: " if m[1] else "", text
    )
    expected = _EXPECTED.search(said)
    if expected:
        choices = expected[1].split(", ")
        more = ", ..." if len(choices) > 8 else ""
        said = said[: expected.start()] + "Expected: " + ", ".join(choices[:8]) + more
    return f"{name}: {said}"[:_LONGEST]


def _is_newer(code: str, listed: str) -> bool:
    """Whether the code may well be of an issue after the schema's, because the list has codes that look like it."""
    known = schemas.newest_codes().get(listed, frozenset())
    return listed not in _OF_OTHERS and (code in known or _shape(code) in _shapes(listed))


@cache
def _shapes(listed: str) -> frozenset[str]:
    return frozenset(_shape(code) for code in schemas.newest_codes().get(listed, frozenset()))


def _shape(code: str) -> str:
    return re.sub(r"[a-z]", "a", re.sub(r"[A-Z]", "A", re.sub(r"[0-9]", "9", code)))


def _mend_order(root: Element, met: list[_Met], release: str, style: str) -> list[Oddity]:
    """Put the children of composites in their order, where that is what the schema asks for and is enough."""
    order = schemas.order(release, style)
    before: dict[Element, list[Element]] = {}
    for parent in dict.fromkeys(each.element.getparent() for each in met if each.is_misplaced):
        places = {name: place for place, name in enumerate(order.get(_local(parent), ()))} if parent is not None else {}
        children = list(parent) if places and parent is not root else []
        after = sorted(children, key=lambda child: places.get(_local(child), -1))
        if after != children and all(_local(child) in places for child in children):
            before[parent] = children
            parent[:] = after
    still = {each.element.getparent() for each in _met(root, release, style) if each.is_misplaced} if before else set()
    for parent in before.keys() & still:
        parent[:] = before[parent]
    return [_reordered(parent, children) for parent, children in before.items() if parent not in still]


def _mend_space(root: Element, met: list[_Met], release: str, style: str) -> list[Oddity]:
    """Put texts on one line that an editor has broken, where the schema wants one line and nothing else is wrong."""
    broken = {
        each.element: each.element.text
        for each in met
        if each.is_of_pattern and not len(each.element) and "\n" in (each.element.text or "")
    }
    for element, text in broken.items():
        element.text = " ".join(text.split())
    still = {each.element for each in _met(root, release, style) if each.is_of_pattern} if broken else set()
    for element in broken.keys() & still:
        element.text = broken[element]
    return [_joined(element, text) for element, text in broken.items() if element not in still]


def _joined(element: Element, before: str) -> Oddity:
    return Oddity(
        trouble=Trouble.REWRITTEN,
        message=f"the text of {etree.QName(element).localname} goes over several lines; it was read as one",
        is_repaired=True,
        line=element.sourceline,
        before=before[:_LONGEST],
        after=element.text[:_LONGEST],
    )


def _reordered(parent: Element, before: list[Element]) -> Oddity:
    return Oddity(
        trouble=Trouble.REWRITTEN,
        message=f"the elements of {_local(parent)} stand in another order than ONIX has; they were read all the same",
        is_repaired=True,
        line=parent.sourceline,
        before=", ".join(_local(child) for child in before)[:_LONGEST],
        after=", ".join(_local(child) for child in parent)[:_LONGEST],
    )


class _Paths:
    """Where elements stand, in names; what was counted of a parent's children is kept for the next."""

    def __init__(self) -> None:
        self._places: dict[Element, dict[Element, str]] = {}

    def __call__(self, element: Element) -> str:
        steps: list[str] = []
        while (parent := element.getparent()) is not None:
            steps.append(_local(element) + self._among(parent)[element])
            element = parent
        return "/".join(reversed(steps))

    def _among(self, parent: Element) -> dict[Element, str]:
        if parent not in self._places:
            counts = Counter(child.tag for child in parent)
            seen: Counter[str] = Counter()
            places = {}
            for child in parent:
                seen[child.tag] += 1
                places[child] = f"[{seen[child.tag]}]" if counts[child.tag] > 1 else ""
            self._places[parent] = places
        return self._places[parent]


def _local(element: Element) -> str:
    return str(etree.QName(element).localname)
