"""Books with holes are found; books that merely have numbers in their names are not accused."""

import pytest

from shelfready.rules import RULES
from shelfready.rules._examples import audio, audiobook, digest, track

RULE = RULES["tracks-missing-or-repeated"]


def _messages(*names: str, orders: tuple[int, ...] | None = None) -> list[str]:
    places = orders or (None,) * len(names)
    tracks = [track(name, order=place) for name, place in zip(names, places, strict=True)]
    return [found.message for found in RULE(audiobook(*tracks))]


@pytest.mark.parametrize(
    "names",
    [
        ("01.mp3", "02.mp3", "03.mp3"),
        ("00-opening.mp3", "01-a.mp3", "02-b.mp3"),
        ("CD1/01.mp3", "CD1/02.mp3", "CD2/01.mp3"),
        ("10.mp3", "20.mp3", "30.mp3"),
        ("1984.mp3",),
        ("Part 1.m4a", "Part 2.mp3"),
        ("9789999900010_1of2.mp3", "9789999900010_2of2.mp3"),
        ("13 The Return.mp3", "14 The Storm.mp3", "15 The End.mp3"),
        ("Intro.mp3", "Chapter 1.mp3", "Chapter 2.mp3"),
    ],
)
def test_whole_books_are_left_in_peace(names: tuple[str, ...]) -> None:
    """Zero-based numbers, discs, tens, years and second volumes are no holes."""
    assert _messages(*names) == []


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        (("01.mp3", "02.mp3", "04.mp3"), "the names count from 1 to 4, and 3 is missing among them"),
        (("02.mp3", "03.mp3", "04.mp3"), "the names count from 1 to 4, and 1 is missing among them"),
        (("a_1of3.mp3", "a_2of3.mp3"), "the names say that there are 3 tracks, and 2 were delivered"),
    ],
)
def test_holes_in_names_are_named(names: tuple[str, ...], missing: str) -> None:
    """The message says which number is missing."""
    assert _messages(*names) == [missing]


def test_declared_places_have_no_hole_and_no_repeat() -> None:
    """Places that were declared are taken at their word."""
    found = _messages("a.mp3", "b.mp3", "c.mp3", orders=(1, 3, 3))

    assert found == [
        "the declared places count from 1 to 3, and 3 is more than once",
        "the declared places count from 1 to 3, and 2 is missing among them",
    ]


def test_places_may_count_from_zero() -> None:
    """Opening credits are often number 0."""
    assert _messages("a.mp3", "b.mp3", orders=(0, 1)) == []


def test_huge_declared_place_is_told_in_one_line() -> None:
    """A place of 100,000 makes no list of 99,998 numbers."""
    (message,) = _messages("a.mp3", "b.mp3", orders=(1, 100_000))

    assert message == "the declared places count from 1 to 100000, and 2, 3, 4, 5, 6, ... are missing among them"


def test_repeated_jingle_is_only_warned_of() -> None:
    """The same few seconds may open every part; a chapter is never the same as another."""
    jingle = audio(8, pcm_sha256=digest("jingle"))

    (found,) = RULE(audiobook(track("a.mp3", jingle), track("b.mp3"), track("c.mp3", jingle)))

    assert found.severity.value == "W"
