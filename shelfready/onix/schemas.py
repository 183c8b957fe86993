"""The schemas of ONIX, as the `onixcheck` wheel ships them: read at run time, never copied.

EDItEUR's terms forbid to ship extracts of schemas and code lists; so even the short tags' names are looked up here.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import as_file, files
from typing import Any

from lxml import etree

_XS = "{http://www.w3.org/2001/XMLSchema}"
_FILES = {
    "2.1": "schema/xsd2.1/ONIX_BookProduct_Release2.1_{}.xsd",
    "3.0": "schema/xsd3.0/ONIX_BookProduct_3.0_{}.xsd",
    "3.1": "schema/xsd3.1/ONIX_BookProduct_3.1_{}.xsd",
}
_NEWEST_CODES = "schema/xsd3.1/ONIX_BookProduct_CodeLists.xsd"


@cache
def validator(release: str, style: str) -> Any:
    """The compiled schema of a release and style; compiling takes some tenths of a second and is done once."""
    with as_file(files("onixcheck").joinpath(_FILES[release].format(style))) as path:
        return etree.XMLSchema(file=str(path))


@cache
def tags(release: str, style: str) -> Mapping[str, str]:
    """The tag of each element by its reference name, in a release and style."""
    named = {}
    for element in _document(_FILES[release].format(style)).iterfind(f"{_XS}element"):
        reference = next((a for a in element.iter(f"{_XS}attribute") if a.get("name") == "refname"), None)
        if reference is not None:
            value = reference.get("fixed") or next(e.get("value") for e in reference.iter(f"{_XS}enumeration"))
            named[value] = element.get("name")
    return named


@cache
def reference_names(release: str, style: str) -> Mapping[str, str]:
    """The reference name of each element by its tag."""
    return {tag: name for name, tag in tags(release, style).items()}


@cache
def order(release: str, style: str) -> Mapping[str, tuple[str, ...]]:
    """In which order the children of each composite stand, by its tag."""
    schema = _document(_FILES[release].format(style))
    groups = {group.get("name"): group for group in schema.iterfind(f"{_XS}group")}
    return {
        element.get("name"): tuple(dict.fromkeys(_children(element, groups)))
        for element in schema.iterfind(f"{_XS}element")
    }


@cache
def code_list_of(release: str, style: str) -> Mapping[str, str]:
    """The code list of each element that holds a single code (`List150`), by its tag."""
    found = {}
    for element in _document(_FILES[release].format(style)).iterfind(f"{_XS}element"):
        for extension in element.iter(f"{_XS}extension"):
            if (extension.get("base") or "").startswith("List"):
                found[element.get("name")] = extension.get("base")
    return found


@cache
def newest_codes() -> Mapping[str, frozenset[str]]:
    """The codes of every list, of the newest issue there is."""
    return {
        simple.get("name"): frozenset(code.get("value") for code in simple.iter(f"{_XS}enumeration"))
        for simple in _document(_NEWEST_CODES).iterfind(f"{_XS}simpleType")
    }


def _document(name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(files("onixcheck").joinpath(name).read_bytes(), parser)


def _children(node: Any, groups: Mapping[str, Any]) -> Iterator[str]:
    for child in node.iterchildren(tag=etree.Element):
        kind = child.tag.removeprefix(_XS)
        if kind == "element":
            yield child.get("ref") or child.get("name")
        elif kind == "group":
            yield from _children(groups[child.get("ref")], groups)
        elif kind not in ("attribute", "attributeGroup", "annotation"):
            yield from _children(child, groups)
