"""Finds where the chapters of a text begin in a recording, from the pauses of the one and the lengths of the other.

A path through the recording says which pause begins which entry. What it costs is the negative logarithm of how
unlikely it is: an entry that lasts longer or shorter than its text at the reader's pace, a boundary at a pause that is
shorter than others, a chapter that is left out. Dynamic programming finds the cheapest path; summed over all paths, the
same costs tell how likely each boundary is, so that a choice between two pauses that fit alike is seen.
"""

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from statistics import median

from shelfready.chapter_evidence.paths import State, Step, cheapest, shares
from shelfready.chapter_evidence.reading import Entry, Heard
from shelfready.values import Value


class Pause(Value):
    """A place where a chapter may begin: when the voice sets in, and after how long a pause, in milliseconds."""

    at_ms: int
    length_ms: int


class Placed(Value):
    """An entry that was found, and how likely it begins there and nowhere else, from 0 to 1."""

    entry: int
    at_ms: int
    likelihood: float


class Alignment(Value):
    """The entries that are read, in order, and when closing credits begin, if there are any.

    `spread` is by how much the reader's pace differs from chapter to chapter, as a share of it.
    """

    placed: tuple[Placed, ...]
    closing_ms: int | None
    spread: float


# Seconds for a character, white space apart, when a person reads aloud in an alphabet. Characters that are whole
# syllables or words take longer, so that the prior is weak.
_USUAL_PACE_S, _PACE_DEVIATION = 0.078, 0.35
_PACES = tuple(0.04 * 1.12**step for step in range(21))  # up to 0.39

# Within a reading the pace varies by a tenth; a heading and the pauses around it take some seconds. A chapter that is
# far off is unlikely and not impossible (Student's t of three degrees), within what is worth looking at.
_DEVIATION, _HEADING_S, _LOOSE_S = 0.10, 3.0, 6.0
_FREEDOM, _WIDEST = 3.0, 2.2

# What it costs to leave an entry out, by how surely it is read: before the first or after the last that is, between.
_LEFT_OUT = {Heard.SURELY: (2.0, 5.0), Heard.PERHAPS: (0.7, 1.5), Heard.HARDLY: (0.0, 0.0)}
_READ = {Heard.SURELY: 0.0, Heard.PERHAPS: 0.7, Heard.HARDLY: 3.0}

# A boundary at a pause of half the usual length costs this many times the logarithm of two.
_PAUSE_WEIGHT = 4.0
# Within an entry, a pause as long as those between chapters is unlikely (a scene ends), one of half that costs nothing.
_PASSED_COST, _PASSED_SHARE = 2.0, 0.5
_NOTHING_COST, _CREDITS_COST, _LONGEST_CREDITS_S = 0.3, 0.7, 180.0
_FRONT_COST, _LONGEST_FRONT_S = 5.0, 900.0  # music, an interview, a preface that is in no table of contents

_FEW_PAUSES, _FEW_EACH = 60, 2
_MANY_PAUSES, _MANY_EACH, _MOST_PAUSES = 200, 4, 800


@lru_cache(maxsize=8)
def align(entries: tuple[Entry, ...], pauses: tuple[Pause, ...], total_ms: int) -> Alignment | None:
    """The likeliest way that these entries lie in a recording; None if there is no way.

    The pace is found with the longest pauses alone, the boundaries with many. The answer is kept: several rules ask the
    same question of a title in a row.
    """
    few = _longest(pauses, total_ms, max(_FEW_PAUSES, _FEW_EACH * len(entries)))
    pace = min(_PACES, key=lambda pace: _Grid(entries, few, total_ms, pace).cost)
    many = _longest(pauses, total_ms, max(_MANY_PAUSES, _MANY_EACH * len(entries)))
    grid = _Grid(entries, many, total_ms, pace)
    if paces := grid.paces():
        refined = _Grid(entries, many, total_ms, median(paces))
        grid = min(grid, refined, key=lambda grid: grid.cost)
    return grid.alignment()


def _longest(pauses: Sequence[Pause], total_ms: int, most: int) -> tuple[Pause, ...]:
    inside = [pause for pause in pauses if 0 < pause.at_ms < total_ms]
    kept = sorted(inside, key=lambda pause: -pause.length_ms)[: min(most, _MOST_PAUSES)]
    return tuple(sorted(kept, key=lambda pause: pause.at_ms))


