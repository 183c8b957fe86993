"""What is left of a name when everything is gone that a listener need not see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelfready.chapter_titles import clean, credits_title, titles_of_names, unique, without_number


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("01 - The Storm.mp3", "The Storm"),
        ("01-what-a-drop-is.mp3", "What a drop is"),
        ("CD1/03 Chapter 3.mp3", "Chapter 3"),
        ("Chapter 3.mp3", "Chapter 3"),
        ("chapter_03.mp3", "Chapter 03"),
        ("9789999900010_001_Chapter 1.mp3", "Chapter 1"),
        ("978-99999-0001-0 The Storm.mp3", "The Storm"),
        ("02_Chapter-01.mp3", "Chapter 01"),
        ("soul_selects_64kb.mp3", "Soul selects"),
        ("(12) The Storm.mp3", "The Storm"),
        ("1984 - Part One.mp3", "1984 Part One"),
        ("12. Half-light.m4a", "Half light"),
        ("The Half-light.m4a", "The Half-light"),
        ("7.mp3", None),
        ("0001.mp3", None),
        ("___.mp3", None),
        ("Bo\u0308.mp3", "B\u00f6"),
        ("évêque.flac", "Évêque"),
    ],
)
def test_name_of_a_single_file(name: str, title: str | None) -> None:
    """Number, ISBN, bit rate and suffix go; the words stay, and a numbered word keeps its number."""
    assert (title,) == titles_of_names([name])


@pytest.mark.parametrize(
    ("names", "titles"),
    [
        (["Brook - 01 - Storm.mp3", "Brook - 02 - Calm.mp3"], ["Storm", "Calm"]),
        (["Lighthouse_1of2.mp3", "Lighthouse_2of2.mp3"], [None, None]),
        (["Chapter 1.mp3", "Chapter 2.mp3"], ["Chapter 1", "Chapter 2"]),
        (["CD1/01 Track 1.mp3", "CD2/01 Track 1.mp3"], [None, None]),
    ],
)
def test_what_all_names_share_names_no_chapter(names: list[str], titles: list[str | None]) -> None:
    """The book's title, the author, and whatever else is the same everywhere."""
    assert titles == list(titles_of_names(names))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("opening credits", "Opening Credits"),
        ("Intro-Credits", "Opening Credits"),
        ("End Credits", "Closing Credits"),
        ("Credits", "Closing Credits"),
        ("credit_where_due", None),
        ("The Opening", None),
    ],
)
def test_credits_are_recognised(text: str, title: str | None) -> None:
    """By any of their usual names, and only as a whole."""
    assert title == credits_title(text)


def test_only_the_own_number_goes() -> None:
    """A number that is not the track's is a part of the title."""
    assert without_number("07 - The Storm", (7,)) == "The Storm"
    assert without_number("12 Angry Men", (7, None)) == "12 Angry Men"
    assert without_number("7", (7,)) == "7"


@given(st.lists(st.text(max_size=3)))
def test_unique_titles_keep_their_order_and_their_words(titles: list[str]) -> None:
    """Nothing is lost, and nothing is twice."""
    told = unique(titles)

    assert len(told) == len(titles)
    assert len({title.casefold() for title in told}) == len(told)
    assert all(new.startswith(old) for old, new in zip(titles, told, strict=True))


def test_thousand_same_titles_are_told_apart_at_once() -> None:
    """Ten thousand marks of one name are no attack."""
    assert unique(["x"] * 10_000)[-1] == "x (10000)"


@given(st.text())
def test_clean_text_can_be_shown(text: str) -> None:
    """On one line, without control characters, and cleaning it again changes nothing."""
    cleaned = clean(text)

    assert cleaned is None or (cleaned.isprintable() and cleaned == clean(cleaned))
