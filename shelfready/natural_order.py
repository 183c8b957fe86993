"""The order in which a person would list files: 2 before 10."""

import re
from unicodedata import normalize

_DIGITS = re.compile(r"(\d+)", re.ASCII)

NaturalKey = tuple[tuple[tuple[tuple[int, str], ...], ...], str]


def natural_key(name: str) -> NaturalKey:
    """A sort key by folders, then numbers by value and letters without case; equal names go by their spelling.

    Numbers are compared by length and digits, so that a name of a thousand digits costs no arithmetic.

    >>> sorted(["10.mp3", "2.mp3", "1.mp3", "CD10/1.mp3", "CD2/1.mp3"], key=natural_key)
    ['1.mp3', '2.mp3', '10.mp3', 'CD2/1.mp3', 'CD10/1.mp3']
    """
    return tuple(_part(part) for part in normalize("NFC", name).split("/")), name


def _part(text: str) -> tuple[tuple[int, str], ...]:
    # A number sorts by (its length, its digits), text by (0, its letters): text comes at even places, numbers at odd.
    pieces = _DIGITS.split(text.casefold())
    return tuple(_number(piece) if place % 2 else (0, piece) for place, piece in enumerate(pieces))


def _number(digits: str) -> tuple[int, str]:
    digits = digits.lstrip("0")
    return len(digits), digits
