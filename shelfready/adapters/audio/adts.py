"""Takes ADTS apart, the plain run of AAC frames that ffmpeg hands over: see ISO/IEC 13818-7, 6.2."""

from shelfready.errors import DefectError

_HEADER_BYTES = 7
_RATE_44100 = 4
_TELLING = 0b1111_1101_1100_0000


class AdtsFrames:
    """Takes ADTS in pieces of any size and gives the raw frames, without headers.

    All must be what a format says that they are: AAC-LC at 44.1 kHz in so many channels.
    """

    def __init__(self, channels: int) -> None:
        self._channels = channels
        # Object type 2 less one, rate 4, the channels; between them a bit that means nothing.
        self._expected = 1 << 14 | _RATE_44100 << 10 | channels << 6
        self._rest = b""

    def feed(self, data: bytes) -> list[bytes]:
        """The frames that are whole now."""
        data = self._rest + data
        found: list[bytes] = []
        at = 0
        while at + _HEADER_BYTES <= len(data):
            # Sync word, layer 0, and the bits that say that there is no checksum and one block.
            if data[at] != 0xFF or data[at + 1] & 0xF7 != 0xF1 or data[at + 6] & 3:
                raise _defect("is no run of ADTS frames")
            if (data[at + 2] << 8 | data[at + 3]) & _TELLING != self._expected:
                raise _defect(f"is not AAC-LC at 44.1 kHz in {self._channels} channels throughout")
            end = at + ((data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5)
            if end < at + _HEADER_BYTES:
                raise _defect("has a frame that ends before it begins")
            if end > len(data):
                break
            found.append(data[at + _HEADER_BYTES : end])
            at = end
        self._rest = data[at:]
        return found

    def finish(self) -> None:
        """There is no more: nothing may be left over."""
        if self._rest:
            raise _defect("ends within a frame")


def _defect(what: str) -> DefectError:
    return DefectError(f"what was to be stored as AAC {what}", cause_code="encoded-not-adts")
