"""What an encoder puts out is taken apart into raw frames, whatever pieces it comes in."""

import subprocess
from pathlib import Path

import pytest

from shelfready.adapters.audio.adts import AdtsFrames
from shelfready.adapters.audio.frame_files import FrameFiles
from shelfready.adapters.audio.ogg_packets import OpusPackets
from shelfready.errors import DefectError
from shelfready.plans import AudioFormat
from tests.fixtures.media import MakeAudio
from tests.shelfready.adapters.audio.containers import adts, ogg_opus

AAC = AudioFormat(kbps=64, channels=2)
FRAMES = [bytes([number % 256]) * (number * 37 % 900 + 1) for number in range(120)]


@pytest.mark.parametrize("piece", [1, 7, 1000, 10**6])
def test_adts_comes_in_any_pieces(piece: int) -> None:
    """Each frame comes out once, in order, without its header."""
    frames, data = AdtsFrames(2), adts(FRAMES, 2)

    found = [frame for at in range(0, len(data), piece) for frame in frames.feed(data[at : at + piece])]

    frames.finish()
    assert found == FRAMES


@pytest.mark.parametrize("piece", [1, 7, 1000, 10**6])
def test_ogg_comes_in_any_pieces(piece: int) -> None:
    """Each packet of sound comes out once, in order; the headers do not."""
    packets, data = OpusPackets(1, 312), ogg_opus(FRAMES, 1)

    found = [packet for at in range(0, len(data), piece) for packet in packets.feed(data[at : at + piece])]

    packets.finish()
    assert found == FRAMES


def test_a_packet_may_go_over_pages(make_audio: MakeAudio, ffmpeg: Path, tmp_path: Path) -> None:
    """Packets that ffmpeg has put on pages of any length are as many as there are frames of twenty milliseconds."""
    track = make_audio(tmp_path / "a", seconds=3, rate=48_000)
    words = ["-c:a", "libopus", "-b:a", "256k", "-vbr", "off", "-page_duration", "20000", "-f", "ogg"]
    subprocess.run([str(ffmpeg), "-v", "error", "-i", str(track), *words, str(tmp_path / "b")], check=True)
    packets = OpusPackets(1, 312)

    found = packets.feed((tmp_path / "b").read_bytes())

    packets.finish()
    assert len(found) == 151
    assert {len(packet) for packet in found} == {640}


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xf9" + bytes(10),
        b"no frames at all",
        adts(FRAMES, 1),
        adts([b""], 2)[:3] + b"\x80\x00\x1f\xfc",
        adts(FRAMES, 2)[:-1],
    ],
    ids=["with-checksum", "text", "mono", "endless", "cut-off"],
)
def test_what_is_no_plain_adts_is_a_defect(data: bytes) -> None:
    """Frames with checksums, of other channels, that end before they begin, or cut off, are not stored."""
    with pytest.raises(DefectError):
        _taken_apart(AdtsFrames(2), data)


@pytest.mark.parametrize(
    "data",
    [b"OggX" + bytes(40), b"\0" * 100, ogg_opus(FRAMES, 2), ogg_opus(FRAMES, 1)[:-1], ogg_opus([], 1)[:60], b""],
    ids=["no-mark", "zeros", "stereo", "cut-off", "no-tags", "nothing"],
)
def test_what_is_no_opus_is_a_defect(data: bytes) -> None:
    """Other channels than were asked for, another container, or half a stream are not stored."""
    with pytest.raises(DefectError):
        _taken_apart(OpusPackets(1, 312), data)


def _taken_apart(source: AdtsFrames | OpusPackets, data: bytes) -> None:
    source.feed(data)
    source.finish()


def test_too_few_frames_are_a_defect_and_leave_nothing(tmp_path: Path) -> None:
    """An encoder that ends early has made nothing that could be stored."""
    with pytest.raises(DefectError) as caught:
        _kept(tmp_path, skipped=3, kept=118)

    assert caught.value.cause_code == "encoded-length-wrong"
    assert list(tmp_path.iterdir()) == []


def test_only_the_wanted_frames_are_kept(tmp_path: Path) -> None:
    """What was made of the neighbours' audio is dropped, before and after; sizes are little-endian."""
    files = _kept(tmp_path, skipped=3, kept=100)

    assert files.frames.read_bytes() == b"".join(FRAMES[3:103])
    assert files.sizes.read_bytes() == b"".join(len(frame).to_bytes(2, "little") for frame in FRAMES[3:103])


def _kept(folder: Path, *, skipped: int, kept: int) -> FrameFiles:
    data = adts(FRAMES, 2)
    with FrameFiles(AAC, folder, skipped=skipped, kept=kept) as files:
        for at in range(0, len(data), 5000):
            files.feed(data[at : at + 5000])
        files.finish()
    return files
