"""What ffmpeg complains of is said in plain words."""

from pathlib import Path

import pytest

from shelfready.adapters.audio import FfmpegAudio
from shelfready.adapters.audio.failures import failure
from shelfready.adapters.audio.plain_words import in_plain_words, summed_up
from shelfready.errors import RejectedError
from tests.fixtures.media import CalmWatcher, MakeAudio


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[mp3float @ 0x7f3c] Header missing", "a place in the file is no audio"),
        ("[aist#0:0/mp3] [dec:mp3float] Error submitting packet to decoder: Invalid data", "a frame is damaged"),
        ("[aac] something new", "something new"),
    ],
)
def test_who_complains_is_left_out(line: str, said: str) -> None:
    """The names of ffmpeg's parts mean nothing to a publisher; words that nobody foresaw stay."""
    assert in_plain_words(line) == said


def test_the_same_is_said_once() -> None:
    """Ten complaints of one kind are one."""
    assert summed_up(["[a] Header missing", "", "[b] Header missing", "x"]) == "a place in the file is no audio; x"


def test_an_unreadable_file_is_refused_in_plain_words() -> None:
    """The message of a refusal holds no brackets, addresses or options."""
    stderr = "[mov,mp4 @ 0x1] moov atom not found\n[in#0 @ 0x2] Error opening input: Invalid data found\n"

    error = failure("ffmpeg", 183, stderr, blames_publisher=True)

    assert "[" not in error.message
    assert "moov" in error.message


def test_real_damage_is_said_in_plain_words(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """Noise in the middle of an MP3, half an M4A, and a text: none of what is said of them is ffmpeg's."""
    mp3 = bytearray(make_audio(tmp_path / "a", seconds=8, codec="mp3").read_bytes())
    mp3[30_000:40_000] = bytes(range(256)) * 39 + bytes(16)
    (tmp_path / "b").write_bytes(mp3)
    errors = audio.measure(tmp_path / "b", "mp3", watcher).facts.decoder_errors

    assert errors
    assert not any("[" in line or "0x" in line or "backstep" in line for line in errors)
    half = make_audio(tmp_path / "c", seconds=8, codec="m4a").read_bytes()
    (tmp_path / "d").write_bytes(half[: len(half) // 2])
    with pytest.raises(RejectedError) as caught:
        audio.measure(tmp_path / "d", "m4a", watcher)
    assert "[" not in caught.value.message
