"""Where rights say that a title may be sold."""

import pytest

from shelfready.records import Publishing, SalesRights, Territory
from shelfready.selling_rights import sold_in
from shelfready.territories import countries

WORLD = Territory(regions=("WORLD",))
ALL = len(countries())


def _rights(*stated: tuple[str, Territory], row: str | None = None) -> Publishing:
    return Publishing(
        sales_rights=tuple(SalesRights(kind=kind, territory=territory) for kind, territory in stated), row_rights=row
    )


@pytest.mark.parametrize(
    ("publishing", "count"),
    [
        (_rights(("01", WORLD)), ALL),
        (_rights(("01", Territory(countries=("GB", "IE")))), 2),
        (_rights(("01", Territory(regions=("WORLD",), without_countries=("US", "CA")))), ALL - 2),
        (_rights(("01", WORLD), ("03", Territory(countries=("US",)))), ALL - 1),
        (_rights(("03", Territory(countries=("US",))), row="01"), ALL - 1),
        (_rights(("02", Territory(countries=("GB",))), ("01", Territory(regions=("ROW",)))), ALL),
        (_rights(("03", WORLD)), 0),
        (_rights(("03", WORLD), ("01", Territory(countries=("GB",)))), 1),
        (_rights(("01", Territory(countries=("GB", "UK", "FRA")))), 1),
    ],
)
def test_titles_are_sold_where_rights_say(publishing: Publishing, count: int) -> None:
    """A country that is named is what it is named as; the rest of the world is what no other statement names."""
    assert len(sold_in(publishing) or ()) == count


def test_without_rights_nothing_is_known() -> None:
    """That is not the same as nowhere."""
    assert sold_in(Publishing()) is None
