"""Tracks that are encoded apart join into one book, to the sample and without a click."""

import math
import subprocess
from pathlib import Path

import numpy as np
import pytest

from shelfready.adapters.audio import FfmpegAudio
from shelfready.adapters.audio.encoding import cut
from shelfready.errors import DefectError
from shelfready.plans import FRAME_SAMPLES, PRIMING_SAMPLES, AudioFormat
from shelfready.ports import EDGE_SAMPLES
from tests.fixtures.media import CalmWatcher, MakeAudio
from tests.shelfready.adapters.audio.books import Pcm, Recording, decode, encode_book, recording

MONO = AudioFormat(kbps=64, channels=1)
STEREO = AudioFormat(kbps=96, channels=2)

# Seven unequal tracks: one of 0.05 s, one of a single sample, one cut exactly between two frames.
BOUNDS = (100_003, 102_208, 300_032, 440_320, 440_321, 700_001)


def _as_heard(book: Recording, channels: int) -> np.ndarray:
    pcm = book.pcm.astype(float)
    return pcm if channels == 2 else pcm.mean(axis=1, keepdims=True)


def _in_one_go(ffmpeg: Path, book: Recording, format: AudioFormat, folder: Path) -> Path:
    """The whole recording by one encoder, without any of our code."""
    raw, made = folder / "whole.pcm", folder / "whole.aac"
    raw.write_bytes(book.pcm.tobytes())
    mix = ["-af", "pan=mono|c0=0.5*c0+0.5*c1"] if format.channels == 1 else []
    source = ["-f", "s16le", "-ar", "44100", "-ac", "2", "-i", str(raw)]
    command = [str(ffmpeg), "-v", "error", *source, *mix, "-c:a", "aac", "-b:a", f"{format.kbps}k", str(made)]
    subprocess.run(command, check=True)
    return made


def _rms(error: np.ndarray) -> float:
    return math.sqrt(float((error**2).mean()))


