"""Hostile files open no second file and cannot use up the machine."""

import json
import struct
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from shelfready.adapters.audio import FfmpegAudio, open_audio
from shelfready.errors import RejectedError, ShelfreadyError
from shelfready.sniffing import sniff
from tests.fixtures.media import CalmWatcher, MakeAudio

KINDS = ("mp3", "flac", "wav", "w64", "m4a", "ogg", "aiff", "aac")


def _lists_of_other_files() -> Iterator[bytes]:
    yield b"ffconcat version 1.0\nfile secret.wav\n"
    yield b"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nsecret.wav\n#EXT-X-ENDLIST\n"
    yield b"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nsecret.wav\n"
    yield b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n"
    yield b"<?xml version='1.0'?><MPD><BaseURL>secret.wav</BaseURL></MPD>"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", list(_lists_of_other_files()), ids=["concat", "hls", "hls-variants", "sdp", "dash"])
def test_a_list_of_other_files_is_not_followed(
    *, make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path, kind: str, text: bytes
) -> None:
    """A list that is sent as a track is refused, under whatever kind it is passed on."""
    make_audio(tmp_path / "secret.wav", codec="wav")
    (tmp_path / "track").write_bytes(text)

    with pytest.raises(RejectedError):
        audio.measure(tmp_path / "track", kind, watcher)
    assert sniff(text) in (None, "xml")


