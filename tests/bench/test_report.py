"""What is printed."""

import pytest

from bench.figures import Figure
from bench.report import Report, report_of, shown, table
from tests.bench.observing import observed


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1.1, "", "1.100"),
        (3, "", "3"),
        (1234.5, "CPU s", "1,234.50 CPU s"),
        (152.6, "MB", "153 MB"),
        (0.4, "ms", "0.400 ms"),
    ],
)
def test_numbers_have_the_digits_that_mean_something(value: float, unit: str, text: str) -> None:
    """Counts are whole; ratios have three digits behind the point."""
    assert shown(value, unit) == text


@pytest.mark.parametrize(("at_most", "is_met"), [(None, None), (2.0, True), (1.9, False)])
def test_a_bar_is_met_up_to_its_value(at_most: float | None, is_met: bool | None) -> None:
    """Without a bar nothing is said."""
    assert Figure(name="x", value=2.0, at_most=at_most).is_met is is_met


def test_the_table_shows_each_figure_with_its_bar() -> None:
    """A bar that is missed is said beside it, and counted at the end."""
    lines = table(report_of(observed())).splitlines()

    assert "           1.250  at most 1.100    MISSED  workers over bare ffmpeg, one command a track" in lines
    assert "           0.010  at most 0.020    ok      workers, over the first time" in lines
    assert lines[-1] == "5 figures beyond their bar"


def test_json_holds_what_the_table_shows() -> None:
    """What was printed as JSON can be printed as a table later."""
    report = report_of(observed())

    assert table(Report.from_json(report.to_json())) == table(report)
