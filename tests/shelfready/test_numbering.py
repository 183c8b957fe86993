"""The numbers by which names count."""

import pytest

from shelfready.numbering import numbers_of


@pytest.mark.parametrize(
    ("names", "numbers"),
    [
        (["01.mp3", "02.mp3"], (1, 2)),
        (["Book 7 - 1.mp3", "Book 7 - 2.mp3"], (1, 2)),
        (["978-99999-0001-0_3.mp3", "978-99999-0001-0_4.mp3"], (3, 4)),
        (["a.m4a", "b.mp3"], None),
        (["CD1/01.mp3", "CD2/01.mp3"], (1, 2)),
        (["CD1/01.mp3", "CD1/02.mp3", "CD2/01.mp3"], None),
        (["Intro.mp3", "1.mp3"], None),
        (["1.mp3"], None),
        ([], None),
        (["20261122120000.mp3", "20261122130000.mp3"], None),
    ],
)
def test_numbers_are_found_where_names_differ_by_them(names: list[str], numbers: tuple[int, ...] | None) -> None:
    """Not in suffixes, ISBNs or dates, and not where some names have none."""
    assert numbers == numbers_of(names)
