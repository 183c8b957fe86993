"""Of several lists in a file the best is believed, and the others are held against it."""

import pytest

from shelfready.chapter_evidence.marks import from_marks, is_continued, only_title
from shelfready.chapters import Evidence
from shelfready.media import TIMELINE_RATE_HZ, Carrier, ChapterList, ChapterMark
from shelfready.rules._examples import audio, track
from shelfready.titles import AssetFacts

SECOND = TIMELINE_RATE_HZ


def _track(**lists: list[float]) -> AssetFacts:
    """A track of a hundred seconds whose lists begin chapters at these seconds."""
    return _listed(lists)


def _listed(lists: dict[str, list[float]]) -> AssetFacts:
    found = tuple(
        ChapterList(
            carrier=Carrier(name),
            marks=tuple(ChapterMark(title=f"{name} {at}", start_ms=round(at * 1000)) for at in starts),
        )
        for name, starts in lists.items()
    )
    return track("book.m4b", audio(100, chapter_lists=found))


def _said(found: AssetFacts, begin: int = 0) -> tuple[Evidence, list[float], float, tuple[str, ...]] | None:
    said = from_marks(found, 0, (begin, begin + 100 * SECOND))
    if said is None:
        return None
    first = said.starts[0]
    return first.evidence, [start.sample / SECOND for start in said.starts], first.confidence, said.doubts


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("quicktime", "nero"),
        ("nero", "id3"),
        ("id3", "overdrive"),
        ("overdrive", "cue"),
        ("cue", "vorbis"),
        ("vorbis", "other"),
    ],
)
def test_precedence(better: str, worse: str) -> None:
    """Whatever the order in which they were read."""
    lists: dict[str, list[float]] = {worse: [0, 50], better: [0, 50.1]}
    found = _said(_listed(lists))

    assert found is not None
    assert found[0].value == (better if better != "other" else "embedded")
    assert found[1] == [0, 50.1]


def test_lists_that_agree_are_certain() -> None:
    """To half a second; one by itself is a little less so."""
    assert _said(_track(quicktime=[0, 40, 70], nero=[0, 40.4, 70])) == (Evidence.QUICKTIME, [0, 40, 70], 1.0, ())
    assert _said(_track(nero=[0, 40])) == (Evidence.NERO, [0, 40], 0.95, ())


def test_lists_that_disagree_are_told() -> None:
    """How far, and which of them is believed; it is still published."""
    found = _said(_track(quicktime=[0, 40, 70], nero=[0, 44, 70]))

    assert found == (
        Evidence.QUICKTIME,
        [0, 40, 70],
        0.75,
        (
            "book.m4b: QuickTime's chapter track and Nero's list disagree (at chapter 2 by 4.0 s); "
            "the first is believed",
        ),
    )


def test_other_chapters_are_told() -> None:
    """As many as are nowhere in the better list."""
    found = _said(_track(id3=[0, 40, 70], overdrive=[0, 20]))

    assert found is not None
    assert "3 chapters against 2, 1 of them at other places" in found[3][0]


def test_coarser_list_does_not_disagree() -> None:
    """Every chapter of it is there."""
    assert _said(_track(id3=[0, 40, 70], overdrive=[0, 70])) == (Evidence.ID3, [0, 40, 70], 1.0, ())


def test_list_that_neros_byte_has_cut_does_not_disagree() -> None:
    """255 of 300 are the first 255."""
    starts = [at / 4 for at in range(300)]

    found = _said(_track(quicktime=starts, nero=starts[:255]))

    assert found is not None
    assert found[2:] == (1.0, ())


def test_marks_without_use_are_left_out() -> None:
    """Twice at one place, and beyond the end; the list that then has two or more is the best."""
    assert _said(_track(quicktime=[0, 0.01, 200], nero=[0, 30])) == (Evidence.NERO, [0, 30], 0.95, ())
    assert _said(_track(quicktime=[0, 200])) is None


def test_part_and_its_first_chapter_begin_together() -> None:
    """Both titles are kept, at the deeper level."""
    marks = (
        ChapterMark(title="Part One", start_ms=0),
        ChapterMark(title="The Storm", start_ms=0, level=2),
        ChapterMark(title="The Calm", start_ms=50_000, level=2),
    )
    found = track("b.mp3", audio(100, chapter_lists=(ChapterList(carrier=Carrier.ID3, marks=marks),)))

    said = from_marks(found, 0, (0, 100 * SECOND))

    assert said is not None
    assert [(start.title, start.level) for start in said.starts] == [("Part One: The Storm", 2), ("The Calm", 2)]


def test_ten_thousand_marks_are_compared_at_once() -> None:
    """Two long lists that differ are no attack."""
    found = _said(_track(id3=[at / 100 for at in range(0, 9_999, 6)], vorbis=[at / 100 for at in range(1, 9_999, 9)]))

    assert found is not None


def test_facts_that_know_only_what_players_show() -> None:
    """They were measured before lists were read apart."""
    marks = (ChapterMark(title="One", start_ms=0), ChapterMark(title="Two", start_ms=9_000))
    said = from_marks(track("b.mp3", audio(100, chapters=marks)), 0, (0, 100 * SECOND))

    assert said is not None
    assert {start.evidence for start in said.starts} == {Evidence.EMBEDDED}


def test_single_mark_names_the_file() -> None:
    """It divides nothing."""
    assert only_title(_track(nero=[0])) == "nero 0"
    assert only_title(_track()) is None


def test_continued_is_how_parts_go_on() -> None:
    """OverDrive's words for it."""
    assert [is_continued(title) for title in ("Chapter 2 (continued)", "Continued", "Two", None)] == [
        True,
        True,
        False,
        False,
    ]
