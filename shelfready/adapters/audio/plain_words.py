"""Says in plain words what ffmpeg complains of: whoever sent the file has never heard of a backstep."""

import re
from collections.abc import Iterable

_MOST = 3
# Who complains: `[mp3float]`, `[aist#0:0/mp3] [dec:mp3float]`.
_SPEAKER = re.compile(r"^(?:\[[^\]]*\]\s*)+")
_MEANINGS = (
    ("header missing", "a place in the file is no audio"),
    ("invalid new backstep", "a frame refers to data that is not there"),
    ("overread, skip", "a frame is longer than it says"),
    ("big_values too big", "a frame is damaged"),
    ("invalid sync code", "a place in the file is no audio"),
    ("invalid frame header", "a place in the file is no audio"),
    ("crc mismatch", "a checksum is not that of the data"),
    ("crc error", "a checksum is not that of the data"),
    ("crc check failed", "a checksum is not that of the data"),
    ("decode_frame() failed", "a frame is damaged"),
    ("moov atom not found", "the table of contents of the file (moov) is missing, as if it had been cut short"),
    ("channel element", "a frame is damaged"),
    ("number of bands", "a frame is damaged"),
    ("prediction is not allowed", "a frame is damaged"),
    ("reserved bit set", "a frame is damaged"),
    ("input buffer exhausted", "a frame ends too early"),
    ("error submitting packet to decoder", "a frame is damaged"),
    ("partial file", "the file ends too early"),
    ("truncat", "the file ends too early"),
    ("end of file", "the file ends too early"),
    ("failed to find two consecutive", "there is no audio in it"),
    ("could not find codec parameters", "there is no audio in it"),
    ("invalid data found", "what is there is damaged, or no audio"),
)


def in_plain_words(line: str) -> str:
    """One complaint in plain words; one that we do not know stays as it is, but for who complains.

    >>> in_plain_words("[mp3float @ 0x55d0] invalid new backstep 12")
    'a frame refers to data that is not there'
    """
    said = _SPEAKER.sub("", line).strip()
    lower = said.lower()
    return next((meaning for sign, meaning in _MEANINGS if sign in lower), said)


def summed_up(lines: Iterable[str]) -> str:
    """The first few complaints that differ, in one line."""
    return "; ".join(list(dict.fromkeys(in_plain_words(line) for line in lines if line.strip()))[:_MOST])
