"""Times of the clock, and bounded lists."""

from hypothesis import given
from hypothesis import strategies as st

from shelfready.chapter_marks.times import MOST_MARKS, clock_ms, in_order, mark


@given(st.integers(0, 999), st.integers(0, 59), st.integers(0, 59), st.integers(0, 999))
def test_clock_is_read_as_it_is_written(hours: int, minutes: int, seconds: int, milliseconds: int) -> None:
    """To the millisecond, with a point or a comma."""
    whole = ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds

    assert clock_ms(f"{hours}:{minutes:02}:{seconds:02}.{milliseconds:03}") == whole
    assert clock_ms(f" {hours:02}:{minutes:02}:{seconds:02},{milliseconds:03} ") == whole


@given(st.text())
def test_any_text_is_a_time_or_none(text: str) -> None:
    """Nothing else comes of it."""
    found = clock_ms(text)

    assert found is None or found >= 0


def test_mark_lies_where_one_can() -> None:
    """Not before the beginning, nor beyond any book; an end before the start is none."""
    assert mark("x", -1) is None
    assert mark("x", 10**12) is None
    assert mark(" a \n b ", 5, 3) == mark("a b", 5)


def test_list_is_bounded() -> None:
    """However many a file holds."""
    assert len(in_order(mark(None, start) for start in range(MOST_MARKS + 5))) == MOST_MARKS
