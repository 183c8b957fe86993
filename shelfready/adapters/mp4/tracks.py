"""The boxes that tracks have in every kind of file (ISO/IEC 14496-12, 8)."""

import struct

from shelfready.adapters.mp4.boxes import UNITY_MATRIX, box, full_box, times, wide
from shelfready.adapters.mp4.codecs import preroll_frames, sample_entry
from shelfready.adapters.mp4.frames import Frames

AUDIO_TRACK = 1

ENABLED = 1
"""The flag of a track that is played; a chapter track is only looked up."""

IN_MOVIE = 2
"""The flag of a track that belongs to what is presented."""

_UNDETERMINED = "und"
_OWN_SPEED = 1 << 16


def movie_header(duration: int, timescale: int, next_track: int) -> bytes:
    """`mvhd`: how long the movie is."""
    version = wide(duration)
    return full_box(
        b"mvhd",
        version,
        0,
        times(version, timescale=timescale, duration=duration),
        struct.pack(">IH10x", 0x10000, 0x100),  # at its own speed, at full volume
        UNITY_MATRIX,
        struct.pack(">24xI", next_track),
    )


def track_header(track: int, duration: int, flags: int, *, volume: int) -> bytes:
    """`tkhd`: a track's number, and how long it is in the movie's ticks."""
    version = wide(duration)
    return full_box(
        b"tkhd",
        version,
        flags,
        times(version, track=track, duration=duration),
        struct.pack(">8xHHHxx", 0, 0, volume),
        UNITY_MATRIX,
        struct.pack(">II", 0, 0),
    )


def edits(*entries: tuple[int, int]) -> bytes:
    """`edts`: (duration in the movie's ticks, first tick of the media) one after the other; -1 is a pause."""
    version = int(any(duration > 0xFFFF_FFFF or start > 0x7FFF_FFFF for duration, start in entries))
    numbers = "Qq" if version else "Ii"
    table = b"".join(struct.pack(f">{numbers}I", duration, start, _OWN_SPEED) for duration, start in entries)
    return box(b"edts", full_box(b"elst", version, 0, struct.pack(">I", len(entries)), table))


def media_header(duration: int, timescale: int, language: str | None = None) -> bytes:
    """`mdhd`: how long the media is in ticks of its own, and its language (ISO 639-2/T)."""
    version = wide(duration)
    first, second, third = (ord(letter) - 0x60 for letter in language or _UNDETERMINED)
    return full_box(
        b"mdhd",
        version,
        0,
        times(version, timescale=timescale, duration=duration),
        struct.pack(">HH", first << 10 | second << 5 | third, 0),
    )


def handler(kind: bytes, name: str, *, maker: bytes = bytes(4)) -> bytes:
    """`hdlr`: what a track or a box of metadata is."""
    return full_box(b"hdlr", 0, 0, struct.pack(">4x4s4s8x", kind, maker), name.encode(), b"\0")


def this_file() -> bytes:
    """`dinf`: the data lies in this very file."""
    return box(b"dinf", full_box(b"dref", 0, 0, struct.pack(">I", 1), full_box(b"url ", 0, 1)))


def described(*entries: bytes) -> bytes:
    """`stsd`: what the samples are."""
    return full_box(b"stsd", 0, 0, struct.pack(">I", len(entries)), *entries)


def described_audio(frames: Frames) -> bytes:
    """`stsd` of a track of frames."""
    return described(sample_entry(frames.format, frames.skipped_ticks, frames.rates()))


def preroll(frames: Frames) -> bytes:
    """`sgpd`: how many frames before a frame must be decoded for it to sound right."""
    distance = -preroll_frames(frames.format)
    return full_box(b"sgpd", 1, 0, struct.pack(">4sIIh", b"roll", 2, 1, distance))


def prerolled(count: int) -> bytes:
    """`sbgp`: this holds for so many frames."""
    return full_box(b"sbgp", 0, 0, struct.pack(">4sIII", b"roll", 1, count, 1))
