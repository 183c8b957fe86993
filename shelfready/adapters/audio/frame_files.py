"""Writes encodings as they are stored: raw frames one after the other, and beside them the size of each."""

import sys
from array import array
from pathlib import Path
from types import TracebackType
from typing import Self

from shelfready.adapters.audio.adts import AdtsFrames
from shelfready.adapters.audio.ogg_packets import OpusPackets
from shelfready.errors import DefectError, UnavailableError
from shelfready.plans import AudioFormat

OPUS_PRE_SKIP = 120
"""Samples that Opus, as we let it encode, puts before the first: see `encoders`."""


class FrameFiles:
    """Takes what an encoder puts out, and keeps `kept` frames of it after the first `skipped`; None keeps them all."""

    def __init__(self, format: AudioFormat, folder: Path, *, skipped: int = 0, kept: int | None = None) -> None:
        self.frames = folder / f"{format.key}.frames"
        self.sizes = folder / f"{format.key}.sizes"
        self._source = _source(format)
        self._skipped = skipped
        self._kept = kept
        self._seen = 0
        self._table = array("H")

    def __enter__(self) -> Self:
        try:
            self._file = self.frames.open("wb")
        except OSError as error:
            raise _no_space(error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._file.close()
        except OSError as problem:
            if error is None:
                raise _no_space(problem) from problem
        if error is not None:
            self.frames.unlink(missing_ok=True)
            self.sizes.unlink(missing_ok=True)

    @property
    def count(self) -> int:
        """How many frames were kept."""
        return len(self._table)

    def feed(self, data: bytes) -> None:
        """Some more of what the encoder puts out."""
        frames = self._source.feed(data)
        first = max(self._skipped - self._seen, 0)
        end = None if self._kept is None else max(self._skipped + self._kept - self._seen, 0)
        self._seen += len(frames)
        mine = frames[first:end]
        self._table.extend(map(len, mine))
        try:
            self._file.write(b"".join(mine))
        except OSError as error:
            raise _no_space(error) from error

    def finish(self) -> None:
        """There is no more: write the sizes, and see that all frames are there."""
        if self._kept != 0:  # else the encoder was not even started
            self._source.finish()
        if self._kept is not None and self.count != self._kept:
            message = f"the encoder made {self._seen} frames, of which {self.count} are the track's, not {self._kept}"
            raise DefectError(message, cause_code="encoded-length-wrong")
        if sys.byteorder == "big":
            self._table.byteswap()
        try:
            self._file.flush()
            self.sizes.write_bytes(self._table.tobytes())
        except OSError as error:
            raise _no_space(error) from error


def _source(format: AudioFormat) -> AdtsFrames | OpusPackets:
    if format.codec == "opus":
        return OpusPackets(format.channels, OPUS_PRE_SKIP)
    return AdtsFrames(format.channels)


def _no_space(error: OSError) -> UnavailableError:
    message = f"an encoding could not be written ({error.strerror}); make room and try again"
    return UnavailableError(message, cause_code="no-space")
