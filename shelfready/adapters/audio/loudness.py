"""Integrated loudness after EBU R 128, as ffmpeg's `ebur128` reports it on the way."""

import math
from typing import Any

_KEY = b"lavfi.r128.I="
# What the filter says as long as nothing has passed its gate.
_NOTHING_LUFS = -70.0
_FIRST_BLOCK_S = 0.4
_KEPT_BYTES = 4096


class Loudness:
    """Reads the filter's running answers and keeps the last."""

    def __init__(self) -> None:
        self._text = b""

    def feed(self, data: bytes) -> None:
        """Some more of what `ametadata` prints."""
        self._text = (self._text + data)[-_KEPT_BYTES:]

    def integrated_lufs(self, duration_s: float) -> float | None:
        """Loudness of the whole, minus infinity for silence, None for what is too short to have any."""
        if duration_s < _FIRST_BLOCK_S:
            return None
        _, found, last = self._text.rpartition(_KEY)
        if not found:
            return None
        lufs = float(last.split()[0])
        return lufs if lufs > _NOTHING_LUFS else -math.inf


def loudness_told_to(track: Any, address: str) -> Any:
    """The same audio, its running loudness printed to an address; mono counts as two equal channels."""
    measured = track.filter("ebur128", framelog="quiet", metadata=1, dualmono="true")
    return measured.filter("ametadata", "print", key="lavfi.r128.I", file=address)
