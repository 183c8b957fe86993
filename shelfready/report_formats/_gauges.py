"""A measured level against what the profile asks for, as a number, a word and a small picture."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import isinf

from shelfready.media import AudioFacts
from shelfready.profiles import Profile
from shelfready.report_formats._words import level, signed

WIDTH = 100


@dataclass(frozen=True)
class Gauge:
    """`start` and `end` bound the window on a scale that is `WIDTH` wide, `at` is the value; None where none is."""

    label: str
    value: str
    asked: str
    word: str
    is_within: bool
    start: float
    end: float
    at: float | None


@dataclass(frozen=True)
class _Scale:
    """What is drawn of a kind of level: from `low` to `high`."""

    label: str
    unit: str
    low: float
    high: float


_LOUDNESS = _Scale("Loudness", "LUFS", -40.0, -4.0)
_RMS = _Scale("RMS", "dBFS", -40.0, -4.0)
_PEAK = _Scale("Peak", "dBFS", -30.0, 3.0)
_TRUE_PEAK = _Scale("True peak", "dBTP", -30.0, 3.0)
_NOISE = _Scale("Noise floor", "dBFS", -100.0, -20.0)


def gauges(audio: AudioFacts, profile: Profile) -> Iterator[Gauge]:
    """Loudness, peaks and noise of a track, as far as anybody asks for them."""
    yield _gauge(_LOUDNESS, audio.integrated_lufs, profile.quietest_lufs, profile.loudest_lufs)
    if profile.quietest_rms_dbfs is not None or profile.loudest_rms_dbfs is not None:
        yield _gauge(_RMS, audio.rms_dbfs, profile.quietest_rms_dbfs, profile.loudest_rms_dbfs)
    yield _gauge(_PEAK, audio.sample_peak_dbfs, None, profile.highest_peak_dbfs)
    if profile.highest_true_peak_dbtp is not None:
        yield _gauge(_TRUE_PEAK, audio.true_peak_dbtp, None, profile.highest_true_peak_dbtp)
    noise = _gauge(_NOISE, audio.noise_floor_dbfs, None, profile.highest_noise_floor_dbfs)
    # A short track (credits) may hold no pause to measure; no rule speaks of it, and nor does its picture.
    is_short = audio.duration_ms < profile.shortest_compared_track_s * 1000
    yield replace(noise, word="too short to tell", is_within=True) if is_short and not noise.is_within else noise


def _gauge(scale: _Scale, found: float | None, lowest: float | None, highest: float | None) -> Gauge:
    is_asked = lowest is not None or highest is not None
    start = _at(scale.low if lowest is None else lowest, scale) if is_asked else 0.0
    end = _at(scale.high if highest is None else highest, scale) if is_asked else 0.0
    asked = _asked(scale.unit, lowest, highest)
    if found is None:
        return Gauge(scale.label, "not measured", asked, "", True, start, end, None)
    is_silent = isinf(found) and found < 0
    too_low = lowest is not None and not is_silent and found < lowest
    too_high = highest is not None and found > highest
    word = "too low" if too_low else "too high" if too_high else "within" if is_asked and not is_silent else ""
    at = None if is_silent else _at(found, scale)
    return Gauge(scale.label, level(found, scale.unit), asked, word, not (too_low or too_high), start, end, at)


def _asked(unit: str, lowest: float | None, highest: float | None) -> str:
    if highest is None:
        return "nothing in particular" if lowest is None else f"{signed(lowest)} {unit} or more"
    return f"up to {signed(highest)} {unit}" if lowest is None else f"{signed(lowest)} to {signed(highest)} {unit}"


def _at(value: float, scale: _Scale) -> float:
    """The place of a value on the scale; what lies beyond it is shown at its end."""
    return round(min(1.0, max(0.0, (value - scale.low) / (scale.high - scale.low))) * WIDTH, 1)
