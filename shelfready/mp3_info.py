"""Reads the first frame of an MP3 file, which in many files holds no sound but says something of all the others."""

from dataclasses import dataclass

from shelfready.mp3_frames import frame_header

_LAYER_III = 1
_MPEG_1 = 3
# Bytes that tell the decoder what belongs to which channel, by whether it is MPEG 1 and mono.
_SIDE_BYTES = {(True, False): 32, (True, True): 17, (False, False): 17, (False, True): 9}
_VBRI_AT, _VBRI_FRAMES_AT = 36, 50
# The fields that a Xing frame may hold, in order, by the bit that says so, and the bytes of each.
_FIELDS = ((1, 4), (2, 4), (4, 100), (8, 4))
_ENCODERS = (b"LAME", b"Lavf", b"Lavc")
_GAPS_AT = 21


@dataclass(frozen=True)
class InfoFrame:
    """What a file says of itself: how many frames with sound there are, None where it does not say.

    `delay` and `padding` are the samples that its encoder put before the first of the recording and after the last.
    """

    frames: int | None = None
    delay: int | None = None
    padding: int | None = None


def info_frame(data: bytes, at: int) -> InfoFrame | None:
    """What the frame at an offset says of the whole file (Xing, Info, VBRI and LAME's extension); None if it is sound.

    The gaps are read of the encoders that ffmpeg reads them of, because it is ffmpeg's decoding that they explain.
    """
    header = frame_header(data, at)
    if header is None or header.layer != _LAYER_III:
        return None
    if data[at + _VBRI_AT : at + _VBRI_AT + 4] == b"VBRI":
        return InfoFrame(frames=_number(data, at + _VBRI_FRAMES_AT, 4))
    tag = at + 4 + _SIDE_BYTES[header.version == _MPEG_1, header.is_mono]
    if data[tag : tag + 4] not in (b"Xing", b"Info"):
        return None
    flags, field = _number(data, tag + 4, 4), tag + 8
    frames = _number(data, field, 4) if flags & 1 else None
    field += sum(size for bit, size in _FIELDS if flags & bit)
    if data[field : field + 4] not in _ENCODERS:
        return InfoFrame(frames)
    gaps = _number(data, field + _GAPS_AT, 3)
    return InfoFrame(frames, gaps >> 12, gaps & 0xFFF)


def _number(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size])
