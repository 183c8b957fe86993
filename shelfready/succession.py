"""What of a title's tracks is there again in its next version, so that what was made of it can be kept."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence


def kept(now: Sequence[str], before: Sequence[str]) -> dict[int, int]:
    """For each track of now that was there before in the same order, its place before; both are lists of hashes.

    Compared from both ends. Between what differs, those tracks are taken to be the same of which there is one only on
    either side, as many as lie in one order: whoever swaps two tracks has moved one of them.

    >>> kept("ABXDE", "ABCDE")
    {0: 0, 1: 1, 3: 3, 4: 4}
    >>> kept("ABNCD", "ABCD"), kept("ACD", "ABCD")
    ({0: 0, 1: 1, 3: 2, 4: 3}, {0: 0, 1: 2, 2: 3})
    """
    shorter = min(len(now), len(before))
    head = 0
    while head < shorter and now[head] == before[head]:
        head += 1
    tail = 0
    while tail < shorter - head and now[-1 - tail] == before[-1 - tail]:
        tail += 1
    found = {place: place for place in range(head)}
    found |= _between(now, before, (head, len(now) - tail), (head, len(before) - tail))
    found |= {len(now) - back: len(before) - back for back in range(tail, 0, -1)}
    return found


def _between(
    now: Sequence[str], before: Sequence[str], ours: tuple[int, int], theirs: tuple[int, int]
) -> dict[int, int]:
    """The tracks that are alone of their kind in both stretches, as many as lie in one order in both."""
    times_now, times_before = Counter(now[slice(*ours)]), Counter(before[slice(*theirs)])
    places = {before[place]: place for place in range(*theirs) if times_before[before[place]] == 1}
    pairs = [
        (place, places[now[place]]) for place in range(*ours) if times_now[now[place]] == 1 and now[place] in places
    ]
    return dict(_longest_rise(pairs))


def _longest_rise(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """As many of the pairs as rise in their second number, too (patience sorting)."""
    ends: list[int] = []
    last: list[int] = []
    earlier: list[int | None] = []
    for index, (_, place) in enumerate(pairs):
        pile = bisect_left(ends, place)
        ends[pile : pile + 1] = [place]
        last[pile : pile + 1] = [index]
        earlier.append(last[pile - 1] if pile else None)
    found: list[tuple[int, int]] = []
    at = last[-1] if last else None
    while at is not None:
        found.append(pairs[at])
        at = earlier[at]
    return found[::-1]
