"""Cheapest paths, and how likely each step is among all paths, where a cost is the negative logarithm of a likelihood.

Paths lead through layers: every step goes from a state of one layer to a state of the next. A state is a pair of its
layer and its place in it.
"""

import math
from collections.abc import Iterable, Mapping, Sequence

State = tuple[int, int]
Step = tuple[State, State, float, bool]
"""From a state to one of the next layer, at a cost; and whether the step counts as one that was taken by choice."""

Costs = Mapping[State, float]


def cheapest(openings: Costs, steps: Sequence[Step], closings: Costs) -> tuple[float, list[Step], State | None]:
    """The cheapest path from an opening to a closing: its cost, its steps, and where it ends; no end if there is none.

    `steps` are in order of their layers. A path has at least one step that was taken by choice.
    """
    best = dict(openings)
    via: dict[State, Step] = {}
    for step in steps:
        start, end, cost, _ = step
        whole = best.get(start, math.inf) + cost
        if whole < best.get(end, math.inf):
            best[end] = whole
            via[end] = step
    ends = {state: best[state] + cost for state, cost in closings.items() if state in via}
    if not ends:
        return math.inf, [], None
    last = min(ends, key=ends.__getitem__)
    return ends[last], _back(via, last), last


def shares(openings: Costs, steps: Sequence[Step], closings: Costs) -> dict[State, float]:
    """For each state, the share of all paths, by their likelihood, that leave it by a step that was taken by choice."""
    forward = {state: -cost for state, cost in openings.items()}
    for start, end, cost, _ in steps:
        if start in forward:
            _add(forward, end, forward[start] - cost)
    backward = {state: -cost for state, cost in closings.items()}
    for start, end, cost, _ in reversed(steps):
        if end in backward:
            _add(backward, start, backward[end] - cost)
    chosen: dict[State, float] = {}
    for start, end, cost, is_chosen in steps:
        if is_chosen and start in forward and end in backward:
            _add(chosen, start, forward[start] - cost + backward[end])
    if not chosen:
        return {}
    whole = _sum(forward[state] - cost for state, cost in closings.items() if state in forward)
    return {state: min(1.0, math.exp(weight - whole)) for state, weight in chosen.items()}


def _back(via: Mapping[State, Step], last: State) -> list[Step]:
    path: list[Step] = []
    state = last
    while state in via:
        path.append(via[state])
        state = via[state][0]
    return path[::-1]


def _add(sums: dict[State, float], state: State, weight: float) -> None:
    known = sums.get(state)
    if known is None:
        sums[state] = weight
    else:
        high, low = (known, weight) if known > weight else (weight, known)
        sums[state] = high + math.log1p(math.exp(low - high))


def _sum(weights: Iterable[float]) -> float:
    """The logarithm of the sum of exponentials."""
    known = list(weights)
    highest = max(known)
    return highest + math.log(sum(math.exp(weight - highest) for weight in known))
