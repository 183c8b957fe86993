"""What renditions choose by: whether a title is stereo, whether its AAC can stay, and where chapters lie."""

from math import inf

import pytest

from shelfready.materials import material_of
from shelfready.media import AudioFacts
from shelfready.plans import AudioFormat, Material
from shelfready.profiles import STREAMING
from shelfready.rules._examples import audio, audiobook, track
from shelfready.sound import Sound
from shelfready.titles import TitleFacts


def _material(facts: TitleFacts, gain_db: float = 0.0, **changes: object) -> Material:
    profile = STREAMING.model_copy(update=changes)
    return material_of(facts, None, Sound(gain_db=gain_db), (), profile)


def _stereo(seconds: float, mid: float = -20.0, side: float = -30.0) -> AudioFacts:
    return audio(seconds, channels=2, mid_rms_dbfs=mid, side_rms_dbfs=side)


def _channels(*recordings: AudioFacts) -> int:
    return _material(audiobook(*(track(f"{place}.mp3", one) for place, one in enumerate(recordings)))).channels


def test_mono_on_two_channels_is_mono() -> None:
    """Forty decibels between sum and difference: nothing to hear in the difference. No sound at all is mono, too."""
    assert _channels(_stereo(60, side=-60.1)) == 1
    assert _channels(_stereo(60, side=-inf)) == 1
    assert _channels(_stereo(60, mid=-inf, side=-inf)) == 1
    assert _channels(audio(60)) == 1


def test_real_stereo_stays() -> None:
    """Also one that mono would extinguish, and a book of many tracks none of which is long."""
    assert _channels(_stereo(60, side=-59.9)) == 2
    assert _channels(_stereo(60, mid=-inf, side=-20.0)) == 2
    assert _channels(*[_stereo(60)] * 40) == 2


def test_tune_before_a_book_does_not_make_it_stereo() -> None:
    """Ten per cent of the length decide."""
    assert _channels(_stereo(60), audio(540)) == 1
    assert _channels(_stereo(61), audio(540)) == 2


OWN: dict[str, object] = {"container": "mp4", "codec": "aac", "bitrate_kbps": 63}


def _own(**changes: object) -> TitleFacts:
    return audiobook(track("book.m4a", audio(3600, **OWN | changes), kind="m4a"))


def test_own_aac_of_one_file_may_stay() -> None:
    """With its own bit rate, as it is."""
    assert _material(_own()).copied == AudioFormat(kbps=63, channels=1, is_copied=True)


@pytest.mark.parametrize(
    "changes",
    [
        {"codec": "alac"},
        {"codec": "he-aac"},
        {"sample_rate_hz": 22_050},
        {"bitrate_kbps": 39},
        {"bitrate_kbps": 161},
        {"bitrate_kbps": None},
        {"channels": 2, "mid_rms_dbfs": -20.0, "side_rms_dbfs": -inf},
        {"decoder_errors": ("invalid band type",)},
        {"timeline_samples": 0},
    ],
)
def test_own_aac_that_is_no_better_is_encoded(changes: dict[str, object]) -> None:
    """Another codec or rate, too little or too much, two channels for one, damaged, or nothing at all."""
    assert _material(_own(**changes)).copied is None


def test_own_aac_is_encoded_where_it_must_be_changed() -> None:
    """A gain cannot be applied to frames, a book of parts cannot be one run of them, and a profile may not want it."""
    parts = audiobook(*(track(f"{place}.m4a", audio(60, **OWN), kind="m4a") for place in range(2)))

    assert _material(_own(), gain_db=1.2).copied is None
    assert _material(parts).copied is None
    assert _material(_own(), copies_aac=False).copied is None
    assert _material(audiobook(track("book.mkv", audio(60, **OWN), kind="mkv"))).copied is None
