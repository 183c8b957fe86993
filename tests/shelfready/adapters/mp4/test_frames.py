"""Frames lie where they were encoded, whoever encoded them and in however many runs."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelfready.adapters.mp4.arranging import arrange
from shelfready.adapters.mp4.frames import Frames
from shelfready.errors import DefectError
from shelfready.plans import AudioFormat
from shelfready.ports import BookFrames, FrameRun
from tests.shelfready.adapters.mp4.encodings import AAC_64, OPUS_32, run_of

MANY = tuple(bytes([number % 251]) * (1 + number % 300) for number in range(2000))


def _book(format: AudioFormat, samples: int, *runs: FrameRun, priming: int | None = None) -> BookFrames:
    return BookFrames(format, samples, format.priming_samples if priming is None else priming, runs)


def _bytes(frames: Frames) -> bytes:
    return b"".join(b"".join(part.run.stream(part.start_byte, part.end_byte)) for part in frames.parts)


def test_a_book_is_all_that_is_heard() -> None:
    """Priming before it, and nothing after the frame that its last sample lies in."""
    frames = arrange(_book(AAC_64, 10 * 1024 + 1, run_of(MANY[:40])))

    assert len(frames.sizes) == 12
    assert (frames.skipped_ticks, frames.end_tick, frames.samples) == (1024, 11 * 1024 + 1, 10 * 1024 + 1)
    assert _bytes(frames) == b"".join(MANY[:12])
    assert frames.durations(0, 12) == [(11, 1024), (1, 1)]


@given(cuts=st.lists(st.integers(1, 1999), max_size=6, unique=True).map(sorted))
def test_however_it_is_cut_it_is_the_same_book(cuts: list[int]) -> None:
    """Runs join without a trace; one that is empty is none."""
    bounds = [0, *cuts, len(MANY)]
    runs = [run_of(MANY[first:end], first) for first, end in pairwise(bounds)]
    runs.insert(1, run_of((), bounds[1]))
    whole = arrange(_book(AAC_64, 1900 * 1024, run_of(MANY)))
    frames = arrange(_book(AAC_64, 1900 * 1024, *runs))

    assert np.array_equal(frames.sizes, whole.sizes)
    assert (frames.joins, frames.end_tick) == (whole.joins, whole.end_tick) == (((0, 0),), 1901 * 1024)
    assert _bytes(frames) == _bytes(whole)


def test_opus_counts_at_its_own_rate() -> None:
    """A second of the timeline is 48,000 ticks, rounded up so that nothing is cut off."""
    frames = arrange(_book(OPUS_32, 44_101, run_of(MANY[:60])))

    assert frames.frame_ticks == 960
    assert (frames.skipped_ticks, frames.end_tick) == (312, 312 + 48_002)


@pytest.mark.parametrize(("origin", "ticks"), [(0, 0), (441, 480), (-440, -479), (100, 109)])
def test_a_shifted_grid_shows_in_one_frame(origin: int, ticks: int) -> None:
    """The last frame before it is longer or shorter by the shift; all others are whole."""
    book = _book(OPUS_32, 882 * 80, run_of(MANY[:50]), run_of(MANY[50:100], 50, origin))
    frames = arrange(book)
    expected = [(49, 960), (1, 960 + ticks), (10, 960)] if ticks else [(60, 960)]

    assert frames.durations(0, 60) == expected
    assert frames.tick(50) == 50 * 960 + ticks
    assert frames.tick(60) == 60 * 960 + ticks
    assert [frames.frame_at(frames.tick(number)) for number in (0, 49, 50, 51)] == [0, 49, 50, 51]
    assert sum(count * each for count, each in frames.durations(0, len(frames.sizes))) == frames.end_tick


@given(
    origins=st.lists(st.integers(-441, 441), min_size=3, max_size=3), first=st.integers(0, 149), more=st.integers(1, 50)
)
def test_durations_add_up_to_where_frames_begin(origins: list[int], first: int, more: int) -> None:
    """Whatever the grids are, and whichever frames are asked for."""
    shifts = [sum(origins[:number]) // 3 for number in range(4)]
    runs = [run_of(MANY[at : at + 50], at, shift) for at, shift in zip(range(0, 200, 50), shifts, strict=True)]
    frames = arrange(_book(OPUS_32, 882 * 190, *runs))
    end = min(first + more, len(frames.sizes))

    found = frames.durations(first, end)
    assert sum(count for count, _ in found) == end - first
    assert sum(count * each for count, each in found) == frames.tick(end) - frames.tick(first)


@pytest.mark.parametrize(
    ("format", "start", "end", "first", "last", "skipped"),
    [
        (AAC_64, 0, 1, 0, 1, 1024),
        (AAC_64, 1023, 1024, 0, 1, 1024 + 1023),
        (AAC_64, 1024, 1025, 1, 2, 1024),
        (AAC_64, 102_400, 204_800, 100, 200, 1024),
        (AAC_64, 102_401, 204_801, 100, 201, 1025),
        (OPUS_32, 88_200, 176_400, 96, 200, 4 * 960 + 312),
        (OPUS_32, 0, 882, 0, 1, 312),
    ],
)
def test_a_stretch_takes_what_its_decoder_needs(
    *, format: AudioFormat, start: int, end: int, first: int, last: int, skipped: int
) -> None:
    """The frames that it lies in; one before of AAC, 80 ms of Opus; and the rest is not heard."""
    frames = arrange(_book(format, 1_000_000, run_of(MANY[:700]), run_of(MANY[700:], 700)), (start, end))

    assert _bytes(frames) == b"".join(MANY[first : last + 1])
    assert frames.skipped_ticks == skipped
    assert frames.samples == end - start
    assert frames.end_tick == skipped + -(-end * format.rate_hz // 44_100) - start * format.rate_hz // 44_100


def test_a_stretch_across_a_shifted_grid() -> None:
    """The shift goes with it."""
    runs = (run_of(MANY[:50]), run_of(MANY[50:100], 50, 300), run_of(MANY[100:200], 100, -100))
    book = _book(OPUS_32, 882 * 190, *runs)
    frames = arrange(book, (882 * 45, 882 * 55))
    later = arrange(book, (882 * 120, 882 * 125))

    assert frames.durations(0, len(frames.sizes)) == [(8, 960), (1, 960 + 327), (4, 960), (1, 945)]
    assert frames.joins == ((0, 0), (9, 9 * 960 + 327))
    assert later.joins == ((0, 0),)


def test_copied_frames_bring_their_own_priming() -> None:
    """Another encoder's may be of any length, and there may be more frames than are heard."""
    frames = arrange(_book(AAC_64, 5000, run_of(MANY[:100]), priming=2112))

    assert (len(frames.sizes), frames.skipped_ticks, frames.end_tick) == (7, 2112, 7112)


