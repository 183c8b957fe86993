"""Every row, read from a run in round numbers."""

import pytest

from bench.figures import Figure
from bench.observed import DECODED, MADE, ChapterTimes, Observed
from bench.rows import ROWS
from tests.bench.observing import observed, onboarding


def figure(seen: Observed, row: str, name: str) -> Figure:
    """One figure of a row."""
    return next(one for one in ROWS[row].read(seen) if one.name == name)


@pytest.mark.parametrize(
    ("row", "name", "value", "at_most"),
    [
        ("whole-onboarding", "workers over bare ffmpeg, one command a track", 50 / 40, 1.10),
        ("whole-onboarding", "workers over bare ffmpeg, one command a track and rung", 50 / 62.5, None),
        ("whole-onboarding", "workers over the book joined and encoded whole, once for each file", 50 / 80, None),
        ("wall-time", "accepted to published, over bare CPU / cores", 30 / 20, 1.15),
        ("wall-time", "the same over the book joined and encoded whole", 30 / 60, None),
        ("long-single-file", "workers, over bare ffmpeg on the whole file", 40 / 32, 1.10),
        ("long-single-file", "accepted to published, over bare CPU / cores", 30 / 16, 1.15),
        ("long-single-file", "pieces encoded", 5, None),
        ("unchanged-redelivery", "workers, over the first time", 0.5 / 50, 0.02),
        ("cover-only", "workers, over the first time", 2 / 50, None),
        ("changed-profile", "workers, over the first time", 40 / 50, None),
        ("changed-profile", "pieces encoded again, of those of the first time", 1, None),
        ("encoding-quality", "aac-lc-64-mono, a poem: ESTOI, 0 to 1", 0.99, None),
        ("encoding-quality", "aac-lc-64-mono, a poem: spectrum kept, of 12.0 kHz", 11, None),
        ("encoding-quality", "aac-lc-64-mono, a poem: sound over difference, 0 to 1 kHz", 24, None),
        ("one-track-replaced", "of the same length: workers, over the first time", 1 / 20, 0.075),
        ("one-track-replaced", "a second longer: workers, over the first time", 10 / 20, 0.075),
        ("one-track-replaced", "a second longer: pieces encoded", 21, None),
        ("worker-memory", "worker-processor, long (2 tracks, 2 min)", 200, 250),
        ("worker-memory", "api, long (2 tracks, 2 min)", 300, None),
        ("history", "size, 2 tracks", 20, None),
        ("history", "events, 1 track", 100, None),
        ("stages", "long book, encode: programs that they start", 40, None),
        ("epub-check", "a warm check, over the command line", 0.05, 0.1),
        ("epub-check", "warm, each of 30 more", 0.2, None),
        ("check-cost", "a book (25 files): CPU, over a bare decode", 1.1, 1.2),
        ("check-cost", "a book (25 files): on the wall, over a bare decode", 1.1, 1.2),
        ("onix-reading", "reading, over bare iterparse", 1.5, 2.0),
        ("onix-reading", "reading and validating", 10, None),
        ("onix-reading", "memory, 100 MB over 5% of it", 4, 10),
    ],
)
def test_figures_follow_from_what_was_observed(row: str, name: str, value: float, at_most: float | None) -> None:
    """Ratios are of the workers' own and their programs' seconds; bars are those of the design."""
    found = figure(observed(), row, name)

    assert found.value == pytest.approx(value)
    assert found.at_most == pytest.approx(at_most)


def test_history_is_held_to_its_bar_at_forty_tracks() -> None:
    """Only the book that the bar speaks of is held to it."""
    figures = list(ROWS["history"].read(observed(forty=onboarding(5, 15).model_copy(update={"tracks": 40}))))

    assert [one.name for one in figures if one.at_most is not None] == ["events, 40 tracks"]


@pytest.mark.parametrize(
    ("row", "update", "missed"),
    [
        ("metadata-update", "retitled", "audiobook: ffmpeg started"),
        ("metadata-update", "ebook_retitled", "ebook: ffmpeg started"),
        ("cover-only", "recovered", "ffmpeg started"),
    ],
)
def test_a_tool_that_was_started_misses_the_bar(row: str, update: str, missed: str) -> None:
    """Other metadata and another cover may start nothing."""
    seen = observed(**{update: onboarding(1, 4, started={"ffmpeg": 2})})

    assert [one.name for one in ROWS[row].read(seen) if one.is_met is False] == [missed]


def test_another_loudness_measures_nothing() -> None:
    """Everything is encoded again; what the tracks are is known."""
    seen = observed(quieter=onboarding(5, 35, started={"ffmpeg": 15, "ffprobe": 15}))

    assert [one.name for one in ROWS["changed-profile"].read(seen) if one.is_met is False] == ["ffprobe started"]


def test_what_no_package_measured_is_left_out() -> None:
    """Without ViSQOL there is no figure of it, least of all a zero."""
    names = [one.name for one in ROWS["encoding-quality"].read(observed())]

    assert [name for name in names if "ViSQOL" in name] == []


def test_chapters_are_held_to_the_decoded_samples() -> None:
    """What an MP3's padding adds is told, and not held against us."""
    times = ChapterTimes(chapters=2, worst_ms={f"M4B, against {DECODED}": 1.5, f"M4B, against {MADE}": 4.0})

    figures = list(ROWS["chapters"].read(observed(tiny_chapters=times)))

    assert [(one.value, one.is_met) for one in figures] == [(1.5, False), (4.0, None)]


def test_rows_have_places_of_their_own() -> None:
    """Two rows in one place would be printed in an order that nobody chose."""
    places = [row.place for row in ROWS.values()]

    assert len(set(places)) == len(places)
