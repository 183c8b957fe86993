"""Waveforms as small pictures."""

import re

import pytest

from shelfready.media import Silence
from shelfready.report_formats._waveform import HEIGHT, Mark, waveform
from tests.shelfready.report_formats.examples import audio


def peaks(*pairs: tuple[int, int]) -> bytes:
    """Peaks as the measurement keeps them."""
    return b"".join(bytes([low & 0xFF, high & 0xFF]) for low, high in pairs)


def strokes(path: str) -> list[tuple[int, int]]:
    """The upper and the lower end of each stroke of a path."""
    found = re.findall(r"M(\d+)\.5 (\d+)V(\d+)", path)
    assert "".join(f"M{x}.5 {top}V{bottom}" for x, top, bottom in found) == path
    assert [int(x) for x, _, _ in found] == list(range(len(found)))
    return [(int(top), int(bottom)) for _, top, bottom in found]


def test_a_stroke_reaches_from_the_lowest_to_the_highest() -> None:
    """Full scale fills the picture; silence is a line in its middle, and still to be seen."""
    drawn = waveform(peaks((-128, 127), (0, 0), (-64, 0)), audio(), (), 600)

    assert drawn is not None
    assert strokes(drawn.path) == [(0, HEIGHT), (31, 32), (31, 48)]


def test_columns_keep_the_extremes() -> None:
    """Of many peaks none is lost when they share a column."""
    quiet = [(-1, 1)] * 10_000
    quiet[4_321] = (-128, 127)
    drawn = waveform(peaks(*quiet), audio(), (), 600)

    assert drawn is not None
    assert drawn.columns == 600
    assert strokes(drawn.path).count((0, HEIGHT)) == 1
    assert strokes(drawn.path)[259] == (0, HEIGHT)


@pytest.mark.parametrize("data", [b"", b"\x01"])
def test_without_peaks_nothing_is_drawn(data: bytes) -> None:
    """An older measurement kept none; half a pair is none."""
    assert waveform(data, audio(), (), 600) is None


def test_nothing_is_drawn_of_nothing() -> None:
    """A track without sound has no length to draw along."""
    assert waveform(peaks((0, 0)), audio(decoded_samples=0, timeline_samples=0), (), 600) is None


def test_silences_and_chapters_lie_where_they_are() -> None:
    """In the measure of the picture: a hundred seconds on a hundred columns."""
    silences = (Silence(start_ms=10_000, length_ms=5_000, is_digital=True), Silence(start_ms=90_000, length_ms=1))
    drawn = waveform(peaks(*[(0, 0)] * 1000), audio(silences=silences), (0, 25_000, 100_000), 100)

    assert drawn is not None
    assert drawn.silences == (Mark(10.0, 5.0, True), Mark(90.0, 0.5, False))
    assert drawn.chapters == (25.0,)


def test_full_scale_is_marked_only_in_what_is_clipped() -> None:
    """A peak that touches full scale once is no clipping; the measurement knows better than the picture."""
    data = peaks((-10, 127), (-10, 10))
    clipped, touched = (waveform(data, audio(clipped_runs=runs), (), 600) for runs in (1, 0))

    assert clipped is not None
    assert touched is not None
    assert (clipped.loudest, touched.loudest) == ("M0.5 0V6", "")
