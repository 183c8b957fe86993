"""Reads the headers of MP3 frames: the only place where a constant bit rate can be seen and not just believed."""

from array import array
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import IO

_KBPS = {
    (3, 1): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),  # MPEG 1, layer III
    (3, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),  # MPEG 1, layer II
    (2, 1): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),  # MPEG 2, layers II and III
}
_RATES_HZ = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_MONO = 3
_LAYER_III = 1
_MPEG_1 = 3

# Sync word, version, layer, bit rate, sample rate, padding and channel mode: what tells one frame from another.
_TELLING = 0xFFFE_FEC0
_MODES = (0x00, 0x40, 0x80, 0xC0)
_SYNC = b"\xff"
_CHUNK = 1 << 20
# Decoders go on after damage, and so does the walk; but not for ever, in what is no MP3 at all.
_SEARCH_BYTES = 64 * 1024
_MOST_GAPS = 100


@dataclass(frozen=True)
class FrameHeader:
    """What the four bytes at the head of an MP3 frame say."""

    version: int
    layer: int
    kbps: int
    sample_rate_hz: int
    size_bytes: int
    is_mono: bool = False

    @property
    def samples(self) -> int:
        """How many samples of each channel a frame holds."""
        return 576 if self.layer == _LAYER_III and self.version != _MPEG_1 else 1152

    @property
    def mean_bytes(self) -> Fraction:
        """How long frames of this bit rate are on average."""
        return Fraction(self.samples * self.kbps * 1000, 8 * self.sample_rate_hz)


@dataclass(frozen=True)
class FrameSurvey:
    """What the frames of a file have in common. `kbps` is their mean, None where there are none.

    `is_uniform`: every frame has the same sample rate and number of channels.
    """

    frames: int
    kbps: int | None
    is_constant: bool | None
    is_uniform: bool


@dataclass(frozen=True)
class FrameIndex:
    """Where frames that follow one another begin, and last where they end. `shape` is the header of one of them."""

    shape: FrameHeader
    offsets: "array[int]"


def frame_header(data: bytes, at: int) -> FrameHeader | None:
    """The header at an offset, None if there is none of MPEG audio layer II or III."""
    if at + 4 > len(data) or data[at] != 0xFF or data[at + 1] & 0xE0 != 0xE0:
        return None
    version, layer = (data[at + 1] >> 3) & 3, (data[at + 1] >> 1) & 3
    rate_index, rate = data[at + 2] >> 4, (data[at + 2] >> 2) & 3
    if version == 1 or layer not in (1, 2) or rate == 3 or not 0 < rate_index < 15:
        return None
    kbps = _KBPS[(3, layer) if version == 3 else (2, 1)][rate_index]
    hertz = _RATES_HZ[version][rate]
    samples = 576 if layer == _LAYER_III and version != _MPEG_1 else 1152
    padding = (data[at + 2] >> 1) & 1
    size_bytes = samples // 8 * kbps * 1000 // hertz + padding
    return FrameHeader(version, layer, kbps, hertz, size_bytes, data[at + 3] >> 6 == _MONO)


def survey(file: IO[bytes]) -> FrameSurvey:
    """Walk from frame to frame, from where the file stands to its end.

    The first frame may be an index (Xing, LAME, VBRI) of another size than the frames with sound, and does not count.
    """
    sizes = {word: header.size_bytes for word, header in _headers().items()}
    counts: Counter[int] = Counter()
    data, at, gaps = file.read(_CHUNK), 0, 0
    is_first = True
    while True:
        met = []
        end = len(data) - 4
        while at <= end and (size := sizes.get(word := int.from_bytes(data[at : at + 4]) & _TELLING)) is not None:
            met.append(word)
            at += size
        counts.update(met[1:] if is_first else met)
        is_first = is_first and not met
        if len(data) - at < 2 * _SEARCH_BYTES and (more := file.read(_CHUNK)):
            data, at = data[at:] + more, max(at - len(data), 0)
        elif at > end or gaps == _MOST_GAPS:
            return _summed(counts)
        elif (found := _next_frame(data, at)) is not None:
            at, gaps = found, gaps + 1
        else:
            return _summed(counts)


def index(file: IO[bytes], first: int) -> FrameIndex | None:
    """Walk from frame to frame, from the one at `first` on; None if there is none, or not all are of one kind.

    The walk ends at whatever is no frame. Tags follow the last frame; damage does, too, and is not passed over.
    """
    sizes = {word: header.size_bytes for word, header in _headers().items()}
    offsets, met = array("Q"), set[int]()
    file.seek(first)
    data, begins, at = file.read(_CHUNK), first, 0
    while data:
        end = len(data) - 4
        while at <= end and (size := sizes.get(word := int.from_bytes(data[at : at + 4]) & _TELLING)) is not None:
            offsets.append(begins + at)
            met.add(word)
            at += size
        more = file.read(_CHUNK) if at > end else b""
        if not more:
            break
        passed = min(at, len(data))
        data, begins, at = data[passed:] + more, begins + passed, at - passed
    shapes = {(header.version, header.layer, header.sample_rate_hz, header.is_mono) for header in _met(met)}
    if len(shapes) != 1:
        return None
    offsets.append(begins + at)
    return FrameIndex(shape=next(iter(_met(met))), offsets=offsets)


def _next_frame(data: bytes, at: int) -> int | None:
    """Where frames go on after damage: two in a row, because two bytes alone prove nothing."""
    end = at + _SEARCH_BYTES
    while (at := data.find(_SYNC, at + 1, end)) >= 0:
        header = frame_header(data, at)
        if header is not None and frame_header(data, at + header.size_bytes) is not None:
            return at
    return None


def _met(words: set[int]) -> list[FrameHeader]:
    return [_headers()[word] for word in words]


def _summed(counts: Counter[int]) -> FrameSurvey:
    headers = _headers()
    frames = counts.total()
    rates: Counter[int] = Counter()
    for word, count in counts.items():
        rates[headers[word].kbps] += count
    shapes = {(headers[word].sample_rate_hz, headers[word].is_mono) for word in counts}
    return FrameSurvey(
        frames=frames,
        kbps=round(sum(kbps * count for kbps, count in rates.items()) / frames) if frames else None,
        is_constant=len(rates) == 1 if frames else None,
        is_uniform=len(shapes) == 1,
    )


@cache
def _headers() -> dict[int, FrameHeader]:
    """Every header that there is, by the bits that tell it from others."""
    words = (0xFF << 24 | a << 16 | b << 8 | c for a in range(0xE0, 0x100, 2) for b in range(0, 256, 2) for c in _MODES)
    found = ((word, frame_header(word.to_bytes(4), 0)) for word in words)
    return {word: header for word, header in found if header is not None}
