"""The traps that others have fallen into, each with real ffmpeg: what is joined is as long as its decoded sources."""

import zlib
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import numpy as np
import pytest
from mutagen.id3 import APIC, ID3

from shelfready.adapters.audio import FfmpegAudio
from shelfready.adapters.audio.graphs import Workshop
from shelfready.adapters.audio.launching import Limits
from shelfready.media import AudioFacts
from shelfready.plans import AudioFormat
from shelfready.ports import EncodeInput, MeasuredAudio
from tests.fixtures.media import CalmWatcher, MakeAudio
from tests.shelfready.adapters.audio.books import decode, encode_book, source, target

AAC = AudioFormat(kbps=64, channels=1)
OPUS = AudioFormat(codec="opus", kbps=32, channels=1)

Track = tuple[Path, str]


def _book(tracks: Sequence[Track], measured: Sequence[MeasuredAudio]) -> list[EncodeInput]:
    """The tasks of encoding tracks that follow one another, with what was measured and kept of each."""
    lengths = [one.facts.timeline_samples for one in measured]
    starts = list(accumulate(lengths, initial=0))
    return [
        EncodeInput(
            source=source(path, kind),
            sample_rate_hz=measured[number].facts.sample_rate_hz,
            decoded_samples=measured[number].facts.decoded_samples,
            track_samples=lengths[number],
            offset_samples=0,
            samples=lengths[number],
            padding_samples=0,
            start_sample=starts[number],
            before=b"".join(one.tail for one in measured[:number])[-4 * 8192 :],
            after=b"".join(one.head for one in measured[number + 1 :])[: 4 * 8192],
            is_last=number == len(tracks) - 1,
            gain_db=0.0,
            targets=tuple(
                target(format, starts[number], starts[number + 1], is_last=number == len(tracks) - 1)
                for format in (AAC, OPUS)
            ),
        )
        for number, (path, kind) in enumerate(tracks)
    ]


def _must_join(
    audio: FfmpegAudio, watcher: CalmWatcher, ffmpeg: Path, folder: Path, tracks: Sequence[Track]
) -> list[AudioFacts]:
    """Encode tracks into a book, whose length must be that of all that was decoded; answers their facts."""
    measured = [audio.measure(path, kind, watcher) for path, kind in tracks]

    made = encode_book(audio, _book(tracks, measured), folder, watcher)

    samples = sum(one.facts.timeline_samples for one in measured)
    seconds = sum(one.facts.decoded_samples / one.facts.sample_rate_hz for one in measured)
    assert samples / 44_100 == pytest.approx(seconds, abs=len(tracks) / 44_100)
    assert 0 <= len(decode(ffmpeg, made[AAC], 1)) - 1024 - samples < 1024
    assert 0 <= len(decode(ffmpeg, made[OPUS], 1)) - samples * 160 / 147 < 960
    return [one.facts for one in measured]


def test_unlike_tracks_in_one_book(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, ffmpeg: Path, tmp_path: Path
) -> None:
    """Rates, channels, codecs and containers as they come: joining them loses and adds nothing."""
    tracks = [
        (make_audio(tmp_path / "1", seconds=1.1, rate=44_100, codec="mp3"), "mp3"),
        (make_audio(tmp_path / "2", seconds=1.7, rate=48_000, channels=2, codec="m4a"), "m4a"),
        (make_audio(tmp_path / "3", seconds=0.2, rate=22_050, codec="wav"), "wav"),
        (make_audio(tmp_path / "4", seconds=1.3, rate=32_000, channels=6, codec="flac"), "flac"),
        (make_audio(tmp_path / "5", seconds=0.9, rate=48_000, codec="opus"), "ogg"),
        (make_audio(tmp_path / "6", seconds=1.2, rate=11_025, codec="mp3"), "mp3"),
    ]

    _must_join(audio, watcher, ffmpeg, tmp_path, tracks)


