"""Levels against what the profile asks for."""

import pytest

from shelfready.profiles import STREAMING
from shelfready.report_formats._gauges import Gauge, gauges
from tests.shelfready.report_formats.examples import audio

PROFILE = STREAMING.model_copy(update={"quietest_lufs": -28.0, "loudest_lufs": -14.0})


def gauge(label: str, **levels: object) -> Gauge:
    """One gauge of a track."""
    return next(found for found in gauges(audio(**levels), PROFILE) if found.label == label)


@pytest.mark.parametrize(
    ("found", "value", "word", "at"),
    [
        (-18.0, "\u221218.0 LUFS", "within", 61.1),
        (-28.0, "\u221228.0 LUFS", "within", 33.3),
        (-28.1, "\u221228.1 LUFS", "too low", 33.1),
        (-13.9, "\u221213.9 LUFS", "too high", 72.5),
        (-70.0, "\u221270.0 LUFS", "too low", 0.0),
        (float("-inf"), "digital silence", "", None),
        (None, "not measured", "", None),
    ],
)
def test_loudness_in_a_window(found: float | None, value: str, word: str, at: float | None) -> None:
    """The number, a word that needs no colour, and its place, at the edge for what lies beyond the scale."""
    shown = gauge("Loudness", integrated_lufs=found)

    assert (shown.value, shown.word, shown.at) == (value, word, at)
    assert (shown.start, shown.end, shown.asked) == (33.3, 72.2, "\u221228.0 to \u221214.0 LUFS")
    assert shown.is_within == (word not in ("too low", "too high"))


def test_a_peak_has_no_lower_end() -> None:
    """The window begins where the scale does."""
    shown = gauge("Peak", sample_peak_dbfs=-20.0)

    assert (shown.start, shown.word, shown.asked) == (0.0, "within", "up to \u22120.1 dBFS")


def test_a_short_track_is_not_judged_by_its_noise() -> None:
    """As the rule has it: there may be no pause in it to measure."""
    short = gauge("Noise floor", noise_floor_dbfs=-20.0, decoded_samples=44_100)
    long = gauge("Noise floor", noise_floor_dbfs=-20.0)

    assert (short.word, short.is_within) == ("too short to tell", True)
    assert (long.word, long.is_within) == ("too high", False)


def test_what_nobody_asks_for_has_no_window() -> None:
    """A profile without a window for loudness shows the number alone, and RMS and true peak only where asked."""
    update = {"quietest_lufs": None, "loudest_lufs": None, "quietest_rms_dbfs": None, "loudest_rms_dbfs": None}
    lax = STREAMING.model_copy(update=update)
    strict = lax.model_copy(update={"quietest_rms_dbfs": -23.0, "highest_true_peak_dbtp": -1.0})

    shown = list(gauges(audio(true_peak_dbtp=-0.5), lax))
    asked = list(gauges(audio(true_peak_dbtp=-0.5), strict))

    assert [found.label for found in shown] == ["Loudness", "Peak", "Noise floor"]
    assert (shown[0].word, shown[0].asked, shown[0].end) == ("", "nothing in particular", 0.0)
    assert [found.label for found in asked] == ["Loudness", "RMS", "Peak", "True peak", "Noise floor"]
    assert [found.word for found in asked[1:4:2]] == ["within", "too high"]
