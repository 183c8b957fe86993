"""The numbers by which file names count, wherever in the name they stand."""

import re
from collections.abc import Sequence
from itertools import zip_longest

_DIGITS = re.compile(r"(\d+)", re.ASCII)
_ISBN = re.compile(r"(?<!\d)97[89][\d-]{10,14}(?!\d)", re.ASCII)
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_LONGEST_NUMBER = 5


def numbers_of(names: Sequence[str]) -> tuple[int, ...] | None:
    """The number of each name: the first place where all names have one and no two the same; None if there is none.

    >>> numbers_of(["9789999900010_01_Intro.mp3", "9789999900010_02_Chapter 7.mp3"])
    (1, 2)
    >>> numbers_of(["CD1/01.mp3", "CD1/02.mp3", "CD2/01.mp3"]) is None
    True
    """
    if len(names) < 2:
        return None
    rows = [_DIGITS.findall(_ISBN.sub(" ", _SUFFIX.sub("", name))) for name in names]
    for column in zip_longest(*rows):
        if None in column:
            return None
        if all(len(digits) <= _LONGEST_NUMBER for digits in column) and len(set(map(int, column))) == len(names):
            return tuple(map(int, column))
    return None
