"""Takes Ogg apart, in which ffmpeg hands over the packets of Opus: see RFC 3533, 6 and RFC 7845, 5.1."""

from shelfready.errors import DefectError

_PAGE_BYTES = 27
_CONTINUED = 0x01
_LACING = 255
_CHANNELS_AT, _PRE_SKIP_AT = 9, 10
_HEADERS = 2  # OpusHead and OpusTags


class OpusPackets:
    """Takes one logical stream of Opus in Ogg in pieces of any size and gives its packets of audio.

    What it says at its beginning must be so: the number of channels, and of samples that are not heard.
    """

    def __init__(self, channels: int, pre_skip: int) -> None:
        self._expected = channels, pre_skip
        self._headers = 0
        self._rest = b""
        self._begun: list[bytes] = []

    def feed(self, data: bytes) -> list[bytes]:
        """The packets that are whole now."""
        data = self._rest + data
        found: list[bytes] = []
        at = 0
        while at + _PAGE_BYTES <= len(data):
            body = at + _PAGE_BYTES + data[at + _PAGE_BYTES - 1]
            if data[at : at + 5] != b"OggS\0" or bool(data[at + 5] & _CONTINUED) != bool(self._begun):
                raise _defect("is no run of Ogg pages")
            lacing = data[at + _PAGE_BYTES : body]
            end = body + sum(lacing)
            if end > len(data):
                break
            found += self._packets(data, body, lacing)
            at = end
        self._rest = data[at:]
        return found

    def finish(self) -> None:
        """There is no more: nothing may be left over."""
        if self._rest or self._begun or self._headers < _HEADERS:
            raise _defect("ends within a packet")

    def _packets(self, data: bytes, at: int, lacing: bytes) -> list[bytes]:
        found: list[bytes] = []
        start = at
        for length in lacing:
            at += length
            if length == _LACING:
                continue
            packet = b"".join((*self._begun, data[start:at]))
            self._begun.clear()
            start = at
            if self._headers == _HEADERS:
                found.append(packet)
            else:
                self._read_header(packet)
        if start < at:
            self._begun.append(data[start:at])
        return found

    def _read_header(self, packet: bytes) -> None:
        if not packet.startswith((b"OpusHead", b"OpusTags")[self._headers]):
            raise _defect("does not begin as Opus does")
        if self._headers == 0:
            said = packet[_CHANNELS_AT], int.from_bytes(packet[_PRE_SKIP_AT : _PRE_SKIP_AT + 2], "little")
            if said != self._expected:
                raise _defect(f"has {said[0]} channels and skips {said[1]} samples, not {self._expected}")
        self._headers += 1


def _defect(what: str) -> DefectError:
    return DefectError(f"our encoder's output {what}", cause_code="encoded-not-opus")
