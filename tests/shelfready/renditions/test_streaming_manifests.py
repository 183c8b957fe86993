"""The two manifests that players start from, and the chapters that are told to them."""

import json
import re
from pathlib import PurePosixPath

import pytest
from lxml import etree

from shelfready.errors import DefectError
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.plans import Described
from shelfready.playlists import DASH, referenced
from shelfready.rules._examples import METADATA
from tests.shelfready.renditions.titles import HOSTILE, described, hostile, table, written

NAMESPACE = {"d": "urn:mpeg:dash:schema:mpd:2011"}


def test_multivariant_playlist_names_the_rungs_and_what_they_cost() -> None:
    """First the one to start with, then what else every player has, then Opus; addresses relative to itself."""
    assert written("hls-master", described()).decode() == (
        "#EXTM3U\n"
        "#EXT-X-VERSION:7\n"
        "#EXT-X-INDEPENDENT-SEGMENTS\n"
        '#EXT-X-SESSION-DATA:DATA-ID="com.apple.hls.chapters",URI="chapters.json"\n'
        '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac-lc-mono",NAME="Book",LANGUAGE="en-GB",DEFAULT=YES,AUTOSELECT=YES,'
        'CHANNELS="1"\n'
        '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="opus-mono",NAME="Book",LANGUAGE="en-GB",DEFAULT=YES,AUTOSELECT=YES,'
        'CHANNELS="1"\n'
        '#EXT-X-STREAM-INF:BANDWIDTH=64900,AVERAGE-BANDWIDTH=63900,CODECS="mp4a.40.2",AUDIO="aac-lc-mono"\n'
        "aac-64/index.m3u8\n"
        '#EXT-X-STREAM-INF:BANDWIDTH=32900,AVERAGE-BANDWIDTH=31900,CODECS="mp4a.40.2",AUDIO="aac-lc-mono"\n'
        "aac-32/index.m3u8\n"
        '#EXT-X-STREAM-INF:BANDWIDTH=128900,AVERAGE-BANDWIDTH=127900,CODECS="mp4a.40.2",AUDIO="aac-lc-mono"\n'
        "aac-128/index.m3u8\n"
        '#EXT-X-STREAM-INF:BANDWIDTH=32900,AVERAGE-BANDWIDTH=31900,CODECS="opus",AUDIO="opus-mono"\n'
        "opus-32/index.m3u8\n"
    )


def test_a_stereo_rung_is_a_group_of_its_own() -> None:
    """A player knows before it opens the rung that two channels come."""
    playlist = written("hls-master", described(channels=2)).decode()

    assert re.findall(r'GROUP-ID="([^"]+)".*CHANNELS="(\d)"', playlist) == [
        ("aac-lc-mono", "1"),
        ("aac-lc-stereo", "2"),
        ("opus-mono", "1"),
    ]
    assert re.findall(r'AUDIO="([^"]+)"\n(\S+)/index', playlist) == [
        ("aac-lc-mono", "aac-64"),
        ("aac-lc-mono", "aac-32"),
        ("aac-lc-stereo", "aac-128"),
        ("opus-mono", "opus-32"),
    ]


def _mpd(of: Described) -> etree._Element:
    return etree.fromstring(written("dash", of), etree.XMLParser(resolve_entities=False))


def test_dash_names_the_same_files_by_their_indexes() -> None:
    """One set for each codec, from the least rung to the most; the whole book in one period."""
    mpd = _mpd(described())

    assert (mpd.get("type"), mpd.get("mediaPresentationDuration"), mpd.get("minBufferTime")) == (
        "static",
        "PT200.500S",
        "PT6S",
    )
    assert mpd.get("profiles") == "urn:mpeg:dash:profile:isoff-on-demand:2011"
    sets = mpd.findall("d:Period/d:AdaptationSet", NAMESPACE)
    assert [(one.get("lang"), one.get("mimeType"), one.get("selectionPriority")) for one in sets] == [
        ("en-GB", "audio/mp4", "2"),
        ("en-GB", "audio/mp4", "1"),
    ]
    shown = [
        (
            one.findtext("d:BaseURL", namespaces=NAMESPACE),
            one.get("codecs"),
            one.get("bandwidth"),
            one.get("audioSamplingRate"),
        )
        for one in mpd.iterfind(".//d:Representation", NAMESPACE)
    ]
    assert shown == [
        ("hls/aac-32/audio.mp4", "mp4a.40.2", "32900", "44100"),
        ("hls/aac-64/audio.mp4", "mp4a.40.2", "64900", "44100"),
        ("hls/aac-128/audio.mp4", "mp4a.40.2", "128900", "44100"),
        ("hls/opus-32/audio.mp4", "opus", "32900", "48000"),
    ]
    for base in mpd.iterfind(".//d:SegmentBase", NAMESPACE):
        initialization = base.find("d:Initialization", NAMESPACE)
        assert initialization is not None
        assert (base.get("indexRange"), initialization.get("range")) == ("800-1200", "0-799")


