"""Cheapest paths, and shares of all paths, against every path counted by hand."""

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelfready.chapter_evidence.paths import State, Step, cheapest, shares

COSTS = st.floats(0, 5)


@st.composite
def _lattices(draw: st.DrawFn) -> tuple[dict[State, float], list[Step], dict[State, float]]:
    """Three layers of two places, every step between them that hypothesis keeps."""
    steps: list[Step] = [
        ((layer, here), (layer + 1, there), draw(COSTS), draw(st.booleans()))
        for layer, here, there in product(range(2), range(2), range(2))
        if draw(st.booleans())
    ]
    return {(0, 0): draw(COSTS), (0, 1): draw(COSTS)}, steps, {(2, 0): draw(COSTS), (2, 1): draw(COSTS)}


def _all(
    openings: dict[State, float], steps: list[Step], closings: dict[State, float]
) -> list[tuple[float, list[Step]]]:
    paths = []
    for one, other in product(steps, steps):
        if one[0] in openings and one[1] == other[0] and other[1] in closings:
            paths.append((openings[one[0]] + one[2] + other[2] + closings[other[1]], [one, other]))
    return paths


@given(_lattices())
def test_cheapest_path_is_the_cheapest_of_all(
    lattice: tuple[dict[State, float], list[Step], dict[State, float]],
) -> None:
    """And there is none where no path leads through."""
    paths = _all(*lattice)

    cost, path, last = cheapest(*lattice)

    assert (last is None) == (not paths)
    assert cost == pytest.approx(min((cost for cost, _ in paths), default=math.inf))
    if paths:
        assert [known for known, steps in paths if steps == path] == [pytest.approx(cost)]


@given(_lattices())
def test_shares_are_those_of_all_paths(
    lattice: tuple[dict[State, float], list[Step], dict[State, float]],
) -> None:
    """Of paths that leave a state by a step that was taken by choice, weighed by their likelihood."""
    paths = _all(*lattice)
    whole = sum(math.exp(-cost) for cost, _ in paths)

    found = shares(*lattice)

    for state in {step[0] for step in lattice[1]}:
        expected = sum(math.exp(-cost) for cost, path in paths if any(one[0] == state and one[3] for one in path))
        assert found.get(state, 0.0) == pytest.approx(expected / whole if whole else 0.0, abs=1e-9)
