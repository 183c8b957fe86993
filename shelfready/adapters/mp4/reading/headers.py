"""Reads what the headers of a movie and of its tracks say."""

import struct
from dataclasses import dataclass

from shelfready.adapters.mp4.reading.walking import broken, children, needed, versioned

_AAC_LC, _MPEG_4_AUDIO = 2, 0x40
_FREQUENCIES = (96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000)
_DECODER, _CONFIG = 4, 5
_ENTRY_BYTES = 28


@dataclass(frozen=True)
class Entry:
    """What a track of sound holds: `aac` or `opus`, how many channels, and how many samples a second."""

    codec: str
    channels: int
    sample_rate_hz: int


@dataclass(frozen=True)
class Header:
    """A track. `edits` are (duration in the movie's ticks, first tick of the media); times else are the media's."""

    track: int
    is_enabled: bool
    handler: bytes
    timescale: int
    duration: int
    edits: tuple[tuple[int, int], ...]
    chapters: tuple[int, ...]
    tables: memoryview

    @property
    def entry(self) -> Entry:
        """What the samples are."""
        return _entry(needed(self.tables, b"stsd"))

    @property
    def edit(self) -> tuple[int, int]:
        """The only edit of a track of sound."""
        if len(self.edits) != 1 or self.edits[0][1] < 0 or self.timescale <= 0:
            raise broken(f"its sound has {len(self.edits)} edits where there must be one, from its first sample on")
        return self.edits[0]


def movie_times(movie: memoryview) -> tuple[int, int]:
    """Ticks of a second, and duration, of the whole movie."""
    version, _, rest = versioned(needed(movie, b"mvhd"))
    return _timescale_and_duration(version, rest)


def track_headers(movie: memoryview) -> tuple[Header, ...]:
    """All tracks of a movie."""
    return tuple(_header(inner) for name, inner in children(movie) if name == b"trak")


def _header(track: memoryview) -> Header:
    version, flags, rest = versioned(needed(track, b"tkhd"))
    number = struct.unpack_from(">I", rest, 16 if version else 8)[0]
    media_version, _, media = versioned(needed(track, b"mdia", b"mdhd"))
    timescale, duration = _timescale_and_duration(media_version, media)
    return Header(
        track=number,
        is_enabled=bool(flags & 1),
        handler=bytes(needed(track, b"mdia", b"hdlr")[8:12]),
        timescale=timescale,
        duration=duration,
        edits=_edits(needed(track, b"edts", b"elst")),
        chapters=_references(track),
        tables=needed(track, b"mdia", b"minf", b"stbl"),
    )


def _timescale_and_duration(version: int, rest: memoryview) -> tuple[int, int]:
    timescale, duration = struct.unpack_from(">16xIQ" if version else ">8xII", rest)
    return timescale, duration


def _edits(table: memoryview) -> tuple[tuple[int, int], ...]:
    version, _, rest = versioned(table)
    count = struct.unpack_from(">I", rest)[0]
    entry = struct.Struct(">QqI" if version else ">IiI")
    if len(rest) != 4 + count * entry.size:
        raise broken(f"an edit list of {count} edits has {len(rest)} bytes")
    return tuple((duration, start) for duration, start, _ in entry.iter_unpack(rest[4:]))


def _references(track: memoryview) -> tuple[int, ...]:
    """The tracks that name this one's chapters."""
    for name, inner in children(track):
        if name == b"tref":
            chapters = needed(inner, b"chap")
            return struct.unpack(f">{len(chapters) // 4}I", chapters)
    return ()


def _entry(table: memoryview) -> Entry:
    _, _, rest = versioned(table)
    entries = list(children(rest[4:]))
    if len(entries) != 1 or struct.unpack_from(">I", rest)[0] != 1:
        raise broken(f"its sound is described {len(entries)} times, not once")
    name, entry = entries[0]
    channels, rate = struct.unpack_from(">16xH6xI", entry)
    inner = entry[_ENTRY_BYTES:]
    if name == b"mp4a":
        stated = _aac(needed(inner, b"esds"))
    elif name == b"Opus":
        stated = Entry("opus", needed(inner, b"dOps")[1], 48_000)  # whatever went in, it decodes to that
    else:
        raise broken(f"its sound is in {name!r}, which we do not make")
    if (stated.channels, stated.sample_rate_hz) != (channels, rate >> 16):
        raise broken(f"its sound is {stated}, and also of {channels} channels at {rate >> 16} Hz")
    return stated


def _aac(descriptors: memoryview) -> Entry:
    """The AudioSpecificConfig of ISO/IEC 14496-3, found through the descriptors of 14496-1."""
    _, _, rest = versioned(descriptors)
    _, stream = _descriptor(rest)
    tag, decoder = _descriptor(stream[3:])
    config_tag, config = _descriptor(decoder[13:])
    if (tag, config_tag, decoder[0]) != (_DECODER, _CONFIG, _MPEG_4_AUDIO):
        raise broken("its sound is not described as MPEG-4 audio")
    bits = int.from_bytes(config[:2], "big")
    object_type, frequency, channels = bits >> 11, bits >> 7 & 15, bits >> 3 & 15
    if object_type != _AAC_LC or frequency >= len(_FREQUENCIES):
        raise broken(f"its sound is of MPEG-4 audio's type {object_type}, not of AAC-LC's")
    return Entry("aac", channels, _FREQUENCIES[frequency])


def _descriptor(data: memoryview) -> tuple[int, memoryview]:
    """A descriptor's tag and content; seven bits of each byte say how long, as long as the eighth is set."""
    length, at = 0, 1
    while True:
        length = length << 7 | data[at] & 0x7F
        at += 1
        if not data[at - 1] & 0x80:
            break
    if at + length > len(data):
        raise broken("a descriptor of its sound is longer than its place")
    return data[0], data[at : at + length]