def test_dash_tells_how_many_channels_a_rung_has() -> None:
    """Each rung its own."""
    channels = _mpd(described(channels=2)).iterfind(".//d:AudioChannelConfiguration", NAMESPACE)

    assert [one.get("value") for one in channels] == ["1", "1", "2", "1"]


def test_dash_ids_differ() -> None:
    """A player asks for a representation by its id."""
    ids = [one.get("id") for one in _mpd(described()).iterfind(".//d:Representation", NAMESPACE)]

    assert len(set(ids)) == len(ids) == 4


@pytest.mark.parametrize("language", [None, "English", 'en"', "en\n#EXT-X-ENDLIST"])
def test_what_is_no_language_is_not_told(language: str | None) -> None:
    """An attribute cannot be broken out of by the one word of a publisher's that stands in one."""
    title = described(metadata=METADATA.model_copy(update={"language": language}))

    assert "LANGUAGE" not in written("hls-master", title).decode()
    assert "lang" not in written("dash", title).decode()


def test_manifests_name_only_what_was_made() -> None:
    """Every address of either is that of a rung's file, or of the chapters."""
    title = described()
    made = {artifact.path for artifact in title.artifacts} | {make.path for make in title.plan.makes}

    master = referenced(written("hls-master", title).decode(), "hls/master.m3u8")
    manifest = referenced(written("dash", title).decode(), "manifest.mpd", DASH)

    assert master == {f"hls/{rung}/index.m3u8" for rung in ("aac-32", "aac-64", "aac-128", "opus-32")} | {
        "hls/chapters.json"
    }
    assert manifest == {str(PurePosixPath(path).parent / "audio.mp4") for path in master if path.endswith("m3u8")}
    assert master | manifest <= made


@pytest.mark.parametrize("missing", ["head", "index", "peak_bps", "average_bps"])
@pytest.mark.parametrize("rendition", ["hls-master", "dash"])
def test_a_rung_of_which_nothing_is_known_is_our_mistake(rendition: str, missing: str) -> None:
    """Guessed byte ranges would play noise."""
    title = described()
    artifacts = tuple(artifact.model_copy(update={missing: None}) for artifact in title.artifacts)

    with pytest.raises(DefectError) as caught:
        written(rendition, title.model_copy(update={"artifacts": artifacts}))

    assert caught.value.cause_code == "rung-not-described"


def test_chapters_are_told_in_seconds() -> None:
    """In the shape that podcast players read."""
    assert json.loads(written("chapters-json", described())) == {
        "version": "1.2.0",
        "chapters": [
            {"startTime": 0.0, "endTime": 90.0, "title": "The Storm"},
            {"startTime": 90.0, "endTime": 200.5, "title": "The Calm"},
        ],
    }


def test_chapters_are_told_as_apple_reads_them() -> None:
    """With the language of their titles."""
    assert json.loads(written("hls-chapters", described())) == [
        {
            "chapter": 1,
            "start-time": 0.0,
            "duration": 90.0,
            "titles": [{"language": "en-GB", "title": "The Storm"}],
        },
        {
            "chapter": 2,
            "start-time": 90.0,
            "duration": 110.5,
            "titles": [{"language": "en-GB", "title": "The Calm"}],
        },
    ]


def test_an_unknown_language_is_said_to_be_undetermined() -> None:
    """Apple's players want a tag."""
    chapters = json.loads(written("hls-chapters", described(metadata=METADATA.model_copy(update={"language": None}))))

    assert {title["language"] for chapter in chapters for title in chapter["titles"]} == {"und"}


def test_hostile_text_stays_where_it_belongs() -> None:
    """The streaming manifests are the same lines and elements as of a well-meant title; the chapters tell it whole."""
    title = hostile()
    meant = described(title.plan.chapters, metadata=METADATA.model_copy(update={"language": None}))

    assert written("hls-master", title) == written("hls-master", meant)
    assert written("dash", title) == written("dash", meant)
    for name in ("chapters-json", "hls-chapters"):
        told = json.loads(written(name, title))
        chapters = told["chapters"] if name == "chapters-json" else told
        titles = [one.get("title") or one["titles"][0]["title"] for one in chapters]
        assert titles == list(HOSTILE)


@pytest.mark.parametrize("rendition", ["hls-master", "hls-chapters", "dash", "chapters-json"])
def test_documents_do_not_tell_which_submission_made_them(rendition: str) -> None:
    """The same title, sent again, gives the same bytes."""
    title = described()
    again = title.model_copy(update={"plan": title.plan.model_copy(update={"submission_id": "s2"})})

    assert written(rendition, title) == written(rendition, again)


def test_no_time_drifts_over_a_long_book() -> None:
    """Chapters of an odd number of samples: every start is within half a millisecond of its own."""
    length = 1_234_567 / TIMELINE_RATE_HZ
    title = described(table(*((f"{number}", length, 1) for number in range(300))))

    starts = [one["start-time"] for one in json.loads(written("hls-chapters", title))]

    assert title.plan.chapters is not None
    expected = [chapter.start_sample / TIMELINE_RATE_HZ for chapter in title.plan.chapters.chapters]
    assert max(abs(found - true) for found, true in zip(starts, expected, strict=True)) <= 0.0005
