"""The waveform of a whole book, put together from what was kept of each track when it was measured."""

from collections.abc import Callable
from json import dumps

from shelfready.media import TIMELINE_RATE_HZ
from shelfready.plans import Plan, Span
from shelfready.ports import PEAKS_PER_S

SAMPLES_PER_PAIR = TIMELINE_RATE_HZ // PEAKS_PER_S
"""Samples of the timeline that one pair of peaks stands for."""

_LOWEST, _HIGHEST = -128, 127


def peaks_of(plan: Plan, read: Callable[[str], bytes]) -> bytes:
    """The book's peaks as it will sound, in pairs as in `ports.MeasuredAudio`; `read` reads the stored ones.

    A track begins anywhere within a tenth of a second of the book: its pairs move to the nearest, and where tracks
    meet, the lowest and the highest of both count. Padding is silence.
    """
    book = bytearray(2 * -(-plan.total_samples // SAMPLES_PER_PAIR))
    louder = _louder(plan.sound.gain_db)
    if not book:
        return b""
    filled = 0
    for span, stored in zip(plan.spans, plan.waveforms, strict=True):
        pairs = read(stored).translate(louder)
        first = min(2 * _nearest(span), len(book) - 2)
        pairs = pairs[: min(2 * -(-span.samples // SAMPLES_PER_PAIR), len(book) - first)]
        shared = max(0, min(filled - first, len(pairs)))
        for at in range(first, first + shared):
            book[at] = _outer(book[at], pairs[at - first], is_low=at % 2 == 0)
        book[first + shared : first + len(pairs)] = pairs[shared:]
        filled = max(filled, first + len(pairs))
    return bytes(book)


def waveform_document(peaks: bytes) -> bytes:
    """The peaks as players read them: audiowaveform's JSON, version 2 (bbc/audiowaveform, `doc/DataFormat.md`)."""
    document = {
        "version": 2,
        "channels": 1,
        "sample_rate": TIMELINE_RATE_HZ,
        "samples_per_pixel": SAMPLES_PER_PAIR,
        "bits": 8,
        "length": len(peaks) // 2,
        "data": memoryview(peaks).cast("b").tolist(),
    }
    return dumps(document, separators=(",", ":")).encode()


def _nearest(span: Span) -> int:
    """The pair of the book in which the middle of the track's first pair lies."""
    return (span.start_sample + SAMPLES_PER_PAIR // 2) // SAMPLES_PER_PAIR


def _louder(gain_db: float) -> bytes:
    """What each of the 256 bytes becomes: signed, times the gain, and no further than full scale."""
    factor = 10 ** (gain_db / 20)
    table = bytearray(256)
    for value in range(_LOWEST, _HIGHEST + 1):
        table[value % 256] = max(_LOWEST, min(_HIGHEST, round(value * factor))) % 256
    return bytes(table)


def _outer(one: int, other: int, *, is_low: bool) -> int:
    """Of two bytes the lower as signed numbers, or the higher."""
    first, second = ((byte + 128) % 256 for byte in (one, other))
    return ((min if is_low else max)(first, second) - 128) % 256
