"""Says to decoders what the frames are: AAC (ISO/IEC 14496-3, 14496-14) and Opus (RFC 6716, Opus in ISOBMFF)."""

import struct
from dataclasses import dataclass

from shelfready.adapters.mp4.boxes import box, full_box
from shelfready.plans import AudioFormat

_AAC_LC = 2
_FREQUENCY_INDEX = 4  # of 44,100 Hz, in the table of ISO/IEC 14496-3, 1.6.3.4
_MPEG_4_AUDIO = 0x40
_AUDIO_STREAM = 0x15  # stream type 5, upstream 0, and a bit that is reserved and set


@dataclass(frozen=True)
class Rates:
    """Bits per second of a stream, in its heaviest second and on average, and the bytes of its largest frame."""

    peak_bps: int
    average_bps: int
    largest_frame: int


def sample_entry(format: AudioFormat, priming_samples: int, rates: Rates) -> bytes:
    """The description of a track's frames."""
    bit_rate = box(b"btrt", struct.pack(">III", rates.largest_frame, rates.peak_bps, rates.average_bps))
    if format.codec == "opus":
        return box(b"Opus", _audio(format), _opus(format, priming_samples), bit_rate)
    return box(b"mp4a", _audio(format), _aac(format, rates), bit_rate)


def preroll_frames(format: AudioFormat) -> int:
    """Frames that a decoder needs before the first whose sound is to be right: one of AAC, 80 ms of Opus."""
    return 4 if format.codec == "opus" else 1


def _audio(format: AudioFormat) -> bytes:
    """What every AudioSampleEntry begins with; its data reference is 1: this file."""
    return struct.pack(">6xH8xHH4xI", 1, format.channels, 16, format.rate_hz << 16)


def _aac(format: AudioFormat, rates: Rates) -> bytes:
    config = struct.pack(">H", _AAC_LC << 11 | _FREQUENCY_INDEX << 7 | format.channels << 3)
    buffer_bytes = max(rates.largest_frame, 768 * format.channels)  # 6144 bits: a decoder's input buffer
    decoder = struct.pack(
        ">BB3sII", _MPEG_4_AUDIO, _AUDIO_STREAM, buffer_bytes.to_bytes(3, "big"), rates.peak_bps, rates.average_bps
    )
    described = _descriptor(4, decoder, _descriptor(5, config))
    # Stream 0 of the file, without flags; its packets are of predefined kind 2: MP4.
    return full_box(b"esds", 0, 0, _descriptor(3, struct.pack(">HB", 0, 0), described, _descriptor(6, b"\x02")))


def _descriptor(tag: int, *contents: bytes) -> bytes:
    """A descriptor of ISO/IEC 14496-1; ours are shorter than 128 bytes, so that one byte says how long."""
    return b"".join((struct.pack(">BB", tag, sum(map(len, contents))), *contents))


def _opus(format: AudioFormat, priming_samples: int) -> bytes:
    """The decoder's head; what is left out at the start is said by the edit list, and repeated here."""
    return box(b"dOps", struct.pack(">BBHIhB", 0, format.channels, priming_samples, format.rate_hz, 0, 0))