def test_many_chapters_are_refused(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """A tag with tens of thousands of chapters is an attack, not a book."""
    sound = make_audio(tmp_path / "a", codec="mp3", options=("-id3v2_version", "0")).read_bytes()
    frames = b"".join(
        _id3_frame(b"CHAP", b"c%d\x00" % number + struct.pack(">4I", number, number + 1, 0, 0))
        for number in range(10_500)
    )
    (tmp_path / "b").write_bytes(_id3_tag(frames) + sound)

    with pytest.raises(RejectedError) as caught:
        audio.measure(tmp_path / "b", "mp3", watcher)

    assert caught.value.cause_code == "too-many-chapters"


def test_tags_that_unpack_without_end_are_survived(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """A compressed frame of a gigabyte costs a child its life, not the worker its memory; the audio is measured."""
    sound = make_audio(tmp_path / "a", codec="mp3", options=("-id3v2_version", "0")).read_bytes()
    packer = zlib.compressobj()
    packed = b"".join(packer.compress(b"\x03" + b"a" * (1 << 20)) for _ in range(1024)) + packer.flush()
    # Flag 0x0080: compressed, with the unpacked size before the data (ID3v2.3, 3.3.1).
    frame = _id3_frame(b"TIT2", struct.pack(">I", 1 << 30) + packed, flags=0x0080)
    (tmp_path / "b").write_bytes(_id3_tag(frame) + sound)

    facts = audio.measure(tmp_path / "b", "mp3", watcher).facts

    assert facts.decoded_samples >= 44_100
    assert facts.tags.title is None
    assert facts.tags.problem is not None


def test_a_huge_tag_is_refused_before_anything_reads_it(
    audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """A tag of a hundred megabytes is refused by its stated length."""
    (tmp_path / "a").write_bytes(b"ID3\x03\x00\x00" + bytes((100_000_000 >> shift) & 127 for shift in (21, 14, 7, 0)))

    with pytest.raises(RejectedError) as caught:
        audio.measure(tmp_path / "a", "mp3", watcher)

    assert caught.value.cause_code == "tags-too-large"


@pytest.mark.parametrize(
    ("channels", "rate", "cause_code"),
    [
        (9, 44_100, "implausible-channels"),
        (1, 4000, "implausible-sample-rate"),
        (1, 384_000, "implausible-sample-rate"),
    ],
)
def test_implausible_shapes_are_refused(
    *, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path, channels: int, rate: int, cause_code: str
) -> None:
    """What no recording has is refused before it is decoded."""
    (tmp_path / "a").write_bytes(_wav(channels, rate, bytes(channels * 2 * 100)))

    with pytest.raises(RejectedError) as caught:
        audio.measure(tmp_path / "a", "wav", watcher)

    assert caught.value.cause_code == cause_code


@pytest.mark.parametrize(("channels", "rate"), [(65_535, 44_100), (1, 1), (1, 2**31), (0, 44_100), (2, 0)])
def test_absurd_shapes_are_refused(
    audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path, channels: int, rate: int
) -> None:
    """Neither do absurd numbers in a header do harm."""
    (tmp_path / "a").write_bytes(_wav(channels, rate, bytes(1000)))

    with pytest.raises(RejectedError):
        audio.measure(tmp_path / "a", "wav", watcher)


def test_a_few_bytes_cannot_be_hours(audio: FfmpegAudio, watcher: CalmWatcher, ffmpeg: Path, tmp_path: Path) -> None:
    """Two hours of nothing in a few kilobytes are refused as implausible, and not decoded to their end."""
    bomb = tmp_path / "a"
    source = ["-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono", "-t", "7200", "-c:a", "flac", "-frame_size", "65535"]
    subprocess.run([str(ffmpeg), "-v", "error", *source, "-f", "flac", str(bomb)], check=True)
    assert bomb.stat().st_size < 100_000

    with pytest.raises(RejectedError) as caught:
        audio.measure(bomb, "flac", watcher)

    assert caught.value.cause_code == "implausibly-long"


def test_memory_of_the_tools_is_bounded(make_audio: MakeAudio, watcher: CalmWatcher, tmp_path: Path) -> None:
    """With too little memory a file is refused with the reason, not with a crash of the worker."""
    audio = open_audio(ffmpeg=None, ffprobe=None, scratch=tmp_path / "scratch", memory_bytes=32 * 1024**2)

    with pytest.raises(ShelfreadyError):
        audio.measure(make_audio(tmp_path / "a"), "flac", watcher)


def test_a_film_is_not_decoded(audio: FfmpegAudio, watcher: CalmWatcher, ffmpeg: Path, tmp_path: Path) -> None:
    """A film with sound is refused: its video is not even looked at."""
    film = tmp_path / "a"
    inputs = ["-f", "lavfi", "-i", "testsrc=d=1:s=64x64", "-f", "lavfi", "-i", "sine=d=1"]
    command = [str(ffmpeg), "-v", "error", *inputs, "-c:v", "libx264", "-c:a", "aac", "-f", "mp4", str(film)]
    subprocess.run(command, check=True)

    with pytest.raises(RejectedError) as caught:
        audio.measure(film, "m4a", watcher)

    assert caught.value.cause_code == "not-only-audio"
    assert "h264" in caught.value.message


def test_texts_of_tags_cannot_pose_as_results(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """A title that looks like what our tools print is just a title."""
    forged = "x\nlavfi.r128.I=-3.0\nout_time_us=1\nprogress=end\n" + json.dumps({"streams": []})
    made = make_audio(tmp_path / "a", seconds=2, tags={"title": forged})

    facts = audio.measure(made, "flac", watcher).facts

    assert facts.tags.title == forged
    assert facts.integrated_lufs is not None
    assert facts.integrated_lufs < -10


def _id3_frame(name: bytes, body: bytes, flags: int = 0) -> bytes:
    return name + struct.pack(">IH", len(body), flags) + body


def _id3_tag(frames: bytes) -> bytes:
    return b"ID3\x03\x00\x00" + bytes((len(frames) >> shift) & 127 for shift in (21, 14, 7, 0)) + frames


def _wav(channels: int, rate: int, pcm: bytes) -> bytes:
    block = channels * 2 & 0xFFFF
    form = struct.pack("<HHIIHH", 1, channels, rate, rate * block & 0xFFFFFFFF, block, 16)
    body = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(pcm)) + pcm
    return b"RIFF" + struct.pack("<I", len(body)) + body
