"""Which bytes are asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.ranges import OutsideError, Span, span_of


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("bytes=0-0", Span(0, 1)),
        ("bytes=0-", Span(0, 10)),
        ("bytes=9-", Span(9, 10)),
        ("bytes=2-5", Span(2, 6)),
        ("bytes=2-500", Span(2, 10)),
        ("bytes=-3", Span(7, 10)),
        ("bytes=-500", Span(0, 10)),
        ("Bytes = 2 - 5", Span(2, 6)),
    ],
)
def test_one_range(header: str, span: Span) -> None:
    """The ranges of RFC 9110, of a file of ten bytes."""
    assert span_of(header, 10) == span


@pytest.mark.parametrize(
    "header",
    [None, "", "bytes", "bytes=", "bytes=-", "bytes=5-2", "bytes=a-b", "bytes=0-1,3-4", "items=0-1", "bytes=--1",
     "bytes=0-" + "9" * 200, "bytes=٣-"],
)  # fmt: skip
def test_what_is_not_one_range_is_the_whole_file(header: str | None) -> None:
    """What cannot be read is ignored."""
    assert span_of(header, 10) is None


@pytest.mark.parametrize(
    ("header", "size"), [("bytes=10-", 10), ("bytes=10-20", 10), ("bytes=-0", 10), ("bytes=0-", 0), ("bytes=-1", 0)]
)
def test_a_range_outside_the_file(header: str, size: int) -> None:
    """A range that begins after the end cannot be answered."""
    with pytest.raises(OutsideError):
        span_of(header, size)


@given(st.text(max_size=40) | st.from_regex(r"bytes=\d*-\d*", fullmatch=True), st.integers(0, 100))
def test_a_span_lies_within_the_file(header: str, size: int) -> None:
    """Whatever is sent, what is answered are bytes that exist, and at least one of them."""
    try:
        span = span_of(header, size)
    except OutsideError:
        return

    assert span is None or 0 <= span.start < span.end <= size
