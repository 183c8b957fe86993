"""A record is about the title that its numbers name."""

import pytest

from shelfready.product_ids import title_id_of
from shelfready.records import Identifier, Record


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ([("15", "978-99999-0001-0")], "9789999900010"),
        ([("03", "9789999900010"), ("01", "HP-1")], "9789999900010"),
        ([("02", "0-306-40615-2")], "9780306406157"),
        ([("15", "9789999900011"), ("03", "9789999900010")], None),
        ([("15", "9798985219302")], "9798985219302"),
        ([("03", "4006381333931")], "4006381333931"),
        ([("03", "9790060115615")], "9790060115615"),
        ([("03", "4006381333932")], None),
        ([("01", "hp.10_b")], "hp.10_b"),
        ([("01", "a/../../b")], None),
        ([("01", "x" * 65)], None),
        ([("01", "")], None),
        ([("06", "10.1000/182")], None),
        ([], None),
    ],
)
def test_the_title_of_a_record(stated: list[tuple[str, str]], expected: str | None) -> None:
    """The ISBN first; a wrong one is nobody's, even when another number is right."""
    identifiers = tuple(Identifier(kind=kind, value=value) for kind, value in stated)

    assert title_id_of(Record(identifiers=identifiers)) == expected