@pytest.mark.parametrize("format", [MONO, STEREO], ids=["mono", "stereo"])
def test_joins_cannot_be_told(
    audio: FfmpegAudio, watcher: CalmWatcher, ffmpeg: Path, tmp_path: Path, format: AudioFormat
) -> None:
    """Around the joins the sound is as near to the original as one encoder makes it in one go; the length is exact."""
    book = recording(20.3, BOUNDS)
    original, channels = _as_heard(book, format.channels), format.channels
    joined = decode(ffmpeg, encode_book(audio, book, format, tmp_path, watcher), channels)[PRIMING_SAMPLES:]
    single = decode(ffmpeg, _in_one_go(ffmpeg, book, format, tmp_path), channels)[PRIMING_SAMPLES:]
    samples = len(original)

    assert len(joined) == len(single) == -(-samples // FRAME_SAMPLES) * FRAME_SAMPLES
    ours, theirs = joined[:samples] - original, single[:samples] - original
    assert _rms(ours) < 1.05 * _rms(theirs)
    for bound in BOUNDS:
        around = slice(bound - 2048, bound + 2048)
        assert _lag(joined, original, around) == 0
        assert _rms(ours[around]) < 1.5 * _rms(theirs[around])
        # A click is one sample far off.
        assert np.abs(ours[bound - 64 : bound + 64]).max() < 2 * np.abs(theirs).max()


def _lag(heard: np.ndarray, original: np.ndarray, where: slice) -> int:
    """By how many samples what is heard lies beside the original: where the difference is least."""
    lags = range(-20, 21)
    part = original[where]
    errors = [_rms(heard[where.start + lag : where.stop + lag] - part) for lag in lags]
    return lags[errors.index(min(errors))]


def _tiny_tracks(number: int) -> Recording:
    """Tracks of 1 to 3,000 samples, many shorter than a frame."""
    lengths = np.random.default_rng(3).integers(1, 3000, number)
    bounds = np.cumsum(lengths).tolist()
    return recording(bounds[-1] / 44_100, tuple(bounds[:-1]))


@pytest.mark.parametrize("number", [40, pytest.param(300, marks=pytest.mark.slow)])
def test_many_tiny_tracks_do_not_drift(
    audio: FfmpegAudio, watcher: CalmWatcher, ffmpeg: Path, tmp_path: Path, number: int
) -> None:
    """The last of many tracks is where it belongs, to the sample."""
    book = _tiny_tracks(number)
    samples = len(book.pcm)
    joined: Pcm = decode(ffmpeg, encode_book(audio, book, MONO, tmp_path, watcher), 1)[PRIMING_SAMPLES:]

    assert len(joined) == -(-samples // FRAME_SAMPLES) * FRAME_SAMPLES
    original = _as_heard(book, 1)
    assert {_lag(joined, original, slice(at, at + 4000)) for at in range(1000, samples - 5000, 8000)} == {0}


def test_the_same_again_is_the_same_bytes(audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path) -> None:
    """An encoding that is made twice, by two attempts at once perhaps, is one object in the store."""
    job = recording(2, (30_000,)).jobs(tmp_path, STEREO)[1]
    audio.encode(job, tmp_path / "a", watcher)
    audio.encode(job, tmp_path / "b", watcher)

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize(
    ("codec", "kind", "rate", "channels"),
    [("mp3", "mp3", 22_050, 1), ("mp3", "mp3", 44_100, 2), ("m4a", "m4a", 48_000, 2), ("flac", "flac", 48_000, 6)],
)
def test_what_was_measured_is_what_is_encoded(
    *,
    make_audio: MakeAudio,
    audio: FfmpegAudio,
    watcher: CalmWatcher,
    tmp_path: Path,
    codec: str,
    kind: str,
    rate: int,
    channels: int,
) -> None:
    """The length that measuring found is the length that encoding finds, through any decoder and resampler."""
    track = make_audio(tmp_path / "a", seconds=2.7, rate=rate, channels=channels, codec=codec)
    measured = audio.measure(track, kind, watcher)
    samples = measured.facts.timeline_samples
    job = recording(1).jobs(tmp_path, MONO)[0]
    whole = {"path": track, "kind": kind, "samples": samples, "end_frame": -(-samples // FRAME_SAMPLES) + 1}

    assert audio.encode(job.model_copy(update=whole), tmp_path / "b", watcher) == whole["end_frame"]


@pytest.mark.parametrize("lie", [-1, 1])
def test_another_length_than_measured_is_our_defect(
    audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path, lie: int
) -> None:
    """One sample more or less than the plan says would move all that follows: nothing is made."""
    job = recording(1).jobs(tmp_path, MONO)[0]

    with pytest.raises(DefectError) as caught:
        audio.encode(job.model_copy(update={"samples": job.samples + lie}), tmp_path / "a", watcher)

    assert caught.value.cause_code == "decoded-length-changed"
    assert not (tmp_path / "a").exists()


def test_too_little_of_the_neighbour_is_our_defect(tmp_path: Path) -> None:
    """An encoder that is not given what it needs to settle says so before it starts."""
    job = recording(2, (50_000,)).jobs(tmp_path, MONO)[1]

    with pytest.raises(DefectError) as caught:
        cut(job.model_copy(update={"before": job.before[-4000:]}))

    assert caught.value.cause_code == "neighbour-audio-missing"


def test_an_edge_is_always_enough(tmp_path: Path) -> None:
    """Wherever a track begins within a frame, the kept edge of its neighbour covers what the encoder needs."""
    for start in range(40_000, 40_000 + FRAME_SAMPLES, 93):
        job = recording(2, (start,)).jobs(tmp_path, MONO)[1]

        assert cut(job).before_samples <= EDGE_SAMPLES
        assert cut(job).skipped_packets == 4


def test_calling_off_leaves_nothing(audio: FfmpegAudio, tmp_path: Path, make_audio: MakeAudio) -> None:
    """A track whose encoding is called off leaves no file and no folder."""

    class CalledOffError(Exception):
        pass

    class Impatient(CalmWatcher):
        def moved(self) -> None:
            """It goes on."""
            self.check()

        def check(self) -> None:
            raise CalledOffError

    job = recording(30).jobs(tmp_path, STEREO)[0]
    with pytest.raises(CalledOffError):
        audio.encode(job, tmp_path / "a", Impatient())

    assert not (tmp_path / "a").exists()
    assert list((tmp_path / "scratch").iterdir()) == []
