"""A track's waveform as one small picture: the stored peaks, the silences, and where chapters begin."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shelfready.media import AudioFacts

HEIGHT = 64
_MOST_COLUMNS = 600
_FEWEST_COLUMNS = 60
_COLUMNS_OF_A_PAGE = 60_000
"""Columns that all waveforms of a page share: each costs some ten bytes."""

_FULL_SCALE = 127


@dataclass(frozen=True)
class Mark:
    """A stretch of the picture."""

    x: float
    width: float
    is_digital: bool = False


@dataclass(frozen=True)
class Waveform:
    """What is drawn, in a picture `columns` wide and `HEIGHT` high. `path` is one vertical stroke for each column."""

    columns: int
    path: str
    loudest: str
    silences: tuple[Mark, ...]
    chapters: tuple[float, ...]


def columns_for(tracks: int) -> int:
    """How many columns each of so many tracks gets.

    >>> columns_for(1), columns_for(200), columns_for(5000)
    (600, 300, 60)
    """
    return max(_FEWEST_COLUMNS, min(_MOST_COLUMNS, _COLUMNS_OF_A_PAGE // max(1, tracks)))


def waveform(peaks: bytes, audio: AudioFacts, chapters_ms: Iterable[float], most_columns: int) -> Waveform | None:
    """The picture of a track; None when no peaks were kept."""
    columns = list(_columns(peaks, most_columns))
    length_ms = audio.duration_ms
    if not columns or length_ms <= 0:
        return None
    per_ms = len(columns) / length_ms
    clipped = [at for at, (low, high) in enumerate(columns) if low <= -_FULL_SCALE or high >= _FULL_SCALE]
    return Waveform(
        columns=len(columns),
        path="".join(f"M{at}.5 {_y(high)}V{_y(low) + 1}" for at, (low, high) in enumerate(columns)),
        loudest="".join(f"M{at}.5 0V6" for at in clipped) if audio.clipped_runs else "",
        silences=tuple(
            Mark(round(found.start_ms * per_ms, 1), max(0.5, round(found.length_ms * per_ms, 1)), found.is_digital)
            for found in audio.silences
        ),
        chapters=tuple(round(at * per_ms, 1) for at in chapters_ms if 0 < at < length_ms),
    )


def _columns(peaks: bytes, most: int) -> Iterator[tuple[int, int]]:
    """The lowest and the highest value of each column, of as many as there are peaks, and no more than `most`."""
    values = memoryview(peaks[: len(peaks) // 2 * 2]).cast("b")
    pairs = len(values) // 2
    count = min(pairs, most)
    for column in range(count):
        start, end = column * pairs // count * 2, (column + 1) * pairs // count * 2
        yield min(values[start:end:2]), max(values[start + 1 : end : 2])


def _y(value: int) -> int:
    """The line of a value, silence being in the middle."""
    return (_FULL_SCALE - value) * (HEIGHT - 1) // (2 * _FULL_SCALE + 1)
