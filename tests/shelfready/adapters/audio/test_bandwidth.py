"""What an encoder cut off is seen, whatever it was encoded into afterwards."""

import subprocess
from pathlib import Path

import numpy as np
import pytest

from shelfready.adapters.audio import FfmpegAudio
from shelfready.adapters.audio.bandwidth import Bandwidth
from tests.fixtures.media import CalmWatcher, MakeAudio

SOUND = "0.4*sin(2*PI*440*t)+0.03*(random(0)-0.5)"


def _hertz(samples: np.ndarray, rate: int) -> int | None:
    bandwidth = Bandwidth(rate)
    for at in range(0, len(samples), rate):
        bandwidth.feed(samples[at : at + rate].astype(np.float32))
    bandwidth.finish()
    return bandwidth.hertz


@pytest.mark.parametrize(("rate", "channels"), [(22_050, 1), (44_100, 1), (44_100, 2), (96_000, 1)])
def test_noise_has_all_of_it(rate: int, channels: int) -> None:
    """White noise reaches to half the sample rate."""
    noise = np.random.default_rng(1).standard_normal((rate * 4, channels)) * 0.1

    assert _hertz(noise, rate) == pytest.approx(rate / 2, abs=100)


def test_a_tone_has_its_own_frequency() -> None:
    """Nothing is left above a tone, though its level is high."""
    tone = 0.9 * np.sin(2 * np.pi * 5000 * np.arange(44_100 * 4) / 44_100)

    assert _hertz(tone[:, None], 44_100) == pytest.approx(5000, abs=250)


def test_dither_and_clicks_are_nothing() -> None:
    """The noise of sixteen bits is below any recording's, and a single click is no voice."""
    rng = np.random.default_rng(2)
    tone = 0.5 * np.sin(2 * np.pi * 3000 * np.arange(44_100 * 200) / 44_100)
    dithered = np.rint(tone * 32767 + rng.random(tone.size) - rng.random(tone.size)) / 32768
    dithered[1000] = 0.99  # within the first look

    assert _hertz(dithered[:, None], 44_100) == pytest.approx(3000, abs=250)


def test_silence_has_none() -> None:
    """Where nothing is heard, nothing can be told."""
    assert _hertz(np.zeros((44_100 * 4, 1)), 44_100) is None


def test_what_was_cut_off_does_not_come_back(
    *, make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, ffmpeg: Path, tmp_path: Path
) -> None:
    """A file of 22 kHz that was encoded again at 192 kbit/s and 44.1 kHz is seen for what it is."""
    honest = make_audio(tmp_path / "honest", seconds=8, codec="mp3", sound=SOUND, options=("-b:a", "192k"))
    low = make_audio(tmp_path / "low", seconds=8, rate=22_050, codec="mp3", sound=SOUND, options=("-b:a", "64k"))
    again = tmp_path / "again"
    command = [str(ffmpeg), "-v", "error", "-i", str(low), "-ar", "44100", "-b:a", "192k", "-f", "mp3", str(again)]
    subprocess.run(command, check=True)

    passed, caught = (audio.measure(path, "mp3", watcher).facts for path in (honest, again))

    assert (passed.bitrate_kbps, caught.bitrate_kbps) == (192, 192)
    assert passed.bandwidth_hz is not None
    assert caught.bandwidth_hz is not None
    assert passed.bandwidth_hz > 16_000
    assert caught.bandwidth_hz < 11_200
