"""One gain for a title: to the target, below the ceiling, and steady from release to release."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelfready.media import AudioFacts, LoudnessBin
from shelfready.profiles import PROFILES, STREAMING, Profile
from shelfready.rules._examples import audio, audiobook, track
from shelfready.sound import Sound, loudness_of, sound_of
from shelfready.titles import TitleFacts
from tests.shelfready.planned_books import loud


def _title(lufs: float, peak: float = -12.0, *, tracks: int = 1) -> TitleFacts:
    recording = audio(60, loudness=loud(lufs), true_peak_dbtp=peak)
    return audiobook(*(track(f"{place}.mp3", recording) for place in range(tracks)))


def _gain(lufs: float, peak: float = -12.0, profile: Profile = STREAMING) -> float:
    return sound_of(_title(lufs, peak), profile).gain_db


def test_quiet_title_is_brought_to_the_target() -> None:
    """Five decibels from -23 to -18 LUFS, and the sentence says so."""
    sound = sound_of(_title(-23.0), STREAMING)

    assert sound == Sound(
        integrated_lufs=-23.0,
        mono_lufs=-23.0,
        true_peak_dbtp=-12.0,
        target_lufs=-18.0,
        gain_db=5.0,
        reason="from -23.0 LUFS to -18 LUFS",
    )


def test_loud_title_is_turned_down() -> None:
    """The gain is linear in both directions."""
    assert _gain(-13.7, peak=-1.0) == -4.3


def test_title_near_the_target_is_left_as_it_is() -> None:
    """Within a loudness unit nobody hears a difference, and an AAC may be taken over as it is."""
    sound = sound_of(_title(-18.9), STREAMING)

    assert (sound.gain_db, sound.reason) == (0.0, "-18.9 LUFS are within 1 LU of -18 LUFS: nothing is changed")
    assert _gain(-19.1) == 1.1


def test_ceiling_limits_the_gain() -> None:
    """A peak of -6.04 dBTP may become -2 dBTP, and not a tenth more."""
    sound = sound_of(_title(-25.0, peak=-6.04), STREAMING)

    assert sound.gain_db == 4.0
    assert sound.reason == (
        "from -25.0 LUFS towards -18 LUFS, to -21.0 LUFS: the highest peak, -6.0 dBTP, may become -2 dBTP at most"
    )


def test_ceiling_holds_near_the_target_too() -> None:
    """What an encoder is given above it, a decoder clips."""
    assert _gain(-18.0, peak=-0.5) == -1.5


def test_profile_without_a_target_changes_nothing() -> None:
    """ACX speaks of RMS, and its titles are their publishers' own."""
    assert _gain(-30.0, profile=PROFILES["acx"]) == 0.0
    assert _gain(-10.0, peak=0.0, profile=PROFILES["acx"]) == 0.0


@pytest.mark.parametrize(
    "recording",
    [
        audio(60, loudness=(), true_peak_dbtp=-12.0),
        audio(60, loudness=loud(-75), true_peak_dbtp=-70.0),
        audio(60, loudness=loud(-23), true_peak_dbtp=-math.inf),
    ],
)
def test_silence_is_not_made_loud(recording: AudioFacts) -> None:
    """Nothing above the gates, or no peak at all."""
    sound = sound_of(audiobook(track("01.mp3", recording)), STREAMING)

    assert (sound.gain_db, sound.integrated_lufs, sound.reason) == (0.0, None, "nothing to hear")


def test_sample_peak_counts_where_no_true_peak_was_measured() -> None:
    """It is a little lower, and better than none."""
    recording = audio(60, loudness=loud(-25.0), sample_peak_dbfs=-5.0)

    assert sound_of(audiobook(track("01.mp3", recording)), STREAMING).gain_db == 3.0


def test_silent_share_is_of_the_whole_title() -> None:
    """A quarter of one minute and nothing of another."""
    tracks = (track("01.mp3", audio(60, silent_ms=15_000)), track("02.mp3", audio(60, pcm_sha256="0" * 64)))

    assert sound_of(audiobook(*tracks), STREAMING).silent_share == 0.125