@pytest.mark.parametrize(
    ("book", "cause_code", "says"),
    [
        (
            _book(AAC_64, 10 * 1024 + 1, run_of(MANY[:11])),
            "packed-length-wrong",
            "reach to 11,264 of the book's 11,265",
        ),
        (_book(AAC_64, 1), "packed-without-audio", "no frames"),
        (_book(AAC_64, 0, run_of(MANY[:11])), "packed-without-audio", "no frames"),
        (_book(AAC_64, 9000, run_of(MANY[:5]), run_of(MANY[6:12], 6)), "packed-length-wrong", "begins at sample 6,144"),
        (_book(AAC_64, 9000, run_of(MANY[:5]), run_of(MANY[4:12], 4)), "packed-length-wrong", "begins at sample 4,096"),
        (
            _book(AAC_64, 9000, FrameRun(0, 40, 0, b"\1\0" * 39, run_of(()).stream)),
            "encoded-length-wrong",
            "sizes of 39",
        ),
        (_book(AAC_64, 9000, FrameRun(0, 40, 0, bytes(80), run_of(()).stream)), "encoded-length-wrong", "empty frame"),
    ],
)
def test_frames_that_are_no_book_are_not_packed(book: BookFrames, cause_code: str, says: str) -> None:
    """Gaps, overlaps and missing ends are found before anything is written."""
    with pytest.raises(DefectError, match=says) as caught:
        arrange(book)

    assert caught.value.cause_code == cause_code


@pytest.mark.parametrize("stretch", [(-1, 5), (5, 5), (7, 5), (0, 9001)])
def test_a_stretch_lies_within_the_book(stretch: tuple[int, int]) -> None:
    """What is asked for beyond it is a defect of the plan."""
    with pytest.raises(DefectError, match="no stretch of a book of 9,000 samples"):
        arrange(_book(AAC_64, 9000, run_of(MANY[:20])), stretch)


def test_rates_are_those_of_seconds() -> None:
    """The heaviest second is the peak, and the average never more."""
    frames = arrange(_book(AAC_64, 1024 * 86, run_of((b"x" * 100,) * 43 + (b"x" * 300,) * 44)))

    rates = frames.rates()
    assert rates.largest_frame == 300
    assert rates.peak_bps == 300 * 8 * 44_100 // 1024
    assert rates.average_bps == (43 * 100 + 44 * 300) * 8 * 44_100 // (87 * 1024)
