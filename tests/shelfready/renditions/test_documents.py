"""The documents of a release, written from a plan and what the first wave made."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from shelfready.chaptering import chapterize
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.planning import plan
from shelfready.plans import Described, DescribedArtifact
from shelfready.renditions import RENDITIONS
from shelfready.rules._examples import METADATA, audio, audiobook, cover, digest, track
from shelfready.titles import AssetFacts, Metadata, SubmissionRef

SCHEMAS = Path(__file__).parents[4] / "shared/data/schemas/readium-webpub/schema"
SECOND = TIMELINE_RATE_HZ

FULL = METADATA.model_copy(
    update={
        "subtitle": "A novel",
        "publisher": "Harbour Press",
        "published_on": date(2026, 11, 22),
        "description": 'Rain & "wind", всегда.',
        "subjects": ("Sea stories",),
        "is_abridged": False,
        "language": "en-GB",
    }
)


def _described(
    *assets: AssetFacts, metadata: Metadata = FULL, title_id: str = "9789999900010", size_bytes: int = 1_600_000
) -> Described:
    assets = assets or (
        track("01 The Storm.mp3", audio(90, pcm_sha256=digest("1"))),
        track("02 The Calm.mp3", audio(110.5, pcm_sha256=digest("2"))),
        cover(),
    )
    facts = audiobook(*assets, metadata=metadata, title_id=title_id)
    ids = SubmissionRef(submission_id="s1", publisher="harbour-press", title_id=title_id)
    edges = {index: (digest("head"), digest("tail")) for index in range(len(facts.tracks))}
    made = plan(facts, chapterize(facts), ids, edges, "ffmpeg")
    audio_facts = {"size_bytes": size_bytes, "duration_ms": made.total_samples * 1000 // SECOND}
    artifacts = [
        {"path": "audiobook.m4b", "rendition": "m4b", "media_type": "audio/mp4", **audio_facts},
        {"path": "hls/aac-64/audio.mp4", "rendition": "hls-aac-64", "media_type": "audio/mp4", **audio_facts},
        {
            "path": "hls/aac-64/index.m3u8",
            "rendition": "hls-aac-64",
            "media_type": "application/vnd.apple.mpegurl",
            "size_bytes": 999,
        },
    ]
    artifacts += [
        {
            "path": f"cover-{side}.jpg",
            "rendition": f"cover-{side}",
            "media_type": "image/jpeg",
            "size_bytes": 9,
            "width_px": side,
            "height_px": side,
        }
        for side in (1600, 400)
        if facts.in_role(cover().asset.role)
    ]
    return Described(plan=made, artifacts=tuple(DescribedArtifact.model_validate(one) for one in artifacts))


def _written(rendition: str, described: Described) -> bytes:
    render = RENDITIONS[rendition].render
    assert render is not None
    return render(described)


def _manifest(described: Described) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(_written("readium-manifest", described))
    return manifest


def test_multivariant_playlist_names_the_rung_and_its_cost() -> None:
    """BANDWIDTH is above what was measured and what was asked of the encoder; the address is relative to itself."""
    playlist = _written("hls-master", _described()).decode()

    # 1,600,000 bytes in 200.5 s are 63,841 bits a second; the encoder was asked for 64,000.
    assert playlist == (
        "#EXTM3U\n"
        "#EXT-X-VERSION:7\n"
        "#EXT-X-INDEPENDENT-SEGMENTS\n"
        '#EXT-X-STREAM-INF:BANDWIDTH=70400,AVERAGE-BANDWIDTH=63841,CODECS="mp4a.40.2"\n'
        "aac-64/index.m3u8\n"
    )


def test_bandwidth_grows_with_what_was_measured() -> None:
    """An encoder that overshoots is told by its size."""
    playlist = _written("hls-master", _described(size_bytes=4_000_000)).decode()

    assert "BANDWIDTH=175562,AVERAGE-BANDWIDTH=159601," in playlist


def test_chapters_are_told_in_seconds() -> None:
    """In the shape that podcast players read."""
    assert json.loads(_written("chapters-json", _described())) == {
        "version": "1.2.0",
        "chapters": [
            {"startTime": 0.0, "endTime": 90.0, "title": "The Storm"},
            {"startTime": 90.0, "endTime": 200.5, "title": "The Calm"},
        ],
    }


def test_manifest_says_what_the_audiobook_profile_demands() -> None:
    """Conformance, a duration, and one audio resource without a fragment, with its own duration and bit rate."""
    manifest = _manifest(_described())

    (reading,) = manifest["readingOrder"]
    assert manifest["@context"] == "https://readium.org/webpub-manifest/context.jsonld"
    assert manifest["metadata"]["conformsTo"] == "https://readium.org/webpub-manifest/profiles/audiobook"
    assert manifest["metadata"]["duration"] == reading["duration"] == 200.5
    assert reading["type"] == "audio/mp4"
    assert "#" not in reading["href"]
    assert reading["bitrate"] == 63.8
    assert manifest["links"] == [{"rel": "self", "href": "manifest.json", "type": "application/audiobook+json"}]


def test_alternate_has_neither_title_nor_duration() -> None:
    """Section 4 of the profile forbids both, and asks for the type."""
    (reading,) = _manifest(_described())["readingOrder"]

    assert reading["alternate"] == [{"href": "hls/master.m3u8", "type": "application/vnd.apple.mpegurl"}]


def test_manifest_tells_all_metadata() -> None:
    """Readium's narrator, not W3C's readBy; the ISBN as a URN."""
    metadata = _manifest(_described())["metadata"]

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
    """By media fragments in seconds, from the one chapter table."""
    assert _manifest(_described())["toc"] == [
        {"href": "audiobook.m4b#t=0", "title": "The Storm"},
        {"href": "audiobook.m4b#t=90", "title": "The Calm"},
    ]


def test_covers_are_resources_with_their_sizes() -> None:
    """And there are no resources without a cover."""
    resources = _manifest(_described())["resources"]

    assert [(link["rel"], link["href"], link["width"], link["height"]) for link in resources] == [
        ("cover", "cover-1600.jpg", 1600, 1600),
        ("cover", "cover-400.jpg", 400, 400),
    ]
    assert "resources" not in _manifest(_described(track()))


def test_unknown_is_left_out() -> None:
    """No empty fields, no language that is none; the title falls back to the id, which every manifest must have."""
    manifest = _manifest(_described(metadata=Metadata(language="English"), title_id="harbour-42"))

    assert set(manifest["metadata"]) == {"@type", "conformsTo", "identifier", "title", "duration"}
    assert manifest["metadata"]["identifier"] == "urn:shelfready:harbour-press:harbour-42"
    assert manifest["metadata"]["title"] == "harbour-42"


def test_documents_do_not_tell_which_submission_made_them() -> None:
    """The same title, sent again, gives the same bytes."""
    described = _described()
    again = described.model_copy(update={"plan": described.plan.model_copy(update={"submission_id": "s2"})})

    for name in ("hls-master", "chapters-json", "readium-manifest"):
        assert _written(name, described) == _written(name, again)


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="Readium's JSON schemas are not beside the checkout")
@pytest.mark.parametrize(
    "described",
    [
        _described(),
        _described(track()),
        _described(metadata=Metadata(language="English"), title_id="harbour-42"),
        _described(metadata=Metadata(title="T", authors=("A", "B"), language="zh-Hant-TW", is_abridged=True)),
    ],
    ids=["full", "no-cover", "bare", "traditional-chinese"],
)
def test_manifest_is_valid_by_readiums_schemas(described: Described) -> None:
    """The specification's own schemas find nothing."""
    faults = [f"{error.json_path}: {error.message}" for error in _validator().iter_errors(_manifest(described))]

    assert faults == []


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="Readium's JSON schemas are not beside the checkout")
def test_schemas_are_really_applied() -> None:
    """A wrong manifest is found, deep within as well."""
    manifest = _manifest(_described())
    manifest["readingOrder"][0]["duration"] = 0
    manifest["metadata"]["language"] = "English language"
    del manifest["resources"][0]["type"]

    paths = {error.json_path for error in _validator().iter_errors(manifest)}

    assert {"$.readingOrder[0].duration", "$.metadata.language", "$.resources[0]"} <= paths


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
