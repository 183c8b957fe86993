"""Tests of when messages say that they were sent."""

import doctest

import pytest

from shelfready.onix import mojibake, moments, recognising
from shelfready.onix.moments import is_compact, moment


@pytest.mark.parametrize("module", [moments, mojibake, recognising])
def test_examples(module: object) -> None:
    """The examples in the documentation are true."""
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]  # a module, whatever pytest calls it


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("20260131", "2026-01-31T00:00:00+00:00"),
        ("20260131T1530", "2026-01-31T15:30:00+00:00"),
        ("20260131T153045Z", "2026-01-31T15:30:45+00:00"),
        ("20260131T0030+0100", "2026-01-30T23:30:00+00:00"),
        ("2026-01-31T15:30:45.123-05:00", "2026-01-31T20:30:45+00:00"),
        ("200007311330", "2000-07-31T13:30:00+00:00"),
    ],
)
def test_moment(text: str, utc: str) -> None:
    """Compact and dashed forms are understood; what has no zone is UTC."""
    found = moment(text)

    assert found is not None
    assert found.isoformat() == utc


@pytest.mark.parametrize(
    "text", ["", "2026", "20261331", "20260131T2530", "00000101", "31.1.2026", "2026-0131", "x" * 9999]
)
def test_no_moment(text: str) -> None:
    """What is no moment is none."""
    assert moment(text) is None


@pytest.mark.parametrize(("text", "answer"), [("20260131T1530-0500", True), ("20260131", True), ("2026-01-31", False)])
def test_is_compact(text: str, answer: bool) -> None:
    """Dashes and colons are not ONIX's, except before a zone."""
    assert is_compact(text) is answer
