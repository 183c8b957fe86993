"""A sample of a book is as long as it was meant to be, and fades."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from shelfready.adapters.audio import FfmpegAudio
from shelfready.errors import DefectError
from shelfready.plans import AudioFormat
from shelfready.ports import Excerpt, Sample
from tests.fixtures.media import SINE, CalmWatcher, MakeAudio
from tests.shelfready.adapters.audio.books import decode, playable, source

AAC = AudioFormat(kbps=64, channels=1)
OPUS = AudioFormat(codec="opus", kbps=32, channels=1)


@pytest.fixture
def sample(make_audio: MakeAudio, tmp_path: Path) -> Sample:
    """The last second of one track and the first of another: another rate, another number of channels."""
    first = make_audio(tmp_path / "1", seconds=3, rate=22_050, sound=SINE)
    second = make_audio(tmp_path / "2", seconds=2, rate=48_000, channels=2, sound=SINE)
    return Sample(
        excerpts=(
            Excerpt(source(first, "flac"), 22_050, 66_150, 132_300, 88_000, 44_300),
            Excerpt(source(second, "flac"), 48_000, 96_000, 88_200, 0, 44_123),
        ),
        gain_db=-3.0,
        fade_in_ms=50,
        fade_out_ms=500,
        format=AAC,
    )


@pytest.mark.parametrize("format", [AAC, OPUS], ids=lambda one: one.key)
def test_a_sample_is_exact_and_faded(
    *,
    audio: FfmpegAudio,
    watcher: CalmWatcher,
    ffmpeg: Path,
    tmp_path: Path,
    sample: Sample,
    format: AudioFormat,
) -> None:
    """Stretches of two unlike tracks follow one another without a gap, with the gain, rising and falling."""
    made = audio.cut(replace(sample, format=format), tmp_path, watcher)

    rate, samples = format.rate_hz, 88_423
    assert made.facts.frames == -(-(samples * rate + format.priming_samples * 44_100) // (format.frame_samples * rate))
    priming = 0 if format.codec == "opus" else format.priming_samples
    heard = decode(ffmpeg, playable([made], tmp_path / "a"), 1)[priming:, 0]
    level = np.abs(heard[: len(heard) // 441 * 441].reshape(-1, 441)).max(axis=1) / (0.5 * 10 ** (-3 / 20))
    seconds = np.arange(len(level)) * 441 / rate
    assert level[0] < 0.3
    assert level[(seconds > 0.1) & (seconds < 1.45)] == pytest.approx(1, abs=0.12)
    assert level[(seconds > 1.72) & (seconds < 1.78)] == pytest.approx(0.5, abs=0.12)
    assert level[(seconds > 2.0) & (seconds < 2.005)].max(initial=0) < 0.05


def test_fades_never_overlap(audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path, sample: Sample) -> None:
    """A sample that is shorter than its fades rises to its middle and falls from there."""
    short = replace(sample, excerpts=(replace(sample.excerpts[0], samples=4410),), fade_in_ms=2000, fade_out_ms=2000)

    made = audio.cut(short, tmp_path, watcher)

    assert made.facts.peak_dbfs is not None
    assert made.facts.peak_dbfs > -12


def test_a_track_that_is_shorter_than_measured_is_our_defect(
    audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path, sample: Sample
) -> None:
    """A sample that would be shorter than planned is not made."""
    longer = replace(sample, excerpts=(replace(sample.excerpts[0], track_samples=140_000, samples=50_000),))

    with pytest.raises(DefectError) as caught:
        audio.cut(longer, tmp_path, watcher)

    assert caught.value.cause_code == "decoded-length-changed"
