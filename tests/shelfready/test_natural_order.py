"""The order in which a person would list files."""

from hypothesis import given
from hypothesis import strategies as st

from shelfready.natural_order import natural_key


def test_numbers_go_by_value_and_letters_without_case() -> None:
    """Padding, case and folders do not disturb the order of tracks."""
    names = ["track 2", "Track 10", "track 1", "track 002b", "CD2/1", "CD10/1", "B", "a"]

    assert sorted(names, key=natural_key) == [
        "a",
        "B",
        "CD2/1",
        "CD10/1",
        "track 1",
        "track 2",
        "track 002b",
        "Track 10",
    ]


@given(st.lists(st.text(alphabet="aA/09٣éß²", max_size=12)))
def test_any_names_have_one_order(names: list[str]) -> None:
    """Whatever the names are, their order does not depend on how they were listed."""
    backwards = names[::-1]

    assert sorted(names, key=natural_key) == sorted(backwards, key=natural_key)


def test_long_numbers_cost_nothing() -> None:
    """A name of many digits is compared, not computed."""
    assert natural_key("9" * 100_000) > natural_key("8" * 100_000)
