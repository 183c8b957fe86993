"""Putting a book's waveform together from its tracks'."""

import json
import struct

from shelfready.media import TIMELINE_RATE_HZ
from shelfready.plans import Plan, Span
from shelfready.rules._examples import digest
from shelfready.sound import Sound
from shelfready.titles import Metadata
from shelfready.waveforms import SAMPLES_PER_PAIR, peaks_of, waveform_document

PAIR = SAMPLES_PER_PAIR


def _peaks(*levels: int) -> bytes:
    """A pair for each level, as low as it is high."""
    return b"".join(struct.pack("2b", -level, level) for level in levels)


def _book(*tracks: tuple[bytes, float], gain_db: float = 0.0, padding: tuple[int, ...] = ()) -> list[tuple[int, int]]:
    """The pairs of a book of these tracks: their own peaks, and how many tenths of a second they last."""
    spans: list[Span] = []
    start = 0
    for place, (_, tenths) in enumerate(tracks):
        samples = round(tenths * PAIR)
        extra = padding[place] if padding else 0
        spans.append(
            Span(
                track=place,
                name=f"{place}.mp3",
                kind="mp3",
                sha256=digest(f"track {place}"),
                size_bytes=1,
                sample_rate_hz=TIMELINE_RATE_HZ,
                decoded_samples=samples,
                start_sample=start,
                samples=samples,
                padding_samples=extra,
                head=digest("head"),
                tail=digest("tail"),
            )
        )
        start += samples + extra
    plan = Plan(
        publisher="harbour-press",
        title_id="9789999900010",
        content_type="audiobook",
        submission_id="s1",
        metadata=Metadata(),
        sound=Sound(gain_db=gain_db),
        spans=tuple(spans),
        waveforms=tuple(digest(f"peaks {place}") for place in range(len(tracks))),
        toolchain="ffmpeg",
    )
    stored = {digest(f"peaks {place}"): peaks for place, (peaks, _) in enumerate(tracks)}
    found = peaks_of(plan, stored.__getitem__)
    return [struct.unpack("2b", found[at : at + 2]) for at in range(0, len(found), 2)]


def test_tracks_follow_one_another() -> None:
    """Whole tenths of a second stay what they are."""
    assert _book((_peaks(10, 20), 2), (_peaks(30), 1)) == [(-10, 10), (-20, 20), (-30, 30)]


def test_where_tracks_meet_both_count() -> None:
    """The first ends after 2.4 tenths, so that the second's first pair is the book's third as well."""
    assert _book((_peaks(10, 20, 30), 2.4), (_peaks(90, 40), 2)) == [(-10, 10), (-20, 20), (-90, 90), (-40, 40), (0, 0)]


def test_the_louder_of_both_is_drawn() -> None:
    """Whichever track it is of; the lowest and the highest each by themselves."""
    first, second = struct.pack("4b", -1, 1, -100, 5), struct.pack("4b", -5, 100, -2, 2)

    assert _book((first, 1.4), (second, 1.6)) == [(-1, 1), (-100, 100), (-2, 2)]


def test_the_gain_is_heard() -> None:
    """Six decibels are twice as much, as far as there is room."""
    assert _book((_peaks(10, 100), 2), gain_db=6.0206) == [(-20, 20), (-128, 127)]
    assert _book((_peaks(10, 100), 2), gain_db=-6.0206) == [(-5, 5), (-50, 50)]


def test_padding_is_silence() -> None:
    """Where a shorter track took the place of a longer one."""
    padded = _book((_peaks(10, 20), 2), (_peaks(30), 1), padding=(PAIR, 0))

    assert padded == [(-10, 10), (-20, 20), (0, 0), (-30, 30)]


def test_the_length_is_that_of_the_book() -> None:
    """However the tracks' own tenths are rounded: three hundred tracks of 2.34 tenths are 702 tenths."""
    found = _book(*[(_peaks(50, 50, 50), 2.34)] * 300)

    assert len(found) == 702
    assert min(found) == max(found) == (-50, 50)


def test_a_track_of_a_moment_is_somewhere() -> None:
    """The last 20 ms of a book, too."""
    assert _book((_peaks(10), 1), (_peaks(80), 0.2), (_peaks(20), 1), (_peaks(90), 0.2)) == [
        (-10, 10),
        (-80, 80),
        (-90, 90),
    ]


def test_peaks_that_were_never_kept_are_silence() -> None:
    """And too many are cut off where the track ends."""
    assert _book((b"", 2), (_peaks(30, 40, 50), 1)) == [(0, 0), (0, 0), (-30, 30)]


def test_a_book_of_nothing_has_no_peaks() -> None:
    """Rather than an error."""
    assert _book() == []


def test_document_is_what_players_read() -> None:
    """All keys of audiowaveform's format, signed numbers, ten pairs a second."""
    assert json.loads(waveform_document(_peaks(1, 128 - 1))) == {
        "version": 2,
        "channels": 1,
        "sample_rate": 44_100,
        "samples_per_pixel": 4_410,
        "bits": 8,
        "length": 2,
        "data": [-1, 1, -127, 127],
    }
