"""What was made is held against the plan: what differs is not published, and what only seems to is."""

from collections.abc import Sequence

import pytest

from activities.comparing import heard_as, must_sound_alike
from shelfready.errors import DefectError
from shelfready.media import LoudnessBin
from shelfready.plans import AudioFormat, Make, Plan
from shelfready.ports import EncodedFacts
from tests.shelfready.planned_books import MINUTE, a_book, a_track, loud, planned

VOICE, WIDE = AudioFormat(kbps=64, channels=1), AudioFormat(kbps=128, channels=2)


def _heard(lufs: float | None, format: AudioFormat = VOICE, silent_ms: int | None = 0) -> EncodedFacts:
    """A minute as it was decoded; nobody measured how loud it is where None is said."""
    bins: Sequence[LoudnessBin] | None = None if lufs is None else loud(lufs)
    return EncodedFacts(
        frames=1,
        samples=1,
        channels=format.channels,
        silent_ms=silent_ms,
        loudness=None if bins is None else tuple(bins),
    )


def _book(**changes: object) -> tuple[Plan, Make]:
    plan = planned(a_book(a_track("1"), a_track("2", lufs=-30.0), **changes))
    return plan, next(make for make in plan.makes if make.rendition == "hls-aac-64")


def test_what_sounds_as_planned_passes() -> None:
    """The tracks, louder by the title's gain."""
    plan, make = _book()
    gain = plan.sound.gain_db

    must_sound_alike(make, plan, VOICE, [_heard(-23.0 + gain), _heard(-30.0 + gain)])


@pytest.mark.parametrize("off", [-2.0, 2.0])
def test_another_loudness_is_refused(off: float) -> None:
    """Two decibels are another sound."""
    plan, make = _book()
    gain = plan.sound.gain_db + off

    with pytest.raises(DefectError, match="LUFS"):
        must_sound_alike(make, plan, VOICE, [_heard(-23.0 + gain), _heard(-30.0 + gain)])


def test_one_piece_does_not_tell_how_loud_the_book_is() -> None:
    """Loudness is told of one format of a piece: after a worker died, of another one than of all other pieces."""
    plan, make = _book()
    heard = [_heard(None), _heard(-30.0 + plan.sound.gain_db)]

    must_sound_alike(make, plan, VOICE, heard)

    assert heard_as(heard, plan) == (None, 0.0)


def test_silence_that_was_not_there_is_refused() -> None:
    """Also in a format of which nobody measured how loud it is."""
    plan, make = _book()

    with pytest.raises(DefectError, match="of silence"):
        must_sound_alike(make, plan, VOICE, [_heard(None, silent_ms=10_000), _heard(None)])


def test_silence_that_an_encoder_filled_is_none_the_worse() -> None:
    """At 32 kbit/s the room tone between sentences is a few decibels louder than it was."""
    facts = a_book(a_track("1", silent_ms=30_000), a_track("2", silent_ms=30_000))
    plan = planned(facts)

    must_sound_alike(plan.makes[0], plan, VOICE, [_heard(None), _heard(None)])


def test_two_channels_are_as_loud_in_one_as_what_they_share() -> None:
    """Of two that have nothing in common, one holds half the power."""
    wide = {"channels": 2, "mid_rms_dbfs": -26.0, "side_rms_dbfs": -26.0}
    plan = planned(a_book(a_track("1", MINUTE, **wide), a_track("2", MINUTE, **wide)))
    loudness, gain = plan.sound.integrated_lufs or 0.0, plan.sound.gain_db

    assert plan.sound.mono_lufs == pytest.approx(loudness - 3.01, abs=0.02)
    must_sound_alike(plan.makes[0], plan, VOICE, [_heard(loudness - 3 + gain)] * 2)
    must_sound_alike(plan.makes[0], plan, WIDE, [_heard(loudness + gain, WIDE)] * 2)


def test_what_is_copied_was_not_heard() -> None:
    """It is what the publisher sent."""
    plan, make = _book()
    facts = EncodedFacts(frames=1, samples=1, channels=1, priming_samples=1024)

    must_sound_alike(make, plan, VOICE, [facts, facts])

    assert heard_as([facts, facts], plan) == (None, None)
