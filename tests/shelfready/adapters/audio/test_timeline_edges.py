"""A track's ends on the timeline are what resampling all of it gives, to the last bit."""

import subprocess
from pathlib import Path

import pytest

from shelfready.adapters.audio import FfmpegAudio
from shelfready.ports import EDGE_SAMPLES
from tests.fixtures.media import CalmWatcher, MakeAudio

RATES = (8000, 11_025, 16_000, 22_050, 24_000, 32_000, 48_000, 88_200, 96_000, 192_000, 44_056)


def _whole(ffmpeg: Path, path: Path) -> bytes:
    """All of a file on the timeline, by the chain that the encoders use."""
    stereo = "pan=stereo|FL<FL+0.707*FC|FR<FR+0.707*FC"
    chain = f"asetnsamples=n=32768:p=0,aformat=sample_fmts=fltp,aresample=44100,{stereo},aformat=sample_fmts=s16"
    command = [str(ffmpeg), "-v", "error", "-i", str(path), "-af", chain, "-f", "s16le", "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize(("seconds", "channels"), [(5.01234, 1), (3.3337, 2), (0.3, 1)])
def test_the_ends_are_those_of_the_whole(
    *,
    make_audio: MakeAudio,
    audio: FfmpegAudio,
    watcher: CalmWatcher,
    tmp_path: Path,
    rate: int,
    seconds: float,
    channels: int,
) -> None:
    """At every rate, for lengths that are whole in neither rate, long and short."""
    made = make_audio(tmp_path / "a", seconds=seconds, rate=rate, channels=channels, codec="wav")
    expected = _whole(audio.workshop.tools.ffmpeg, made)

    measured = audio.measure(made, "wav", watcher)

    assert measured.facts.timeline_samples == len(expected) // 4
    assert measured.head == expected[: EDGE_SAMPLES * 4]
    assert measured.tail == expected[-EDGE_SAMPLES * 4 :]


@pytest.mark.parametrize("rate", [22_050, 24_000, 48_000])
def test_padding_of_encoders_does_not_matter(
    *, make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path, rate: int
) -> None:
    """An MP3's header is a frame or two off; its tail is found all the same."""
    made = make_audio(tmp_path / "a", seconds=8.1, rate=rate, codec="mp3")
    expected = _whole(audio.workshop.tools.ffmpeg, made)

    measured = audio.measure(made, "mp3", watcher)

    assert measured.facts.timeline_samples == len(expected) // 4
    assert (measured.head, measured.tail) == (expected[: EDGE_SAMPLES * 4], expected[-EDGE_SAMPLES * 4 :])


def test_a_file_far_shorter_than_it_claims(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """Where a file breaks off, its end is not where the header said; it is found by decoding once more."""
    made = make_audio(tmp_path / "a", seconds=20, rate=22_050, codec="mp3")
    made.write_bytes(made.read_bytes()[: made.stat().st_size // 3])
    expected = _whole(audio.workshop.tools.ffmpeg, made)

    measured = audio.measure(made, "mp3", watcher)

    assert measured.facts.header_duration_ms is not None
    assert measured.facts.header_duration_ms > 2 * measured.facts.duration_ms
    assert measured.facts.timeline_samples == len(expected) // 4
    assert (measured.head, measured.tail) == (expected[: EDGE_SAMPLES * 4], expected[-EDGE_SAMPLES * 4 :])


def test_a_file_that_changes_its_rate_on_the_way(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """Two recordings glued together are as long on the timeline as the encoder will find them."""
    options = ("-id3v2_version", "0", "-write_xing", "0")
    first = make_audio(tmp_path / "1", seconds=3, rate=22_050, codec="mp3", options=options)
    second = make_audio(tmp_path / "2", seconds=3, rate=44_100, codec="mp3", options=options)
    glued = tmp_path / "a"
    glued.write_bytes(first.read_bytes() + second.read_bytes())
    expected = _whole(audio.workshop.tools.ffmpeg, glued)

    measured = audio.measure(glued, "mp3", watcher)

    assert measured.facts.timeline_samples == len(expected) // 4
    assert (measured.head, measured.tail) == (expected[: EDGE_SAMPLES * 4], expected[-EDGE_SAMPLES * 4 :])
