"""How far chapters are from the truth."""

from fractions import Fraction
from math import inf

import pytest

from bench.chapter_times import starts_of, worst_error_ms


def test_tracks_begin_where_the_ones_before_end() -> None:
    """The last track's length is the start of none."""
    assert starts_of([44_100, 22_050, 7]) == [0, 1, Fraction(3, 2)]


def test_the_worst_chapter_counts_early_or_late() -> None:
    """The error is a distance, in milliseconds."""
    found = [Fraction(0), Fraction("0.9975"), Fraction("2.001")]

    assert worst_error_ms(found, [Fraction(0), Fraction(1), Fraction(2)]) == pytest.approx(2.5)


@pytest.mark.parametrize("found", [[], [Fraction(0)], [Fraction(0)] * 3])
def test_a_missing_or_needless_chapter_is_infinitely_wrong(found: list[Fraction]) -> None:
    """Chapters that are not there must not look exact."""
    assert worst_error_ms(found, [Fraction(0)] * 2) == inf
