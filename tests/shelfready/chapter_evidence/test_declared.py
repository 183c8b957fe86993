"""What a publisher declares of chapters: in a manifest, and in ONIX."""

import pytest

from shelfready.chapter_evidence.declared import from_manifest, from_record
from shelfready.chapters import Evidence
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.metadata_facts import Dialect, MetadataFacts
from shelfready.records import Content, ContentChapter, Record
from shelfready.rules._examples import audio, audiobook, track
from shelfready.timeline import track_starts
from shelfready.titles import DeclaredChapter, TitleFacts

SECOND = TIMELINE_RATE_HZ


def _title(*chapters: ContentChapter, declared: tuple[DeclaredChapter, ...] = ()) -> TitleFacts:
    """Two tracks of 100 and 50 seconds."""
    record = Record(content=Content(chapters=chapters)) if chapters else None
    described = MetadataFacts(dialect=Dialect.ONIX, record=record)
    tracks = (track("a.mp3", audio(100)), track("b.mp3", audio(50)))
    return audiobook(*tracks, described=described, declared_chapters=declared)


def _told(title: TitleFacts, nearby: tuple[int, ...] = ()) -> list[tuple[str | None, float, int, int]] | None:
    places = track_starts(title)
    found = from_manifest(title, places) or from_record(title, places, nearby)
    return None if found is None else [(one.title, one.sample / SECOND, one.track, one.level) for one in found.starts]


def test_manifest_counts_in_a_file_or_in_the_book() -> None:
    """Both in one list, if need be; a file without a time is a chapter from its beginning."""
    declared = (
        DeclaredChapter(title="One", start_ms=0),
        DeclaredChapter(title="Two", start_ms=20_000, file="b.mp3", level=2),
        DeclaredChapter(title="Between", start_ms=60_500),
        DeclaredChapter(title="Second file", file="b.mp3"),
    )

    assert _told(_title(declared=declared)) == [
        ("One", 0.0, 0, 1),
        ("Between", 60.5, 0, 1),
        ("Second file", 100.0, 1, 1),
        ("Two", 120.0, 1, 2),
    ]


def test_chapter_of_the_manifest_beyond_the_end_is_left_out_and_told() -> None:
    """Beyond its file, or beyond the book; or in a file that did not come."""
    declared = (
        DeclaredChapter(title="One", start_ms=0),
        DeclaredChapter(title="Two", start_ms=90_000),
        DeclaredChapter(title="Three", start_ms=150_000),
        DeclaredChapter(title="Four", start_ms=100_000, file="a.mp3"),
        DeclaredChapter(title="Five", file="c.mp3"),
    )
    title = _title(declared=declared)

    found = from_manifest(title, track_starts(title))

    assert found is not None
    assert [start.title for start in found.starts] == ["One", "Two"]
    assert found.doubts == ("3 of 5 chapters of the manifest lie in no track or behind its end, and were left out",)


def test_manifest_whose_chapters_all_lie_elsewhere_is_not_believed() -> None:
    """It is of another recording."""
    assert _told(_title(declared=(DeclaredChapter(title="One", start_ms=900_000),))) is None


def test_onix_times_are_those_of_the_recording() -> None:
    """HHHMMSS, or with hundredths; the sequence number says how deep an item lies."""
    items = (
        ContentChapter(sequence="1", title="One", start="0000000"),
        ContentChapter(sequence="1.1", title="Within", start="000004025"),
        ContentChapter(sequence="2", title="Two", start="0000145"),
    )

    assert _told(_title(*items)) == [("One", 0.0, 0, 1), ("Within", 40.25, 0, 2), ("Two", 105.0, 1, 1)]


def test_whole_seconds_of_onix_give_way_to_what_is_near() -> None:
    """A mark or a file that begins within the second is where the chapter begins; a time in hundredths is exact."""
    items = (
        ContentChapter(title="One", start="0000000"),
        ContentChapter(title="Two", start="0000100"),
        ContentChapter(title="Three", start="000014100"),
    )
    near = (round(60.4 * SECOND), round(100.5 * SECOND))

    assert [start for _, start, _, _ in _told(_title(*items), near) or ()] == [0.0, 60.4, 101.0]


def test_onix_durations_add_up() -> None:
    """Where no item says when it begins, and all say how long they are."""
    items = tuple(ContentChapter(title=str(n), duration="0000050") for n in range(3))

    assert [start for _, start, _, _ in _told(_title(*items)) or ()] == [0.0, 50.0, 100.0]


@pytest.mark.parametrize(
    "items",
    [
        (ContentChapter(title="One", start="0000000"),),
        (ContentChapter(title="One", start="0000000"), ContentChapter(title="Two")),
        (ContentChapter(title="One", start="00:00"), ContentChapter(title="Two", start="0000075")),
        (ContentChapter(title="One"), ContentChapter(title="Two")),
    ],
)
def test_onix_that_leaves_a_start_out_is_not_guessed_at(items: tuple[ContentChapter, ...]) -> None:
    """Half a table is none; a chapter by itself divides nothing."""
    title = _title(*items)

    assert from_record(title, track_starts(title)) is None


def test_evidence_is_named() -> None:
    """Whoever looks at the table sees where a chapter is from."""
    title = _title(declared=(DeclaredChapter(title="One", start_ms=0), DeclaredChapter(title="Two", start_ms=9_000)))
    found = from_manifest(title, track_starts(title))

    assert found is not None
    assert {start.evidence for start in found.starts} == {Evidence.MANIFEST}


def test_declared_chapter_is_somewhere() -> None:
    """Without a time and without a file, nobody knows where."""
    with pytest.raises(ValueError, match="needs a start_ms, a file, or both"):
        DeclaredChapter(title="Nowhere")
