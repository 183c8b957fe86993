"""Words become codes where they can mean one thing only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelfready.records import Territory
from shelfready.sheets.words import (
    read_abridgement,
    read_form,
    read_language,
    read_status,
    read_territory,
    read_yes_or_no,
)


@pytest.mark.parametrize(
    ("cell", "territory"),
    [
        ("World", Territory(regions=("WORLD",))),
        ("weltweit", Territory(regions=("WORLD",))),
        ("WORLD ex US CA", Territory(regions=("WORLD",), without_countries=("US", "CA"))),
        ("World (excluding Germany, Austria)", Territory(regions=("WORLD",), without_countries=("DE", "AT"))),
        ("World - US", Territory(regions=("WORLD",), without_countries=("US",))),
        ("DE;AT;CH", Territory(countries=("DE", "AT", "CH"))),
        ("DE AT CH", Territory(countries=("DE", "AT", "CH"))),
        ("UK, Ireland", Territory(countries=("GB", "IE"))),
        ("Guinea-Bissau", Territory(countries=("GW",))),
        ("USA/CAN", Territory(countries=("US", "CA"))),
    ],
)
def test_a_territory_is_read(cell: str, territory: Territory) -> None:
    """Codes, names, and everywhere but."""
    assert read_territory(cell) == territory


@pytest.mark.parametrize("cell", ["English language", "DE, Elbonia", "World ex", "ex US", "as agreed", "-", "DE AT xx"])
def test_a_territory_is_understood_whole_or_not_at_all(cell: str) -> None:
    """Half a territory would be sold in the wrong places."""
    assert read_territory(cell) is None


def test_languages_are_named_in_many() -> None:
    """Codes and unknown names are left as they are."""
    cells = ["English", "Deutsch", "français", "Nederlands", "en-US", "ger", "Elvish"]

    assert [read_language(cell) for cell in cells] == ["eng", "ger", "fre", "dut", "en-US", "ger", "Elvish"]


def test_abridgement_is_said_in_words_or_by_yes() -> None:
    """What yes means depends on the column."""
    assert [read_abridgement(cell, yes_is="ABR") for cell in ("yes", "no", "ungekürzt", "maybe")] == [
        "ABR", "UBR", "UBR", None,
    ]  # fmt: skip
    assert read_abridgement("ja", yes_is="UBR") == "UBR"


def test_forms_and_statuses() -> None:
    """Codes of ONIX are taken as they are, unknown words for nothing."""
    forms = [read_form(cell) for cell in ("Audiobook", "EPUB", "MP3", "AJ", "scroll")]

    assert [(form.form, form.detail) if form else None for form in forms] == [
        ("AJ", None), ("ED", "E101"), ("AJ", "A103"), ("AJ", None), None,
    ]  # fmt: skip
    assert [read_status(cell) for cell in ("Active", "07", "vergriffen", "?")] == ["04", "07", "07", None]
    assert [read_yes_or_no(cell) for cell in ("Oui", "0", "perhaps")] == [True, False, None]


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    """Nothing breaks the readers of words."""
    read_territory(text)
    read_language(text)
    read_form(text)
    read_status(text)
    read_abridgement(text, yes_is="ABR")
