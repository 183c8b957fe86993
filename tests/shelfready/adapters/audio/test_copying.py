"""A publisher's own AAC is taken over frame by frame, and is heard as long as it was measured."""

import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest

from shelfready.adapters.audio import FfmpegAudio
from shelfready.errors import DefectError, RejectedError
from shelfready.plans import AudioFormat
from tests.fixtures.media import CalmWatcher, MakeAudio
from tests.shelfready.adapters.audio.books import decode, playable, source

MONO = AudioFormat(kbps=64, channels=1, is_copied=True)


def _must_be_heard_as_measured(audio: FfmpegAudio, ffmpeg: Path, track: Path, kind: str, folder: Path) -> int:
    """What is left of the copied frames after the priming is the track's own audio; answers the priming."""
    watcher = CalmWatcher()
    samples = audio.measure(track, kind, watcher).facts.timeline_samples

    made = audio.copy(source(track, kind), MONO, folder, watcher)

    priming = made.facts.priming_samples
    assert priming is not None
    heard = decode(ffmpeg, playable([made], folder / "copy.aac"), 1)
    assert len(heard) == made.facts.samples == made.facts.frames * 1024
    own = decode(ffmpeg, track, 1)
    assert len(own) == samples <= len(heard) - priming
    # Noise that the encoder has left to the decoder is another each time: compared is what is louder.
    assert np.abs(heard[priming : priming + samples] - own).max() < 0.02
    return priming


def test_what_is_copied_is_what_was_measured(
    make_audio: MakeAudio, audio: FfmpegAudio, ffmpeg: Path, tmp_path: Path
) -> None:
    """Of an MP4 file the edit list says how much is priming; plain ADTS has none that anybody knows of."""
    m4a = make_audio(tmp_path / "a", seconds=3.3, codec="m4a")
    aac = make_audio(tmp_path / "b", seconds=3.3, codec="aac")
    for name in ("m4a", "aac"):
        (tmp_path / name).mkdir()

    assert _must_be_heard_as_measured(audio, ffmpeg, m4a, "m4a", tmp_path / "m4a") == 1024
    assert _must_be_heard_as_measured(audio, ffmpeg, aac, "aac", tmp_path / "aac") == 0


@pytest.mark.parametrize("skipped", [0, 563, 2112, 5000])
def test_any_priming_is_taken_over(
    make_audio: MakeAudio, audio: FfmpegAudio, ffmpeg: Path, tmp_path: Path, skipped: int
) -> None:
    """Other encoders put 2,112 samples before the first; editors cut where they like."""
    data = bytearray(make_audio(tmp_path / "a", seconds=3, codec="m4a").read_bytes())
    at = data.index(b"elst") + 16
    assert struct.unpack_from(">i", data, at) == (1024,)
    struct.pack_into(">i", data, at, skipped)
    (tmp_path / "a").write_bytes(data)

    _must_be_heard_as_measured(audio, ffmpeg, tmp_path / "a", "m4a", tmp_path)


@pytest.mark.parametrize(("rate", "channels"), [(48_000, 1), (44_100, 2)])
def test_other_aac_than_was_planned_is_not_copied(
    *, make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path, rate: int, channels: int
) -> None:
    """Frames of another rate, or of more channels, would be played at the wrong speed: they are not taken over."""
    track = make_audio(tmp_path / "a", rate=rate, channels=channels, codec="m4a")
    (tmp_path / "made").mkdir()

    with pytest.raises(DefectError) as caught:
        audio.copy(source(track, "m4a"), MONO, tmp_path / "made", watcher)

    assert caught.value.cause_code == "encoded-not-adts"
    assert list((tmp_path / "made").iterdir()) == []


def test_he_aac_is_not_taken_for_lc(make_audio: MakeAudio, audio: FfmpegAudio, tmp_path: Path) -> None:
    """Its header says that half of what is heard is synthesized: copied as AAC-LC it would last half as long."""
    plain = make_audio(tmp_path / "plain", rate=22_050, codec="m4a")
    data, config = bytearray(plain.read_bytes()), bytes.fromhex("138856e500")
    data[data.index(config) + 4] = 0xA0  # bands are replicated, up to 44.1 kHz (ISO/IEC 14496-3, 1.6.2.1)
    (tmp_path / "he").write_bytes(data)

    found = [audio.measure(tmp_path / name, "m4a", CalmWatcher()).facts for name in ("plain", "he")]

    assert [(facts.codec, facts.sample_rate_hz) for facts in found] == [("aac", 22_050), ("he-aac", 44_100)]


def test_a_cover_is_no_frame(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, ffmpeg: Path, tmp_path: Path
) -> None:
    """A picture that is a video stream of its own is left where it is."""
    plain = make_audio(tmp_path / "a", seconds=2, codec="m4a")
    picture = ["-f", "lavfi", "-i", "color=s=64x64:d=0.04,format=yuvj420p"]
    words = ["-map", "0", "-map", "1", "-c:a", "copy", "-c:v", "mjpeg", "-disposition:v", "attached_pic"]
    command = [str(ffmpeg), "-v", "error", "-i", str(plain), *picture, *words, "-f", "ipod", str(tmp_path / "b")]
    subprocess.run(command, check=True)

    with_cover = audio.copy(source(tmp_path / "b", "m4a"), MONO, tmp_path, watcher)
    frames = with_cover.frames.read_bytes()
    without = audio.copy(source(plain, "m4a"), MONO, tmp_path, watcher)

    assert with_cover.facts == without.facts
    assert frames == without.frames.read_bytes()


def test_what_is_no_aac_is_refused(
    audio: FfmpegAudio, watcher: CalmWatcher, make_audio: MakeAudio, tmp_path: Path
) -> None:
    """Another codec in the same container is not copied as AAC."""
    track = make_audio(tmp_path / "a", codec="alac")

    with pytest.raises((DefectError, RejectedError)):
        audio.copy(source(track, "m4a"), MONO, tmp_path, watcher)
