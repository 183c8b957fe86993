"""Tests of what a row of a sheet does to a record that holds."""

from shelfready.overlaying import overlaid
from shelfready.records import (
    Contributor,
    Descriptive,
    Identifier,
    Price,
    Publishing,
    Record,
    StatedDate,
    Supplies,
    Supply,
    TitleElement,
)

HELD = Record(
    reference="com.north.1",
    identifiers=(Identifier(kind="15", value="9789999900010"), Identifier(kind="06", value="10.1/x")),
    descriptive=Descriptive(
        form="AJ",
        titles=(TitleElement(text="The Harbour", subtitle="A Tale"), TitleElement(level="02", text="Coast")),
        contributors=(Contributor(roles=("A01",), name="Ada Brook"), Contributor(roles=("E07",), name="Tom Hill")),
    ),
    publishing=Publishing(status="04", dates=(StatedDate(role="01", value="20260301"),)),
    supply=Supplies(
        supplies=(
            Supply(
                availability="20",
                prices=(Price(kind="01", amount="9.99", currency="EUR"), Price(amount="8.99", currency="GBP")),
            ),
        )
    ),
)


def test_what_the_row_says_replaces_what_is_about_the_same() -> None:
    """One of two people, the title of two titles, one price of two; their other parts stay."""
    row = Record(
        reference="9789999900010",
        identifiers=(Identifier(kind="15", value="9789999900010"),),
        descriptive=Descriptive(
            titles=(TitleElement(text="The New Harbour"),), contributors=(Contributor(roles=("E07",), name="Eve Lake"),)
        ),
        publishing=Publishing(dates=(StatedDate(role="02", value="20260401"),)),
        supply=Supplies(supplies=(Supply(prices=(Price(amount="7.99", currency="EUR"),)),)),
    )
    after = overlaid(HELD, row)

    assert (after.reference, after.identifiers) == ("com.north.1", HELD.identifiers)
    assert after.descriptive is not None
    assert [(one.text, one.subtitle) for one in after.descriptive.titles] == [
        ("The New Harbour", "A Tale"),
        ("Coast", None),
    ]
    assert {person.name for person in after.descriptive.contributors} == {"Ada Brook", "Eve Lake"}
    assert after.publishing is not None
    assert (after.publishing.status, [one.role for one in after.publishing.dates]) == ("04", ["02", "01"])
    assert after.supply is not None
    (supply,) = after.supply.supplies
    assert supply.availability == "20"
    assert [(one.kind, one.amount, one.currency) for one in supply.prices] == [
        ("01", "7.99", "EUR"),
        (None, "8.99", "GBP"),
    ]


def test_what_the_row_leaves_out_stays() -> None:
    """A row of nothing but a number changes nothing, and one about what nobody said adds it."""
    bare = Record(identifiers=HELD.identifiers[:1])
    assert overlaid(HELD, bare) == HELD
    assert overlaid(bare, HELD).descriptive == HELD.descriptive
