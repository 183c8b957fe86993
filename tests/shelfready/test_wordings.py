"""Which titles and names mean the same."""

import pytest

from shelfready.wordings import are_same_people, are_same_title


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Lighthouse", "LIGHTHOUSE, THE"),
        ("The Lighthouse", "The Lighthouse: A Novel"),
        ("The Lighthouse", "Ada Brook - The Lighthouse (Unabridged)"),
        ("Émile", "Emile"),
        ("Die Straße", "Die Strasse"),
        ("Crime and Punishment", "Crime & Punishment"),
        ("Don't Look", "Dont Look"),
        ("Light House", "The Lighthouse"),
        ("Война и мир", "War and Peace"),
        ("The Lighthouse", "???"),
    ],
)
def test_these_titles_are_one(one: str, other: str) -> None:
    """Case, articles, subtitles, what shops add, accents; and scripts that cannot be compared."""
    assert are_same_title((one,), (other,))
    assert are_same_title((other,), (one,))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Lighthouse", "The Harbour"),
        ("The Keepers 1", "The Keepers 2"),
        ("Война и мир", "Анна Каренина"),
        ("The Lighthouse", "End Credits"),
    ],
)
def test_these_titles_are_two(one: str, other: str) -> None:
    """Volumes of a series differ in a number only."""
    assert not are_same_title((one,), (other,))
    assert not are_same_title((other,), (one,))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Ada Brook",), ("Brook, Ada",)),
        (("A. Brook",), ("ADA BROOK",)),
        (("Ada Brook", "Tom Hill"), ("Tom Hill",)),
        (("村上春樹",), ("Haruki Murakami",)),
        (("NASA",), ("Nasa",)),
        (("Gabriel García Márquez",), ("Garcia Marquez, Gabriel",)),
    ],
)
def test_these_people_are_the_same(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    """Inverted, with initials, in capitals, without accents; one of several is enough."""
    assert are_same_people(one, other)


@pytest.mark.parametrize(("one", "other"), [(("Ada Brook",), ("Tom Hill",)), (("A. Brook",), ("A. Hill",))])
def test_these_people_are_others(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    """An initial in common is nothing in common."""
    assert not are_same_people(one, other)
