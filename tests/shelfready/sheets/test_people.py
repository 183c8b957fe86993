"""Names are parted where they end, turned where the surname stands first, and left whole where nobody can tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelfready.sheets.people import read_people


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Ada Brook", ["Ada Brook"]),
        ("Brook, Ada", ["Ada Brook"]),
        ("Brook, Ada; Hill, Tom", ["Ada Brook", "Tom Hill"]),
        ("Ada Brook|Tom Hill", ["Ada Brook", "Tom Hill"]),
        ("Ada Brook / Tom Hill", ["Ada Brook", "Tom Hill"]),
        ("Ada Brook\nTom Hill", ["Ada Brook", "Tom Hill"]),
        ("J.K. Rowling, Mary GrandPré", ["J.K. Rowling", "Mary GrandPré"]),
        ("Ada Brook, Tom Hill, Eva Lee", ["Ada Brook", "Tom Hill", "Eva Lee"]),
        ("Ada Brook, Tom Hill and Eva Lee", ["Ada Brook", "Tom Hill", "Eva Lee"]),
        ("Ada Brook and Tom Hill", ["Ada Brook", "Tom Hill"]),
        ("Le Guin, Ursula K.", ["Ursula K. Le Guin"]),
        ("van der Berg, Jan Willem", ["Jan Willem van der Berg"]),
        ("García Márquez, Gabriel", ["Gabriel García Márquez"]),
        ("Horatio Alger, Jr.", ["Horatio Alger, Jr."]),
        ("King, Martin Luther, Jr.", ["Martin Luther King, Jr."]),
        ("Bird and Fortune", ["Bird and Fortune"]),
        ("Homer", ["Homer"]),
        ("Denny Sayers (d. 2015)", ["Denny Sayers (d. 2015)"]),
        ("Pete Williams, Pittsburgh, PA; Ada Brook", ["Pete Williams, Pittsburgh, PA", "Ada Brook"]),
        ("Le Guin, Ursula Kroeber; Ada Brook", ["Ursula Kroeber Le Guin", "Ada Brook"]),
        ("Unknown", []),
        ("", []),
    ],
)
def test_a_cell_holds_these_people(cell: str, names: list[str]) -> None:
    """In the order in which they stand."""
    found = read_people(cell, "A01")

    assert [person.name for person in found.people] == names
    assert not found.is_unclear


@pytest.mark.parametrize("cell", ["Homer, Robert Fagles, Bernard Knox", "Brook, Ada, Hill, Tom"])
def test_commas_that_may_be_anything_are_told(cell: str) -> None:
    """Nobody is made up of two halves of others."""
    found = read_people(cell, "A01")

    assert (found.people, found.is_unclear) == ((), True)


def test_a_role_behind_a_name_counts_more_than_the_column() -> None:
    """As Google's catalogue writes contributors; what is no role stays with the name."""
    found = read_people("Hill, Tom [Narrator]; Ada Brook (Author); Eva Lee (1946)", None)

    assert [(person.name, person.roles) for person in found.people] == [
        ("Tom Hill", ("E07",)),
        ("Ada Brook", ("A01",)),
        ("Eva Lee (1946)", ("A01",)),
    ]


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    """Nobody is nameless."""
    assert all(person.name for person in read_people(text, "A01").people)