class _Grid:
    """All paths at one pace. In state (n, p) the first n entries are dealt with, and the next that is read begins at p.

    Place 0 is the beginning of the recording, the last one its end, and between them lie the pauses.
    """

    def __init__(self, entries: Sequence[Entry], pauses: Sequence[Pause], total_ms: int, pace_s: float) -> None:
        self._entries, self._pace = entries, pace_s
        self._times = [0.0, *(pause.at_ms / 1000 for pause in pauses), total_ms / 1000]
        self._end = len(self._times) - 1
        usual = _usual_ms(entries, pauses)
        self._pause_costs = [0.0, *(_boundary_cost(pause, usual) for pause in pauses), 0.0]
        self._passed = list(accumulate((_passing_cost(pause, usual) for pause in pauses), initial=0.0))
        self._openings: dict[State, float] = {}
        for number, cost in enumerate(_left_out(entries)):
            self._openings |= {(number, place): cost + more for place, more in self._fronts()}
        self._steps = list(self._all_steps())
        self._closings = dict(self._all_closings())
        cost, self._path, self._last = cheapest(self._openings, self._steps, self._closings)
        self.cost = cost + (math.log(pace_s / _USUAL_PACE_S) / _PACE_DEVIATION) ** 2 / 2

    def paces(self) -> list[float]:
        """The pace of each entry that is read, on the cheapest path."""
        found = []
        for start, end, _, is_read in self._path:
            seconds = self._times[end[1]] - self._times[start[1]] - _HEADING_S
            if is_read and self._entries[start[0]].characters and seconds > 0:
                found.append(seconds / self._entries[start[0]].characters)
        return found

    def alignment(self) -> Alignment | None:
        """The cheapest path, and how likely each of its boundaries is among all paths."""
        if self._last is None:
            return None
        likely = shares(self._openings, self._steps, self._closings)
        placed = [
            Placed(entry=start[0], at_ms=round(self._times[start[1]] * 1000), likelihood=likely[start])
            for start, _, _, is_read in self._path
            if is_read
        ]
        paces = self.paces()
        usual = median(paces) if paces else self._pace
        spread = 1.48 * median(abs(math.log(pace / usual)) for pace in paces) if paces else 1.0
        last = self._last[1]
        closing = None if last == self._end else round(self._times[last] * 1000)
        return Alignment(placed=tuple(placed), closing_ms=closing, spread=spread)

    def _fronts(self) -> Iterator[tuple[int, float]]:
        """Where the first entry may begin: at once, after opening credits, or after something longer."""
        yield 0, _NOTHING_COST
        for place in range(1, self._end):
            if self._times[place] > _LONGEST_FRONT_S:
                return
            before = _CREDITS_COST if self._times[place] <= _LONGEST_CREDITS_S else _FRONT_COST
            yield place, before + self._pause_costs[place]

    def _all_steps(self) -> Iterator[Step]:
        """Every entry is left out or read, from every place that can be reached."""
        reached = {place for number, place in self._openings if number == 0}
        for number, entry in enumerate(self._entries):
            following = {place for other, place in self._openings if other == number + 1}
            for place in sorted(reached):
                yield (number, place), (number + 1, place), _LEFT_OUT[entry.heard][1], False
                following.add(place)
                for end, cost in self._readings(place, entry):
                    yield (number, place), (number + 1, end), cost, True
                    following.add(end)
            reached = following

    def _readings(self, place: int, entry: Entry) -> Iterator[tuple[int, float]]:
        """Where an entry that begins at a place may end, and what it costs."""
        expected = entry.characters * self._pace + _HEADING_S
        shortest, longest = expected / _WIDEST - _LOOSE_S, expected * _WIDEST + 2 * _LOOSE_S
        begin = self._times[place]
        deviation = math.hypot(_DEVIATION, _LOOSE_S / expected)
        for end in range(max(place + 1, bisect_left(self._times, begin + shortest)), self._end + 1):
            seconds = self._times[end] - begin
            if seconds > longest:
                return
            off = math.log(max(seconds, 0.5) / expected) / deviation
            unlikely = (_FREEDOM + 1) / 2 * math.log1p(off * off / _FREEDOM)
            passed = self._passed[end - 1] - self._passed[place]
            yield end, unlikely + self._pause_costs[end] + passed + _READ[entry.heard]

    def _all_closings(self) -> Iterator[tuple[State, float]]:
        """The last entry that is read ends with the recording, or credits follow it."""
        left_out = _left_out(self._entries[::-1])
        for _, (number, place), _, _ in self._steps:
            trailing = left_out[len(self._entries) - number]
            if place == self._end:
                yield (number, place), _NOTHING_COST + trailing
            elif self._times[self._end] - self._times[place] <= _LONGEST_CREDITS_S:
                yield (number, place), _CREDITS_COST + trailing


def _left_out(entries: Sequence[Entry]) -> list[float]:
    """What it costs to leave out the first, the first two, and so on, at the beginning; or, reversed, at the end."""
    costs = [0.0]
    for entry in entries:
        costs.append(costs[-1] + _LEFT_OUT[entry.heard][0])
    return costs


def _usual_ms(entries: Sequence[Entry], pauses: Sequence[Pause]) -> int:
    """How long a pause between chapters is: the middle one of as many as there are chapters, of the longest."""
    expected = max(1, sum(entry.heard is Heard.SURELY for entry in entries))
    longest = sorted((pause.length_ms for pause in pauses), reverse=True)[:expected]
    return max(1, longest[len(longest) // 2]) if longest else 1


def _boundary_cost(pause: Pause, usual_ms: int) -> float:
    return _PAUSE_WEIGHT * max(0.0, math.log(usual_ms / max(1, pause.length_ms)))


def _passing_cost(pause: Pause, usual_ms: int) -> float:
    share = (pause.length_ms / usual_ms - _PASSED_SHARE) / (1 - _PASSED_SHARE)
    return _PASSED_COST * min(1.0, max(0.0, share))
