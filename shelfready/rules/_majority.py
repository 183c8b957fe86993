"""What most tracks of a book have in common, and which ones differ."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Usual:
    """What most have, and how many they are."""

    value: int
    count: int


def odd_ones(values: Mapping[str, int]) -> tuple[Usual, str] | None:
    """What most have, and in words how many others have what; None where all have the same.

    >>> odd_ones({"01.mp3": 1, "02.mp3": 1, "03.mp3": 2})
    (Usual(value=1, count=2), '1 has 2 (03.mp3)')
    >>> odd_ones({"01.mp3": 1, "02.mp3": 1}) is None
    True
    """
    counts = Counter(values.values()).most_common()
    if len(counts) < 2:
        return None
    (value, count), *rest = counts
    names = [name for name, found in values.items() if found != value]
    named = ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")
    others = ", ".join(f"{times} {'has' if times == 1 else 'have'} {found:,}" for found, times in rest[:3])
    return Usual(value, count), f"{others} ({named})"
