"""How long the narration of a book is said to be: the whole, and the sum of its parts."""

import re
from dataclasses import dataclass

from shelfready.adapters.epubs.metadata import Metadata

_DURATION = "media:duration"

# Clock values of SMIL 3.0, as EPUB 3.3 has them: 5:34:31.396, 34:31, or a number with a unit, seconds if none.
_CLOCK = re.compile(r"(?:(?P<hours>\d{1,6}):)?(?P<minutes>[0-5]?\d):(?P<seconds>[0-5]?\d(?:\.\d{1,9})?)", re.ASCII)
_COUNT = re.compile(r"(?P<count>\d{1,9}(?:\.\d{1,9})?)(?P<unit>h|min|s|ms)?", re.ASCII)
_UNIT_MS = {"h": 3_600_000, "min": 60_000, "s": 1000, "ms": 1, None: 1000}


@dataclass(frozen=True)
class OverlayLengths:
    """Milliseconds; None where nothing is said, or nothing that can be read."""

    whole_ms: int | None
    parts_ms: int | None


def overlay_lengths(said: Metadata) -> OverlayLengths:
    """The lengths that the package states. Of parts the sum is known only if that of each is."""
    whole = next(iter(said.stated(_DURATION)), None)
    parts = [clock_ms(value) for value in said.of_parts(_DURATION).values()]
    known = [part for part in parts if part is not None]
    return OverlayLengths(
        whole_ms=None if whole is None else clock_ms(whole),
        parts_ms=sum(known) if known and len(known) == len(parts) else None,
    )


def clock_ms(text: str) -> int | None:
    """A SMIL clock value in milliseconds, None if it is none.

    >>> [clock_ms(text) for text in ("0:00:01.5", "1:02", "2.5min", "7", "an hour")]
    [1500, 62000, 150000, 7000, None]
    """
    if clock := _CLOCK.fullmatch(text):
        seconds = int(clock["hours"] or 0) * 3600 + int(clock["minutes"]) * 60 + float(clock["seconds"])
        return round(seconds * 1000)
    if count := _COUNT.fullmatch(text):
        return round(float(count["count"]) * _UNIT_MS[count["unit"]])
    return None
