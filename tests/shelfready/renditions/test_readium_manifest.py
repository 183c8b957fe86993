"""The Readium manifest, held against the specification's own schemas."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from shelfready.plans import Described
from shelfready.rules._examples import audio, track
from shelfready.titles import Metadata
from tests.shelfready.renditions.titles import HOSTILE, described, hostile, table, written

SCHEMAS = Path(__file__).parents[4] / "shared/data/schemas/readium-webpub/schema"


def _manifest(of: Described) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(written("readium-manifest", of))
    return manifest


def test_manifest_says_what_the_audiobook_profile_demands() -> None:
    """Conformance, a duration, and one audio resource without a fragment, with its own duration and bit rate."""
    manifest = _manifest(described())

    (reading,) = manifest["readingOrder"]
    assert manifest["@context"] == "https://readium.org/webpub-manifest/context.jsonld"
    assert manifest["metadata"]["conformsTo"] == "https://readium.org/webpub-manifest/profiles/audiobook"
    assert manifest["metadata"]["duration"] == reading["duration"] == 200.5
    assert reading["type"] == "audio/mp4"
    assert "#" not in reading["href"]
    assert reading["bitrate"] == 63.8


def test_manifest_leads_to_itself_and_to_the_sample() -> None:
    """The sample with its own length; and nothing where there is none."""
    itself = {"rel": "self", "href": "manifest.json", "type": "application/audiobook+json"}
    sample = {"rel": "preview", "href": "sample.m4a", "type": "audio/mp4", "duration": 200.5}

    assert _manifest(described())["links"] == [itself, sample]
    assert _manifest(described(table(("One", 5, 1))))["links"] == [itself]


def test_alternates_have_neither_title_nor_duration() -> None:
    """Section 4 of the profile forbids both, and asks for the type."""
    (reading,) = _manifest(described())["readingOrder"]

    assert reading["alternate"] == [
        {"href": "hls/master.m3u8", "type": "application/vnd.apple.mpegurl"},
        {"href": "manifest.mpd", "type": "application/dash+xml"},
    ]


def test_manifest_tells_all_metadata() -> None:
    """Readium's narrator, not W3C's readBy; the ISBN as a URN."""
    metadata = _manifest(described())["metadata"]

    assert metadata == {
        "@type": "http://schema.org/Audiobook",
        "conformsTo": "https://readium.org/webpub-manifest/profiles/audiobook",
        "identifier": "urn:isbn:9789999900010",
        "title": "The Lighthouse",
        "subtitle": "A novel",
        "author": ["Ada Brook"],
        "narrator": ["Tom Hill"],
        "language": "en-GB",
        "publisher": "Harbour Press",
        "published": "2026-11-22",
        "description": 'Rain & "wind", всегда.',
        "abridged": False,
        "subject": ["Sea stories"],
        "duration": 200.5,
    }


def test_table_of_contents_points_into_the_book() -> None:
    """By media fragments in seconds, from the one chapter table; chapters lie within their part."""
    parts = table(("Part 1", 2, 1), ("One", 88, 2), ("Two", 10.25, 2), ("Part 2", 100, 1))

    assert _manifest(described(parts))["toc"] == [
        {
            "href": "audiobook.m4b#t=0",
            "title": "Part 1",
            "children": [
                {"href": "audiobook.m4b#t=2", "title": "One"},
                {"href": "audiobook.m4b#t=90", "title": "Two"},
            ],
        },
        {"href": "audiobook.m4b#t=100.25", "title": "Part 2"},
    ]


def test_resources_are_the_covers_and_the_waveform() -> None:
    """Covers with their sizes; the waveform's picture is none of them."""
    manifest = _manifest(described())

    assert [(link.get("rel"), link["href"], link.get("width")) for link in manifest["resources"]] == [
        ("cover", "cover-1600.jpg", 1600),
        ("cover", "cover-400.jpg", 400),
        (None, "waveform.json", None),
    ]


def test_unknown_is_left_out() -> None:
    """No empty fields, no language that is none; the title falls back to the id, which every manifest must have."""
    manifest = _manifest(described(metadata=Metadata(language="English"), title_id="harbour-42"))

    assert set(manifest["metadata"]) == {"@type", "conformsTo", "identifier", "title", "duration"}
    assert manifest["metadata"]["identifier"] == "urn:shelfready:harbour-press:harbour-42"
    assert manifest["metadata"]["title"] == "harbour-42"


def test_hostile_text_is_told_as_it_is() -> None:
    """JSON holds anything; what shows it must escape it."""
    manifest = _manifest(hostile())

    assert manifest["metadata"]["narrator"] == list(HOSTILE)
    assert "language" not in manifest["metadata"]
    assert {entry["href"].partition("#")[0] for entry in manifest["toc"]} == {"audiobook.m4b"}


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="Readium's JSON schemas are not beside the checkout")
@pytest.mark.parametrize(
    "title",
    [
        described(),
        described(None),
        described(table(("Part 1", 2, 1), ("One", 88, 2), ("Deeper", 10, 3), ("Part 2", 100, 1))),
        described(table(("One", 200, 1)), track("book.mp3", audio(200))),
        described(metadata=Metadata(language="English"), title_id="harbour-42"),
        described(metadata=Metadata(title="T", authors=("A", "B"), language="zh-Hant-TW", is_abridged=True)),
        hostile(),
    ],
    ids=["full", "no-chapters", "nested", "no-cover", "bare", "traditional-chinese", "hostile"],
)
def test_manifest_is_valid_by_readiums_schemas(title: Described) -> None:
    """The specification's own schemas find nothing."""
    faults = [f"{error.json_path}: {error.message}" for error in _validator().iter_errors(_manifest(title))]

    assert faults == []


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="Readium's JSON schemas are not beside the checkout")
def test_schemas_are_really_applied() -> None:
    """A wrong manifest is found, deep within as well."""
    manifest = _manifest(described(table(("Part", 2, 1), ("One", 88, 2))))
    manifest["readingOrder"][0]["duration"] = 0
    manifest["metadata"]["language"] = "English language"
    del manifest["resources"][0]["type"]
    del manifest["toc"][0]["children"][0]["href"]

    paths = {error.json_path for error in _validator().iter_errors(manifest)}

    assert {"$.readingOrder[0].duration", "$.metadata.language", "$.resources[0]"} <= paths
    assert any(path.startswith("$.toc[0]") for path in paths)


def _validator() -> Draft7Validator:
    """Readium's schemas, resolved among themselves; what they take from OPDS is not there and holds anything."""
    documents = {}
    for path in SCHEMAS.rglob("*.json"):
        # ECMA's named groups, as Python's regular expressions have them.
        schema = json.loads(re.sub(r"\(\?<(?=[A-Za-z])", "(?P<", path.read_text(encoding="utf-8")))
        documents[schema["$id"]] = schema
    documents["https://drafts.opds.io/schema/properties.schema.json"] = {}
    registry: Registry[Any] = Registry().with_resources(
        (name, Resource.from_contents(schema, default_specification=DRAFT7)) for name, schema in documents.items()
    )
    publication = documents["https://readium.org/webpub-manifest/schema/publication.schema.json"]
    return Draft7Validator(publication, registry=registry, format_checker=Draft7Validator.FORMAT_CHECKER)
