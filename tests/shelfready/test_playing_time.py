"""How long a title plays."""

from shelfready.playing_time import measured_s
from shelfready.rules._examples import audio, audiobook, cover, track


def test_all_tracks_count() -> None:
    """At each one's own sample rate."""
    slow = audio(sample_rate_hz=22_050, decoded_samples=22_050 * 30)

    assert measured_s(audiobook(track("1.mp3", audio(90)), track("2.mp3", slow), cover())) == 120


def test_one_track_that_was_not_decoded_makes_it_unknown() -> None:
    """Half a sum is no sum; and a title without tracks plays no time at all."""
    assert measured_s(audiobook(track("1.mp3"), track("2.mp3", audio=None))) is None
    assert measured_s(audiobook(cover())) is None
