"""Reads a file that was written in one piece: M4B and M4A."""

from typing import IO

from shelfready.adapters.mp4.reading.hashing import Hashing
from shelfready.adapters.mp4.reading.headers import Header, movie_times, track_headers
from shelfready.adapters.mp4.reading.sample_places import must_fill, places
from shelfready.adapters.mp4.reading.titles import chapter_titles, has_cover, must_agree
from shelfready.adapters.mp4.reading.walking import Placed, broken, content
from shelfready.errors import DefectError
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.ports import PackedAudio, Watcher


def read_movie(file: IO[bytes], boxes: list[Placed], watcher: Watcher) -> PackedAudio:
    """Everything that the file says, and the hash of its frames."""
    if [box.name for box in boxes] != [b"ftyp", b"moov", b"mdat"]:
        raise broken(f"its boxes are {b', '.join(box.name for box in boxes)!r}, not its tables and then its frames")
    movie, data = content(file, boxes[1]), boxes[2]
    headers = track_headers(movie)
    sound = only_sound(headers)
    samples = _heard(movie, sound)
    others = [header for header in headers if header is not sound]
    if {header.track for header in others} != set(sound.chapters) or len(others) > 1:
        raise broken(f"it has {len(others)} tracks besides its sound, and {len(sound.chapters)} of chapters")
    frames = places(sound)
    texts = [places(header) for header in others]
    must_fill([frames, *texts], data.content, data.end)
    titles: list[str] = []
    for header, text in zip(others, texts, strict=True):
        titles += chapter_titles(file, header, text)
        if sum(duration for duration, _ in header.edits) > samples:
            raise broken(f"its chapters reach beyond its {samples:,} samples")
    must_agree(movie, titles)
    hashing = Hashing(file, watcher)
    for start, size in zip(frames.chunk_starts.tolist(), frames.chunk_sizes.tolist(), strict=True):
        hashing.feed(start, start + size)
    entry = sound.entry
    return PackedAudio(
        samples=samples,
        duration_ms=round(samples * 1000 / TIMELINE_RATE_HZ),
        frames=len(frames.sizes),
        frames_sha256=hashing.sha256,
        codec=entry.codec,
        channels=entry.channels,
        sample_rate_hz=entry.sample_rate_hz,
        chapters=len(titles),
        has_cover=has_cover(movie),
    )


def only_sound(headers: tuple[Header, ...]) -> Header:
    """The one track that is played."""
    sounds = [header for header in headers if header.handler == b"soun" and header.is_enabled]
    if len(sounds) != 1:
        message = f"what was packed has {len(sounds)} tracks of sound, not one; retry packs it anew"
        raise DefectError(message, cause_code="packed-without-audio")
    if sounds[0].entry.sample_rate_hz != sounds[0].timescale:
        raise broken(f"its sound has {sounds[0].entry.sample_rate_hz} Hz, and is timed in {sounds[0].timescale} Hz")
    return sounds[0]


def _heard(movie: memoryview, sound: Header) -> int:
    """The samples that a player plays: what the edit leaves of the media, and as long as the movie says."""
    timescale, duration = movie_times(movie)
    heard, start = sound.edit
    reached = start + -(-heard * sound.timescale // TIMELINE_RATE_HZ)
    if timescale != TIMELINE_RATE_HZ or heard != duration or not start < reached <= sound.duration:
        message = f"{heard:,} samples from {start:,} on of {sound.duration:,}, and the file says {duration:,}"
        raise DefectError(f"what is heard of what was packed is {message}", cause_code="packed-length-wrong")
    return heard
