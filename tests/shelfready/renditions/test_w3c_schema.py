"""The W3C's manifest, held against the W3C's own schema, which is held against the W3C's own test manifests."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from shelfready.plans import Described
from shelfready.titles import Metadata
from tests.shelfready.renditions.titles import described, hostile, table, written

SCHEMAS = Path(__file__).parents[4] / "shared/data/schemas"
ONE_FILE = described(table(("All of it", 200, 1)))
NESTED = table(("Part 1", 2, 1), ("One", 88, 2), ("Two", 10.25, 2), ("Part 2", 100, 1))

needs_schemas = pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the W3C's schemas are not beside the checkout")


def _manifest(of: Described) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(written("w3c-publication", of))
    return manifest


def _faults(manifest: dict[str, Any]) -> list[str]:
    """What the W3C's schema finds, and what it leaves to a processor: durations, audio only, contents, a cover."""
    faults = [f"{error.json_path}: {error.message}" for error in _validator().iter_errors(manifest)]
    parts = manifest["readingOrder"]
    resources = manifest.get("resources", [])
    if not all(str(part.get("encodingFormat", "audio/")).startswith("audio/") for part in parts):
        faults.append("readingOrder: not audio")
    if manifest.get("duration") is None or any("duration" not in part for part in parts):
        faults.append("duration: missing")
    elif sum(map(_seconds, parts)) != pytest.approx(_seconds(manifest), abs=0.0005):
        faults.append("duration: not the sum")
    relations = " ".join(str(one.get("rel", "")).lower() for one in resources)
    return faults + [f"resources: no {needed}" for needed in ("contents", "cover") if needed not in relations]


def _seconds(stated: dict[str, Any]) -> float:
    return float(str(stated["duration"]).removeprefix("PT").removesuffix("S"))


@needs_schemas
@pytest.mark.parametrize(
    "title",
    [
        described(),
        described(None),
        described(NESTED),
        ONE_FILE,
        described(metadata=Metadata(language="English"), title_id="harbour-42"),
        described(metadata=Metadata(title="T", authors=("A", "A", "B"), language="zh-Hant-TW", is_abridged=True)),
        hostile(),
    ],
    ids=["full", "no-chapters", "nested", "one-file", "bare", "an-author-twice", "hostile"],
)
def test_manifest_is_valid_by_the_w3cs_schema(title: Described) -> None:
    """Nothing is found."""
    assert _faults(_manifest(title)) == []


@needs_schemas
@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("a5.01", set()),
        ("a5.02", set()),
        ("a5.5.02", {"duration: not the sum"}),
        ("a5.5.03", {"duration: missing"}),
        ("a5.6.02", {"readingOrder: not audio"}),
        ("a5.7.01", {"resources: no cover"}),
    ],
)
def test_the_validation_is_the_w3cs(test: str, expected: set[str]) -> None:
    """Of the W3C's own test manifests it finds right what is meant to be right, and what is meant to be wrong."""
    folder = SCHEMAS / "w3c-manifest-tests/audiobooks/manifest_processing/tests"
    manifest = json.loads((folder / f"{test}.jsonld").read_text(encoding="utf-8"))

    assert set(_faults(manifest)) >= expected
    if not expected:
        assert [fault for fault in _faults(manifest) if "missing" not in fault and "resources" not in fault] == []


@needs_schemas
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("@context", ["https://www.w3.org/ns/pub-context", "https://schema.org"]),
        ("conformsTo", "https://www.w3.org/TR/audiobook/"),
        ("type", "Book"),
        ("name", 5),
        ("author", ["A", "A"]),
        ("inLanguage", "English language"),
        ("duration", "200 s"),
        ("datePublished", "22 November"),
        ("readingOrder", [{"name": "without an address"}]),
    ],
)
def test_the_schema_is_really_applied(field: str, value: object) -> None:
    """One wrong field is found where it is."""
    manifest = _manifest(described()) | {field: value}

    found = [error.json_path for error in _validator().iter_errors(manifest)]

    assert any(path.startswith(f"$.{field}") or field in path for path in found)


def _validator() -> Draft7Validator:
    """The Audiobooks schema.

    The modules that it takes from Publication Manifest are not beside it; these say as much, of what our manifests
    hold, as its sections 4 and 5 do.
    """
    schema = json.loads((SCHEMAS / "w3c-audiobooks/schema/audiobooks.schema.json").read_text(encoding="utf-8"))
    module = "https://www.w3.org/ns/pub-schema/manifest/module/{}.schema.json".format
    strings = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    names = {"anyOf": [{"type": ["string", "object"]}, {"type": "array", "uniqueItems": True}]}
    duration = {"type": "string", "pattern": r"^PT\d+(\.\d+)?S$"}
    language = {"type": "string", "pattern": r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"}
    link = {
        "type": "object",
        "required": ["url"],
        "properties": {"url": {"type": "string", "format": "uri-reference"}, "duration": {"type": "string"}},
    }
    modules: dict[str, object] = {
        "context": {
            "items": [{"const": "https://schema.org"}, {"const": "https://www.w3.org/ns/pub-context"}],
            "additionalItems": {"type": "object", "properties": {"language": language}, "required": ["language"]},
        },
        "strings": strings,
        "item-lists": {"type": "array", "items": {"required": ["type", "itemListElement"]}},
        "localizable": {"type": ["string", "object", "array"]},
        "contributor": names,
        "urls": strings,
        "duration": duration,
        "language": {"anyOf": [language, {"type": "array", "items": language}]},
        "date": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d"},
        "resource.categorization": {
            "anyOf": [link, {"type": "array", "uniqueItems": True, "items": {"anyOf": [{"type": "string"}, link]}}]
        },
    }
    registry: Registry[Any] = Registry().with_resources(
        (module(name), Resource.from_contents(content, default_specification=DRAFT7))
        for name, content in modules.items()
    )
    return Draft7Validator(schema, registry=registry, format_checker=Draft7Validator.FORMAT_CHECKER)