def _after(lufs: float, previous: float, peak: float = -12.0, target: float = -18.0) -> float:
    return sound_of(_title(lufs, peak), STREAMING, Sound(target_lufs=target, gain_db=previous)).gain_db


def test_gain_is_kept_while_it_is_near_enough() -> None:
    """One replaced track does not encode all others anew, nor does a title that drifts into the tolerance."""
    assert _after(-22.6, previous=5.0) == 5.0
    assert _after(-23.5, previous=5.0) == 5.0
    assert _after(-18.9, previous=1.2) == 1.2
    assert _after(-19.4, previous=0.0) == 0.0
    assert _after(-23.6, previous=5.0) == 5.6
    assert _after(-19.6, previous=0.0) == 1.6


def test_gain_is_not_kept_above_the_ceiling_nor_for_another_target() -> None:
    """A louder track has come, or the profile has changed."""
    assert _after(-22.8, previous=5.0, peak=-6.9) == 4.8
    assert _after(-22.6, previous=5.0, target=-17.9) == 4.6


def test_kept_gain_says_why() -> None:
    """Whoever measures the result finds out why it is not on the target."""
    reason = sound_of(_title(-22.6), STREAMING, Sound(target_lufs=-18.0, gain_db=5.0)).reason

    assert reason == (
        "kept from the release before: -22.6 LUFS become -17.6, and what was encoded stays; made for the first time it "
        "would be +4.6 dB"
    )


@given(st.floats(-40, -5), st.floats(-30, 0), st.floats(-40, -5), st.floats(-30, 0))
def test_gain_of_a_release_is_kept_by_the_next_one(lufs: float, peak: float, other: float, other_peak: float) -> None:
    """Whatever came before: sent once more, a title has the gain that it has; and the ceiling always holds."""
    first = sound_of(_title(other, other_peak), STREAMING)
    second = sound_of(_title(lufs, peak), STREAMING, first)

    assert sound_of(_title(lufs, peak), STREAMING, second).gain_db == second.gain_db
    assert peak + second.gain_db <= STREAMING.true_peak_ceiling_dbtp + 1e-6
    assert round(second.gain_db, 1) == second.gain_db


def test_loudness_is_that_of_all_tracks_together() -> None:
    """Power is added up, not decibels: a loud and a quiet half are nearer to the loud one."""
    assert loudness_of([*loud(-18.0), *loud(-24.0)]) == pytest.approx(-20.04, abs=0.01)


def test_gates_leave_silence_and_pauses_out() -> None:
    """Below -70 LUFS nothing counts (BS.1770), nor what is ten units below the rest."""
    speech = loud(-20.0)

    assert loudness_of([*speech, *loud(-80.0, 600)]) == pytest.approx(-20.0, abs=0.01)
    assert loudness_of([*speech, *loud(-35.0, 60)]) == pytest.approx(-20.0, abs=0.01)
    assert loudness_of([*speech, *loud(-26.0, 60)]) == pytest.approx(-22.04, abs=0.01)


def test_bins_of_tracks_add_up_as_if_they_were_one() -> None:
    """Split anywhere, the blocks give the same loudness."""
    parts = [LoudnessBin(lufs=-20, blocks=10, power=0.0117), LoudnessBin(lufs=-20, blocks=30, power=0.0113)]
    whole = LoudnessBin(lufs=-20, blocks=40, power=(10 * 0.0117 + 30 * 0.0113) / 40)

    assert loudness_of(parts) == pytest.approx(loudness_of([whole]))


def test_nonsense_in_a_bin_is_not_believed() -> None:
    """No block, no power: nothing to take a logarithm of."""
    assert loudness_of([LoudnessBin(lufs=-20, blocks=0, power=0.01), LoudnessBin(lufs=-20, blocks=4, power=0)]) is None
