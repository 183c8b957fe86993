"""Loudness agrees with what ffmpeg's own meter says."""

import math
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from shelfready.adapters.audio.loudness import Loudness
from shelfready.media import LoudnessBin
from shelfready.sound import loudness_of

Meter = Callable[[np.ndarray, int], float]


def _ours(samples: np.ndarray, rate: int, *, piece: int = 30_011) -> float | None:
    """The loudness of samples in one column for each channel, fed in awkward pieces."""
    loudness = Loudness(rate, samples.shape[1])
    for at in range(0, len(samples), piece):
        loudness.feed(samples[at : at + piece].astype(np.float32))
    loudness.finish()
    return loudness.integrated_lufs


@pytest.fixture
def by_ffmpeg(ffmpeg: Path, tmp_path: Path) -> Meter:
    """What ffmpeg's `ebur128` says of samples, with mono as dual mono."""

    def measured(samples: np.ndarray, rate: int) -> float:
        raw = tmp_path / "raw"
        raw.write_bytes(samples.astype("<f4").tobytes())
        source = ["-f", "f32le", "-ar", str(rate), "-ac", str(samples.shape[1]), "-i", str(raw)]
        meter = "ebur128=dualmono=true:framelog=quiet:metadata=1,ametadata=print:key=lavfi.r128.I:file=-"
        command = [str(ffmpeg), "-v", "error", *source, "-af", meter, "-f", "null", "/dev/null"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return float(re.findall(r"r128\.I=(\S+)", said)[-1])

    return measured


def _tone(rate: int, seconds: float, dbfs: float, hertz: float = 1000.0) -> np.ndarray:
    return 10 ** (dbfs / 20) * np.sin(2 * math.pi * hertz * np.arange(round(seconds * rate)) / rate)


def _stereo(*parts: np.ndarray) -> np.ndarray:
    return np.repeat(np.concatenate(parts)[:, None], 2, axis=1)


@pytest.mark.parametrize(
    ("levels", "lufs"),
    [
        ([(20, -23)], -23.0),
        ([(20, -33)], -33.0),
        ([(10, -36), (60, -23), (10, -36)], -23.0),
        ([(10, -72), (10, -36), (60, -23), (10, -36), (10, -72)], -23.0),
        ([(20, -26), (20.1, -20), (20, -26)], -23.0),
    ],
)
def test_the_broadcasters_tones(levels: list[tuple[float, float]], lufs: float) -> None:
    """The first cases of EBU Tech 3341: a stereo tone of 1 kHz at changing levels, each to a tenth of a unit."""
    samples = _stereo(*(_tone(48_000, seconds, dbfs) for seconds, dbfs in levels))

    assert _ours(samples, 48_000) == pytest.approx(lufs, abs=0.1)


@pytest.mark.parametrize("rate", [8000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000, 44_056])
@pytest.mark.parametrize("channels", [1, 2])
def test_noise_at_any_rate(by_ffmpeg: Meter, rate: int, channels: int) -> None:
    """Noise that swells and fades, at every rate that publishers use and at one that nobody does."""
    noise = np.random.default_rng(rate).standard_normal((rate * 8, channels))
    swelling = noise * (0.02 + 0.1 * np.abs(np.sin(np.arange(rate * 8) / rate))[:, None])

    # Where a tenth of a second is no whole number of samples, ffmpeg's gate opens a little elsewhere.
    assert _ours(swelling, rate) == pytest.approx(by_ffmpeg(swelling, rate), abs=0.02 if rate % 10 == 0 else 0.05)


@pytest.mark.parametrize("channels", [3, 4, 5, 6, 7, 8])
def test_channels_count_as_they_do_for_ffmpeg(by_ffmpeg: Meter, channels: int) -> None:
    """Surrounds count more and low frequency effects not at all; no channel has the level of another."""
    noise = np.random.default_rng(channels).standard_normal((44_100 * 4, channels)) * 0.02
    noise *= 1.4 ** np.arange(channels)

    assert _ours(noise, 44_100) == pytest.approx(by_ffmpeg(noise, 44_100), abs=0.02)


@pytest.mark.parametrize("rate", [22_050, 44_100, 48_000])
@pytest.mark.parametrize(
    ("hertz", "tolerance"), [(30, 0.3), (60, 0.1), (100, 0.1), (315, 0.02), (3000, 0.02), (10_000, 0.02)]
)
def test_the_filters_are_the_standards(by_ffmpeg: Meter, rate: int, hertz: float, tolerance: float) -> None:
    """Low tones count less and high ones more."""
    samples = _tone(rate, 5, -20, hertz)[:, None]

    assert _ours(samples, rate) == pytest.approx(by_ffmpeg(samples, rate), abs=tolerance)


@pytest.mark.parametrize("channels", [1, 2])
def test_an_offset_is_not_heard(by_ffmpeg: Meter, channels: int) -> None:
    """A constant in all samples, as poor converters leave it, adds nothing."""
    samples = np.repeat((_tone(44_100, 5, -30) + 0.1)[:, None], channels, axis=1)

    assert _ours(samples, 44_100) == pytest.approx(by_ffmpeg(samples, 44_100), abs=0.02)


def test_rumble_is_heard_as_little_as_it_should(by_ffmpeg: Meter) -> None:
    """A hum ten decibels above the voice."""
    samples = (_tone(44_100, 5, -30) + _tone(44_100, 5, -20, 50.0))[:, None]

    assert _ours(samples, 44_100) == pytest.approx(by_ffmpeg(samples, 44_100), abs=0.1)


def test_silence_has_none_and_a_moment_neither() -> None:
    """Nothing passes the gate of silence: minus infinity. Less than 400 ms has no loudness at all."""
    assert _ours(np.zeros((44_100, 1)), 44_100) == -math.inf
    assert _ours(_tone(44_100, 5, -80)[:, None], 44_100) == -math.inf
    assert _ours(_tone(44_100, 0.39, -20)[:, None], 44_100) is None
    assert _ours(_tone(44_100, 0.4, -20)[:, None], 44_100) is not None


def test_pieces_do_not_matter() -> None:
    """However the stream is cut, the result is the same."""
    samples = np.random.default_rng(1).standard_normal((100_000, 2)) * 0.1

    assert _ours(samples, 44_100, piece=997) == _ours(samples, 44_100, piece=100_000)


def test_real_speech(by_ffmpeg: Meter, shared_audio: Path, ffmpeg: Path) -> None:
    """Real books, mono and stereo, agree to two hundredths of a unit."""
    poems = sorted((shared_audio / "librivox_dickinson_selected_poems").glob("*.mp3"))[:3]
    sonnets = sorted((shared_audio / "afaligner_shakespeare_sonnets").rglob("*.mp3"))[:2]
    assert (len(poems), len(sonnets)) == (3, 2)
    for track, rate, channels in [*((poem, 22_050, 1) for poem in poems), *((one, 44_100, 2) for one in sonnets)]:
        command = [str(ffmpeg), "-v", "error", "-i", str(track), "-vn", "-f", "f32le", "-ac", str(channels), "-"]
        raw = subprocess.run(command, capture_output=True, check=True).stdout
        samples = np.frombuffer(raw, dtype="<f4").reshape(-1, channels)

        assert _ours(samples, rate) == pytest.approx(by_ffmpeg(samples, rate), abs=0.02)


def _bins(samples: np.ndarray, rate: int) -> tuple[LoudnessBin, ...]:
    loudness = Loudness(rate, samples.shape[1])
    loudness.feed(samples.astype(np.float32))
    loudness.finish()
    return loudness.bins


def test_what_was_heard_apart_adds_up(by_ffmpeg: Meter) -> None:
    """Tracks of very unlike loudness, measured each by itself, are together as loud as ffmpeg hears them in a row."""
    noise = np.random.default_rng(9)
    tracks = []
    for number in range(8):
        swell = 0.2 + np.abs(np.sin(np.arange(44_100 * 12) / 44_100 * (1 + number)))
        tracks.append((noise.standard_normal(44_100 * 12) * swell * 10 ** (-(20 + 1.5 * number) / 20))[:, None])

    together = loudness_of(bin for track in tracks for bin in _bins(track, 44_100))

    assert together == pytest.approx(by_ffmpeg(np.concatenate(tracks), 44_100), abs=0.1)


def test_bins_hold_every_block_above_silence() -> None:
    """A tone of one loudness is one bin, with the power that it has; silence is none."""
    (only,) = _bins(_tone(48_000, 2.0, -20)[:, None], 48_000)

    assert (only.lufs, only.blocks) == (-20, 17)
    assert loudness_of([only]) == pytest.approx(_ours(_tone(48_000, 2.0, -20)[:, None], 48_000), abs=0.001)
    assert _bins(np.zeros((96_000, 1)), 48_000) == ()
    assert _bins(_tone(48_000, 0.3, -20)[:, None], 48_000) == ()


def test_a_real_book_adds_up(by_ffmpeg: Meter, shared_audio: Path, ffmpeg: Path) -> None:
    """Six poems, each measured by itself, are together as loud as ffmpeg says of all of them in a row."""
    poems = sorted((shared_audio / "librivox_dickinson_selected_poems").glob("*.mp3"))[:6]
    assert len(poems) == 6
    heard = []
    for poem in poems:
        command = [str(ffmpeg), "-v", "error", "-i", str(poem), "-vn", "-f", "f32le", "-ac", "1", "-"]
        raw = subprocess.run(command, capture_output=True, check=True).stdout
        heard.append(np.frombuffer(raw, dtype="<f4").reshape(-1, 1))

    together = loudness_of(bin for track in heard for bin in _bins(track, 22_050))

    assert together == pytest.approx(by_ffmpeg(np.concatenate(heard), 22_050), abs=0.1)
