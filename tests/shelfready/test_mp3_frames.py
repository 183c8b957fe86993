"""MP3 frames are read from their headers."""

import io
from pathlib import Path

import numpy as np
import pytest

from shelfready.mp3_frames import FrameSurvey, frame_header, index, survey
from shelfready.sniffing import id3_bytes
from tests.fixtures.media import MakeAudio

PLAIN = ("-id3v2_version", "0", "-write_xing", "0")


def _survey(data: bytes) -> FrameSurvey:
    return survey(io.BytesIO(data[id3_bytes(data) :]))


@pytest.mark.parametrize(("rate", "frames"), [(44_100, 39), (22_050, 40), (11_025, 21)])
def test_every_frame_is_followed(make_audio: MakeAudio, tmp_path: Path, rate: int, frames: int) -> None:
    """One frame leads to the next through the whole file, at the rates of all three MPEG versions."""
    data = make_audio(tmp_path / "a", rate=rate, codec="mp3", options=("-b:a", "64k", *PLAIN)).read_bytes()

    found = _survey(data)

    assert (found.kbps, found.is_constant, found.is_uniform) == (64, True, True)
    assert abs(found.frames - frames) <= 2
    assert found.frames == len(_headers(data)) - 1
    assert sum(header.size_bytes for header in _headers(data)) == len(data)


def _headers(data: bytes) -> list:  # type: ignore[type-arg]  # only their sizes are read
    found, at = [], 0
    while header := frame_header(data, at):
        found.append(header)
        at += header.size_bytes
    return found


def test_a_varying_bit_rate_is_seen(make_audio: MakeAudio, tmp_path: Path) -> None:
    """A file whose header says nothing of it shows its varying bit rate in its frames, and their mean is told."""
    data = make_audio(tmp_path / "a", codec="mp3", seconds=3, options=("-q:a", "4", *PLAIN)).read_bytes()
    found = _survey(data)

    assert found.is_constant is False
    assert found.kbps == pytest.approx(len(data) * 8 / 3 / 1000, rel=0.05)


def test_a_change_at_the_very_end_is_seen(make_audio: MakeAudio, tmp_path: Path) -> None:
    """Two megabytes of one bit rate and a second of another are not a constant bit rate."""
    long = make_audio(tmp_path / "a", codec="mp3", seconds=60, sound="0", options=("-b:a", "320k", *PLAIN)).read_bytes()
    last = make_audio(tmp_path / "b", codec="mp3", options=("-b:a", "128k", *PLAIN)).read_bytes()
    assert len(long) > 2 << 20

    assert _survey(long).is_constant is True
    assert _survey(long + last).is_constant is False


def test_damage_is_passed_over(make_audio: MakeAudio, tmp_path: Path) -> None:
    """Where frames go on after damage the walk goes on, also where pieces of the file meet."""
    data = make_audio(tmp_path / "a", codec="mp3", seconds=60, sound="0", options=("-b:a", "320k", *PLAIN)).read_bytes()
    whole = _survey(data).frames
    damaged = bytearray(data)
    for at in (100_000, (1 << 20) - 500, 2_000_000):
        damaged[at : at + 1000] = b"\xff\x00" * 500

    found = _survey(bytes(damaged))

    assert whole - 12 <= found.frames < whole
    assert found.is_constant is True


def test_what_changes_its_shape_is_not_uniform(make_audio: MakeAudio, tmp_path: Path) -> None:
    """Another sample rate, or another number of channels, on the way."""
    one = make_audio(tmp_path / "1", codec="mp3", options=PLAIN).read_bytes()
    two = make_audio(tmp_path / "2", codec="mp3", channels=2, options=PLAIN).read_bytes()
    slow = make_audio(tmp_path / "3", codec="mp3", rate=48_000, options=PLAIN).read_bytes()

    assert _survey(one).is_uniform
    assert _survey(two).is_uniform
    assert not _survey(one + two).is_uniform
    assert not _survey(one + slow).is_uniform


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff", b"text " * 1000, b"\xff" * 300_000, b"\xff\xfb\x90\x00" * 50_000, bytes(3 << 20)],
    ids=["empty", "a byte", "text", "sync bytes", "headers alone", "zeros"],
)
def test_what_is_no_mp3_ends_soon(data: bytes) -> None:
    """There are no frames to be found, and the search for them is bounded."""
    found = _survey(data)

    assert found.is_constant in (None, True)
    assert (found.kbps is None) == (found.frames == 0)


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfb\x90", b"\xff\xe8\x90\x00", b"\xff\xfb\xf0\x00", b"\xff\xfb\x9c\x00", b"\xff\xff\x90\x00"]
)
def test_what_is_no_header_is_none(data: bytes) -> None:
    """Too short, a reserved version, bit rate, sample rate, or layer I: no header."""
    assert frame_header(data, 0) is None


@pytest.mark.parametrize("options", [("-b:a", "64k"), ("-q:a", "4")], ids=["constant", "varying"])
def test_an_index_says_where_every_frame_begins(
    make_audio: MakeAudio, tmp_path: Path, options: tuple[str, ...]
) -> None:
    """Each place holds a frame, one leads to the next, and the last place is where the frames end."""
    data = make_audio(tmp_path / "a", seconds=90, codec="mp3", options=(*options, *PLAIN)).read_bytes()

    found = index(io.BytesIO(b"tag" + data + b"TAG" + bytes(125)), 3)

    assert found is not None
    headers = [frame_header(data, at - 3) for at in found.offsets[:-1]]
    assert [header.size_bytes for header in headers if header] == np.diff(np.array(found.offsets)).tolist()
    assert found.offsets[-1] == 3 + len(data)
    assert found.shape.samples == 1152


def test_what_is_not_of_one_kind_has_no_index(make_audio: MakeAudio, tmp_path: Path) -> None:
    """A rate that changes on the way, and what is no MP3 at all, cannot be counted in frames."""
    first = make_audio(tmp_path / "a", codec="mp3", options=PLAIN).read_bytes()
    other = make_audio(tmp_path / "b", codec="mp3", rate=22_050, options=PLAIN).read_bytes()

    assert index(io.BytesIO(first + other), 0) is None
    assert index(io.BytesIO(b"no frames"), 0) is None
    assert index(io.BytesIO(b""), 0) is None


def test_an_index_ends_where_damage_begins(make_audio: MakeAudio, tmp_path: Path) -> None:
    """Frames behind a damaged place are not numbered: how many are missing is not known."""
    data = make_audio(tmp_path / "a", seconds=5, codec="mp3", options=PLAIN).read_bytes()

    found = index(io.BytesIO(data[:20_000] + bytes(1000) + data[21_000:]), 0)

    assert found is not None
    assert 20_000 <= found.offsets[-1] < 21_000
