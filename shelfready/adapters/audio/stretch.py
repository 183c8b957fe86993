"""What is wanted of a track, and the file in which it was found."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from shelfready.errors import UnavailableError
from shelfready.media import TIMELINE_RATE_HZ

# More than any resampler hears on either side of a sample: see `timeline_edges`.
_MARGIN_SAMPLES = 1024


@dataclass(frozen=True)
class Wanted:
    """Samples of the timeline, from `first` up to, not including, `end`, counted from the track's beginning.

    `end` is None where the track is wanted to its very end, however long it turns out to be.
    """

    sample_rate_hz: int
    decoded_samples: int
    first: int
    end: int | None

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return self.first == 0 and self.end is None

    @property
    def cycle(self) -> int:
        """Samples of the track after which its samples and the timeline's coincide again."""
        return self.sample_rate_hz // math.gcd(self.sample_rate_hz, TIMELINE_RATE_HZ)

    @property
    def first_own(self) -> int:
        """The sample of the track, at its own rate, that decoding must begin with or before: a whole cycle."""
        if self.sample_rate_hz == TIMELINE_RATE_HZ:
            return self.first
        own = self.first * self.sample_rate_hz // TIMELINE_RATE_HZ - _MARGIN_SAMPLES
        return max(own // self.cycle * self.cycle, 0)

    @property
    def end_own(self) -> int | None:
        """The sample of the track, at its own rate, that need not be decoded any more."""
        if self.end is None:
            return None
        own = -(-self.end * self.sample_rate_hz // TIMELINE_RATE_HZ)
        return own if self.sample_rate_hz == TIMELINE_RATE_HZ else own + _MARGIN_SAMPLES


@dataclass(frozen=True)
class Opened:
    """A file in which a stretch can be decoded: its first sample is the track's sample `first_own`.

    It may be less than 0, for what decoders put before the first. `kind` is what `sniffing.sniff` would say of it.
    `ends_as_track`: what is decoded last is the track's last sample; else it must be cut off behind it.
    """

    path: Path
    kind: str
    first_own: int = 0
    ends_as_track: bool = True


def written(pieces: Iterable[bytes], into: Path) -> Path:
    """Put bytes into a file for work in progress."""
    try:
        with into.open("wb") as file:
            file.writelines(pieces)
    except OSError as error:
        message = f"a part of a track could not be written ({error.strerror}); make room and try again"
        raise UnavailableError(message, cause_code="no-space") from error
    return into