def test_headers_that_lie(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, ffmpeg: Path, tmp_path: Path
) -> None:
    """A varying bit rate without a header that says so, half a file, and noise in the middle: what decodes is it."""
    quiet = "if(lt(t,4),0,0.5*sin(2*PI*440*t)+0.2*(random(0)-0.5))"
    vbr = make_audio(tmp_path / "1", seconds=9, codec="mp3", sound=quiet, options=("-q:a", "2", "-write_xing", "0"))
    whole = make_audio(tmp_path / "2", seconds=6, codec="mp3").read_bytes()
    (tmp_path / "2").write_bytes(whole[: len(whole) * 3 // 5])
    noisy = bytearray(make_audio(tmp_path / "3", seconds=9, codec="mp3").read_bytes())
    noisy[40_000:60_000] = np.random.default_rng(5).bytes(20_000)
    (tmp_path / "3").write_bytes(noisy)
    faststart = ("-movflags", "+faststart")
    m4a = make_audio(tmp_path / "4", seconds=8, codec="m4a", options=faststart).read_bytes()
    (tmp_path / "4").write_bytes(m4a[: len(m4a) // 2])

    facts = _must_join(
        audio,
        watcher,
        ffmpeg,
        tmp_path,
        [(vbr, "mp3"), (tmp_path / "2", "mp3"), (tmp_path / "3", "mp3"), (tmp_path / "4", "m4a")],
    )

    assert facts[0].is_constant_bitrate is False
    assert facts[0].header_duration_ms != pytest.approx(facts[0].duration_ms, rel=0.05)
    assert facts[2].decoder_errors
    assert facts[3].duration_ms < 5000 < (facts[3].header_duration_ms or 0)


def test_pieces_of_a_damaged_file(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, ffmpeg: Path, tmp_path: Path
) -> None:
    """Where frames do not lie where they should, every piece is decoded from the beginning, and the length is right."""
    noisy = bytearray(make_audio(tmp_path / "a", seconds=12, codec="mp3", options=("-b:a", "64k")).read_bytes())
    noisy[40_000:46_000] = np.random.default_rng(5).bytes(6000)
    (tmp_path / "a").write_bytes(noisy)
    measured = audio.measure(tmp_path / "a", "mp3", watcher)
    (whole,) = _book([(tmp_path / "a", "mp3")], [measured])
    samples = measured.facts.timeline_samples
    asked = [source(tmp_path / "a", "mp3") for _ in range(3)]
    jobs = [
        replace(
            whole,
            source=asked[number],
            offset_samples=start,
            start_sample=start,
            samples=end - start,
            is_last=end == samples,
            targets=(target(AAC, start, end, is_last=end == samples),),
        )
        for number, (start, end) in enumerate(((0, 200_000), (200_000, 340_000), (340_000, samples)))
    ]

    made = encode_book(audio, jobs, tmp_path, watcher)

    assert all(one.was_asked_for_whole for one in asked)
    assert 0 <= len(decode(ffmpeg, made[AAC], 1)) - 1024 - samples < 1024


def test_two_tracks_with_the_same_audio(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, ffmpeg: Path, tmp_path: Path
) -> None:
    """The same jingle twice is heard twice, each time where it belongs."""
    jingle = (make_audio(tmp_path / "1", seconds=0.7), "flac")
    between = (make_audio(tmp_path / "2", seconds=1.01), "flac")

    facts = _must_join(audio, watcher, ffmpeg, tmp_path, [jingle, between, jingle])

    assert facts[0].pcm_sha256 == facts[2].pcm_sha256


def test_a_cover_is_never_decoded(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, ffmpeg: Path, tmp_path: Path
) -> None:
    """A picture of 200 megapixels in the tags costs neither memory nor time, when measuring or when encoding."""
    side = 14_200
    rows = zlib.compressobj(9)
    pixels = b"".join(rows.compress(bytes(side + 1)) for _ in range(side)) + rows.flush()
    picture = (
        b"\x89PNG\r\n\x1a\n"
        + _png_chunk(b"IHDR", side.to_bytes(4) * 2 + b"\x08\0\0\0\0")
        + _png_chunk(b"IDAT", pixels)
        + _png_chunk(b"IEND", b"")
    )
    track = make_audio(tmp_path / "1", seconds=1.5, codec="mp3")
    tags = ID3(track)  # type: ignore[no-untyped-call]  # mutagen has no types
    tags.add(APIC(mime="image/png", type=3, data=picture))  # type: ignore[no-untyped-call]  # nor here
    tags.save(track)
    # With so little memory the picture could not be decoded: 200 million pixels are 200 MB, twice over.
    workshop = Workshop(audio.workshop.tools, tmp_path / "scratch", Limits(memory_bytes=380 * 1024**2, cpu_s=20))
    small = FfmpegAudio(workshop, audio.tags)

    facts = _must_join(small, watcher, ffmpeg, tmp_path, [(track, "mp3")])

    assert facts[0].tags.has_cover


def _png_chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + name + body + zlib.crc32(name + body).to_bytes(4)


def test_tags_do_not_matter(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, ffmpeg: Path, tmp_path: Path
) -> None:
    """Titles with marks that mean something elsewhere, and files that are called so, are encoded as any other."""
    tags = {"title": "=;#\\\n[chapter]\nSTART=0", "artist": "-f x"}
    odd = make_audio(tmp_path / "a=;#\\ 'b'\n", seconds=0.8, codec="mp3", tags=tags)
    even = make_audio(tmp_path / "even", seconds=0.8, codec="mp3")

    facts = _must_join(audio, watcher, ffmpeg, tmp_path, [(odd, "mp3"), (even, "mp3")])

    assert facts[0].pcm_sha256 == facts[1].pcm_sha256
    assert facts[0].tags.title is not None
