"""Chapters of recordings that mark nothing."""

from shelfready.chapter_evidence.pauses import LEAD_MS, from_pauses
from shelfready.chapters import Evidence
from shelfready.media import TIMELINE_RATE_HZ, Silence, TocEntry
from shelfready.rules._examples import audio, audiobook, book, epub, track
from shelfready.timeline import track_starts
from shelfready.titles import AssetFacts, TitleFacts

PACE_S = 0.08
MINUTE = 60.0


def _track(name: str, seconds: float, *pauses: tuple[float, float], **changes: object) -> AssetFacts:
    """A track that pauses from these seconds on, for so long."""
    found = tuple(Silence(start_ms=round(at * 1000), length_ms=round(length * 1000)) for at, length in pauses)
    return track(name, audio(seconds, pauses=found, **changes))


def _book(*minutes: float) -> AssetFacts:
    """An EPUB whose chapters take so many minutes to read."""
    toc = (
        TocEntry(title=f"Chapter {n}", href=f"{n}.xhtml", characters=round(length * MINUTE / PACE_S))
        for n, length in enumerate(minutes, start=1)
    )
    return book(contents=epub(toc=tuple(toc)))


def _told(title: TitleFacts) -> list[tuple[str | None, float]] | None:
    found = from_pauses(title, track_starts(title))
    return (
        None if found is None else [(start.title, round(start.sample / TIMELINE_RATE_HZ, 2)) for start in found.starts]
    )


def test_chapter_begins_a_breath_before_the_voice() -> None:
    """Not in the middle of the pause, and not at its beginning."""
    title = audiobook(_track("book.mp3", 30 * MINUTE, (598, 2), (900, 2)), _book(10, 20))

    assert _told(title) == [("Chapter 1", 0), ("Chapter 2", 600 - LEAD_MS / 1000)]


def test_pauses_of_all_parts_lie_on_one_timeline() -> None:
    """Chapters go on over the parts' ends; the join of two files is only as good as the silence there."""
    title = audiobook(
        _track("a_1of2.mp3", 20 * MINUTE, (598, 2), (900, 2)),
        _track("a_2of2.mp3", 20 * MINUTE, (300, 2)),
        _book(10, 15, 15),
    )

    assert [start for _, start in _told(title) or ()] == [0, 599.75, 1501.75]


def test_chapter_may_begin_with_a_part() -> None:
    """Where the silence on both sides of the join is long enough."""
    title = audiobook(
        _track("a_1of2.mp3", 20 * MINUTE, (300, 1), tail_silence_ms=1500),
        _track("a_2of2.mp3", 10 * MINUTE, (400, 1), head_silence_ms=500),
        _book(20, 10),
    )

    assert _told(title) == [("Chapter 1", 0), ("Chapter 2", 1200)]


def test_short_recording_is_not_asked() -> None:
    """A short story pauses as well."""
    assert _told(audiobook(_track("a.mp3", 9 * MINUTE, (200, 3)), _book(3, 6))) is None
    assert _told(audiobook(_track("a.mp3", 50 * MINUTE, (600, 3), (1200, 3), (2000, 3)))) is None


def test_without_a_text_pauses_that_stand_out_divide() -> None:
    """Three of three seconds among many of one; what is short at either end is credits."""
    short = [(100.0 + 60 * n, 1.0) for n in range(70)]
    title = audiobook(_track("a.mp3", 75 * MINUTE, (20, 3), *short, (1570, 3), (2830, 3), (4460, 3)))

    assert _told(title) == [
        ("Opening Credits", 0),
        (None, 22.75),
        (None, 1572.75),
        (None, 2832.75),
        ("Closing Credits", 4462.75),
    ]


def test_without_a_text_it_is_never_certain() -> None:
    """A pause says that something ends, and not what."""
    title = audiobook(_track("a.mp3", 75 * MINUTE, (1000, 3), (2000, 3), (3000, 3)))
    found = from_pauses(title, track_starts(title))

    assert found is not None
    assert {(start.evidence, start.confidence) for start in found.starts} == {(Evidence.SILENCE, 0.5)}


def test_pauses_that_are_all_alike_divide_nothing() -> None:
    """Every length from one second to two: there is no telling which ends a chapter."""
    title = audiobook(_track("a.mp3", 100 * MINUTE, *((60.0 + 55 * n, 1.0 + n / 100) for n in range(100))))

    assert _told(title) is None


def test_old_facts_have_silences() -> None:
    """They were measured before pauses were; below the fixed level a silence is a pause."""
    recording = audio(30 * MINUTE, silences=(Silence(start_ms=598_000, length_ms=2_000),))

    assert _told(audiobook(track("a.mp3", recording), _book(10, 20))) == [("Chapter 1", 0), ("Chapter 2", 599.75)]
