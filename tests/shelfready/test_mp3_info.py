"""The first frame of an MP3 file says something of all the others."""

from pathlib import Path

import pytest

from shelfready.mp3_frames import frame_header
from shelfready.mp3_info import InfoFrame, info_frame
from tests.fixtures.media import MakeAudio

BARE = ("-id3v2_version", "0")


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("rate", [44_100, 22_050])
@pytest.mark.parametrize("rates", [("-b:a", "64k"), ("-q:a", "5")], ids=["constant", "varying"])
def test_frames_and_gaps_are_read(
    make_audio: MakeAudio, tmp_path: Path, rate: int, channels: int, rates: tuple[str, ...]
) -> None:
    """Frames times their samples, less the gaps, are the recording; of any version, and mono or stereo."""
    made = make_audio(tmp_path / "a", seconds=2.3, rate=rate, channels=channels, codec="mp3", options=(*rates, *BARE))
    data = made.read_bytes()

    found = info_frame(data, 0)

    header = frame_header(data, 0)
    assert found is not None
    assert header is not None
    assert found.frames is not None
    assert found.delay is not None
    assert found.padding is not None
    recorded = found.frames * header.samples - found.delay - found.padding
    # At low rates LAME counts the last samples a little generously.
    assert 0 <= recorded - round(2.3 * rate) <= 20


def test_a_frame_with_sound_says_nothing(make_audio: MakeAudio, tmp_path: Path) -> None:
    """A file without such a frame begins with its sound."""
    made = make_audio(tmp_path / "a", codec="mp3", options=("-write_xing", "0", *BARE))

    assert info_frame(made.read_bytes(), 0) is None


def test_other_encoders_say_less() -> None:
    """Fraunhofer's frame holds a number of frames; one that breaks off, and what is none, say nothing."""
    head = b"\xff\xfb\x90\x00"
    vbri = head + bytes(32) + b"VBRI" + bytes(10) + (1234).to_bytes(4)

    assert info_frame(vbri, 0) == InfoFrame(frames=1234)
    assert info_frame(head + bytes(32) + b"Xing" + bytes(4), 0) == InfoFrame()
    assert info_frame(head + bytes(32) + b"Info", 0) == InfoFrame()
    assert info_frame(b"", 0) is None
    assert info_frame(b"no frame at all", 0) is None
