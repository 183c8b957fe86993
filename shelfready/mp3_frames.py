"""Reads the headers of MP3 frames: the only place where a constant bit rate can be seen and not just believed."""

from dataclasses import dataclass

_KBPS = {
    (3, 1): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),  # MPEG 1, layer III
    (3, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),  # MPEG 1, layer II
    (2, 1): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),  # MPEG 2, layers II and III
}
_RATES_HZ = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}


@dataclass(frozen=True)
class FrameHeader:
    """What the four bytes at the head of an MP3 frame say."""

    version: int
    layer: int
    kbps: int
    sample_rate_hz: int
    size_bytes: int


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
    samples = 576 if layer == 1 and version != 3 else 1152
    padding = (data[at + 2] >> 1) & 1
    return FrameHeader(version, layer, kbps, hertz, samples // 8 * kbps * 1000 // hertz + padding)


def bitrates(data: bytes, at: int) -> list[int]:
    """The bit rate of each frame from an offset on, as far as one follows the other."""
    found = []
    while (header := frame_header(data, at)) is not None:
        found.append(header.kbps)
        at += header.size_bytes
    return found
