"""MP3 frames are read from their headers."""

from pathlib import Path

import pytest

from shelfready.mp3_frames import bitrates, frame_header
from shelfready.sniffing import id3_bytes
from tests.fixtures.media import MakeAudio


@pytest.mark.parametrize(("rate", "frames"), [(44_100, 39), (22_050, 40), (11_025, 21)])
def test_every_frame_is_followed(make_audio: MakeAudio, tmp_path: Path, rate: int, frames: int) -> None:
    """One frame leads to the next through the whole file, at the rates of all three MPEG versions."""
    options = ("-b:a", "64k", "-id3v2_version", "0", "-write_xing", "0", "-ar", str(rate))
    data = make_audio(tmp_path / "a", rate=rate, codec="mp3", options=options).read_bytes()

    found = bitrates(data, 0)

    assert set(found) == {64}
    assert abs(len(found) - frames) <= 2
    assert sum(header.size_bytes for header in _headers(data)) == len(data)


def _headers(data: bytes) -> list:  # type: ignore[type-arg]  # only their sizes are read
    found, at = [], 0
    while header := frame_header(data, at):
        found.append(header)
        at += header.size_bytes
    return found


def test_a_varying_bit_rate_is_seen(make_audio: MakeAudio, tmp_path: Path) -> None:
    """A file whose header says nothing of it shows its varying bit rate in its frames."""
    options = ("-q:a", "4", "-write_xing", "0")
    data = make_audio(tmp_path / "a", codec="mp3", seconds=3, options=options).read_bytes()

    assert len(set(bitrates(data, id3_bytes(data)))) > 1


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfb\x90", b"\xff\xe8\x90\x00", b"\xff\xfb\xf0\x00", b"\xff\xfb\x9c\x00", b"\xff\xff\x90\x00"]
)
def test_what_is_no_header_is_none(data: bytes) -> None:
    """Too short, a reserved version, bit rate, sample rate, or layer I: no header."""
    assert frame_header(data, 0) is None
