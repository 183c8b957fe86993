"""A sheet of titles becomes records, a row each, and says what it could not read."""

import csv
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelfready.errors import RejectedError
from shelfready.metadata_facts import Dialect, MetadataFacts, Oddity, Trouble
from shelfready.record_metadata import metadata_of
from shelfready.records import Record
from shelfready.sheets import lists_titles, read
from shelfready.sheets.delimited import delimited
from shelfready.tables import Row, Table

CATALOG = Path(__file__).parents[3].parent / "shared" / "data" / "catalog"

A, B = "9789999900010", "9789999900027"


def _read(*rows: Row, oddities: tuple[Oddity, ...] = ()) -> list[MetadataFacts]:
    return list(read(Table(rows, "UTF-8", oddities), name="titles.csv"))


def _record(names: Row, cells: Row) -> Record:
    (facts,) = _read(names, cells)
    assert facts.record is not None
    assert facts.oddities == ()
    return facts.record


def _told(names: Row, cells: Row) -> list[tuple[Trouble, bool]]:
    return [(odd.trouble, odd.is_repaired) for facts in _read(names, cells) for odd in facts.oddities]


def test_a_row_becomes_a_record_in_onix_words() -> None:
    """The whole of what a row can say, in German, with several values in a cell."""
    names = (
        "ISBN", "Bestellnummer", "Titel", "Untertitel", "Reihe", "Band", "Autor", "Sprecher", "Übersetzer", "Sprache",
        "Verlag", "Imprint", "Erscheinungsdatum", "Verkaufsstart", "Beschreibung", "Kurztext", "BISAC", "Thema",
        "Genre", "Keywords", "Gekürzt", "KI-Stimme", "Laufzeit", "Seiten", "Format", "Lieferstatus", "Preis (EUR)",
        "Territorien", "Print ISBN",
    )  # fmt: skip
    cells = (
        A, "hp-1", "Der Leuchtturm", "Roman", "Hafen", "2.0", "Brook, Ada", "Tom Hill; Eva Lee", "Ola Lind", "Deutsch",
        "Harbour Press", "Harbour Audio", "22.11.2026", "2026-12-01", "Ein Sturm.\nUnd danach.", "Sturm", "FIC028000",
        "FB", "Roman", "meer; sturm", "nein", "ja", "10:15:30", "320", "Hörbuch", "lieferbar", "9,99", "DE;AT;CH", B,
    )  # fmt: skip

    record = _record(names, cells)

    assert (
        record.to_json().decode()
        == Record.model_validate(
            {
                "reference": "hp-1",
                "identifiers": [
                    {"kind": "15", "value": A},
                    {"kind": "01", "value": "hp-1", "type_name": "publisher's own"},
                ],
                "descriptive": {
                    "form": "AJ",
                    "titles": [
                        {"text": "Der Leuchtturm", "subtitle": "Roman"},
                        {"level": "02", "text": "Hafen", "part_number": "2", "is_of_collection": True},
                    ],
                    "contributors": [
                        {"sequence": 1, "roles": ["A01"], "name": "Ada Brook", "inverted_name": "Brook, Ada"},
                        {"sequence": 2, "roles": ["B06"], "name": "Ola Lind"},
                        {"sequence": 3, "roles": ["E07"], "name": "Tom Hill"},
                        {"sequence": 4, "roles": ["E07"], "name": "Eva Lee"},
                        {"sequence": 5, "roles": ["E07"], "unnamed": "07"},
                    ],
                    "editions": ["UBR"],
                    "languages": [{"role": "01", "code": "ger"}],
                    "extents": [
                        {"kind": "09", "value": "0101530", "unit": "16"},
                        {"kind": "00", "value": "320", "unit": "03"},
                    ],
                    "subjects": [
                        {"scheme": "10", "code": "FIC028000"},
                        {"scheme": "93", "code": "FB"},
                        {"scheme": "24", "heading": "Roman"},
                        {"scheme": "20", "heading": "meer; sturm"},
                    ],
                },
                "collateral": {
                    "texts": [{"kind": "03", "text": "Ein Sturm.\nUnd danach."}, {"kind": "02", "text": "Sturm"}]
                },
                "publishing": {
                    "imprints": ["Harbour Audio"],
                    "publishers": ["Harbour Press"],
                    "status": "04",
                    "dates": [{"role": "01", "value": "20261122"}, {"role": "02", "value": "20261201"}],
                    "sales_rights": [{"kind": "02", "territory": {"countries": ["DE", "AT", "CH"]}}],
                },
                "related": {"products": [{"relation": "06", "identifiers": [{"kind": "15", "value": B}]}]},
                "supply": {"supplies": [{"prices": [{"amount": "9.99", "currency": "EUR"}]}]},
            }
        )
        .to_json()
        .decode()
    )


def test_googles_catalogue_is_read() -> None:
    """Identifiers with their scheme, contributors with their roles, subjects with theirs."""
    record = _record(
        ("Identifier", "Title", "Book Format", "Contributor, Semicolon-Separated", "Subject Code, Semicolon-Separated",
         "Language", "Publication Date"),
        (f"ISBN:{A}", "The Lighthouse", "DIGITAL", "Brook, Ada [Author]; Hill, Tom [Narrator]", "FIC028000[BISAC]",
         "en", "2026-11-22"),
    )  # fmt: skip

    metadata = metadata_of(record)

    assert record.isbn == A
    assert (metadata.authors, metadata.narrators) == (("Ada Brook",), ("Tom Hill",))
    assert metadata.subjects == ("FIC028000",)


def test_prices_in_several_columns_keep_their_currencies() -> None:
    """Of the cell, else of the column's name, else of the column of currencies."""
    record = _record(("ISBN", "Price", "Price (GBP)", "Price 2", "Currency"), (A, "9.99", "8.99", "EUR 10.99", "usd"))

    assert record.supply is not None
    assert [(price.amount, price.currency) for price in record.supply.supplies[0].prices] == [
        ("9.99", "USD"), ("8.99", "GBP"), ("10.99", "EUR"),
    ]  # fmt: skip


def test_the_same_length_in_another_unit_is_no_second_one() -> None:
    """The column that says it the clearest is taken."""
    record = _record(("ISBN", "totaltime", "totaltimesecs"), (A, "49:43:15", "178995"))

    assert record.descriptive is not None
    assert [(extent.unit, extent.value) for extent in record.descriptive.extents] == [("16", "0494315")]


@pytest.mark.parametrize(
    ("name", "cell", "trouble"),
    [
        ("Publication date", "03/04/2026", Trouble.DATE_AMBIGUOUS),
        ("Publication date", "soon", Trouble.CELL),
        ("Price", "1,299", Trouble.CELL),
        ("Currency", "$", Trouble.CELL),
        ("Duration", "615", Trouble.CELL),
        ("Abridged", "perhaps", Trouble.CELL),
        ("Territories", "as agreed", Trouble.CELL),
        ("Author", "Brook, Ada, Hill, Tom", Trouble.CELL),
        ("Title", "#REF!", Trouble.CELL),
        ("Title", "Die K\u00c3\u00bcste", Trouble.MOJIBAKE),
        ("Description", "x" * 40_000, Trouble.TOO_LARGE),
        ("EAN", B, Trouble.CELL),
    ],
)
def test_what_cannot_be_read_is_told(name: str, cell: str, trouble: Trouble) -> None:
    """One thing for one cell, and never as if it were mended."""
    assert _told(("ISBN", name), (A, cell)) == [(trouble, False)]


def test_unknown_columns_are_told_once_for_all_rows() -> None:
    """With the sheet, not with each of ten thousand titles."""
    found = _read(("ISBN", "Title", "Shelf mark", ""), (A, "One", "x"), (B, "Two", "y"))

    assert [odd.trouble for facts in found for odd in facts.oddities] == []
    assert [(odd.trouble, odd.is_repaired) for odd in found[0].header.oddities] == [(Trouble.COLUMN, True)]
    assert "Shelf mark" in found[0].header.oddities[0].message


def test_two_columns_of_one_meaning_are_told() -> None:
    """The first that is filled is read."""
    (facts,) = _read(("ISBN", "Title", "Titel"), (A, "", "Zwei"))

    assert [odd.trouble for odd in facts.header.oddities] == [Trouble.COLUMN]
    assert facts.record is not None
    assert metadata_of(facts.record).title == "Zwei"


def test_what_was_met_on_the_way_is_kept_with_the_header() -> None:
    """Encoding and name of the file are those of every record in it."""
    odd = Oddity(trouble=Trouble.ENCODING, message="is Windows-1252", is_repaired=True)

    (facts,) = _read(("ISBN", "Title"), (A, "One"), oddities=(odd,))

    assert (facts.dialect, facts.header.name, facts.header.encoding) == (Dialect.SHEET, "titles.csv", "UTF-8")
    assert facts.header.oddities == (odd,)


def test_rows_are_counted_as_spreadsheets_count_them() -> None:
    """A title above the header, empty rows between: the row of a record is the one that its author sees."""
    found = _read(("Catalogue of Harbour Press",), (), ("ISBN", "Title"), (), (A, "One"), ("", " "), (B, "Two"))

    assert [(facts.index, facts.line) for facts in found] == [(1, 5), (2, 7)]


def test_a_row_that_is_wider_than_the_header_is_no_record() -> None:
    """A comma in a title without quotation marks moves every cell after it."""
    bad, good = _read(("ISBN", "Title", "Author"), (A, "Storm", " and after", "Ada"), (B, "Calm", "Ada", "", " "))

    assert bad.record is None
    assert [odd.trouble for odd in bad.oddities] == [Trouble.CELL]
    assert good.record is not None


def test_the_same_product_twice_is_told() -> None:
    """Which of two rows holds is not ours to say."""
    found = _read(("ISBN", "Title"), (A, "One"), (B, "Two"), (A, "Three"))

    assert [[odd.trouble for odd in facts.oddities] for facts in found] == [[], [], [Trouble.DUPLICATE]]


@pytest.mark.parametrize("rows", [(), ((),), (("Title", "Author"), ("One", "Ada")), (("a", "b"),) * 50])
def test_a_sheet_without_isbns_is_refused_at_once(rows: tuple[Row, ...]) -> None:
    """Before a record is asked for, and saying what was found instead."""
    with pytest.raises(RejectedError) as caught:
        read(Table(rows), name="titles.csv")

    assert caught.value.cause_code == "sheet-without-isbn"
    assert not lists_titles(Table(rows))


def test_rows_are_not_held() -> None:
    """Records come as rows do: of an endless sheet, the first three can be had."""

    def endless() -> Iterator[Row]:
        yield ("ISBN", "Title")
        number = 0
        while True:
            number += 1
            yield (str(number), "One")

    assert [facts.index for facts in islice(read(Table(endless())), 3)] == [1, 2, 3]


@given(st.lists(st.lists(st.text(max_size=40), max_size=12).map(tuple), max_size=6))
def test_any_cells_are_read(rows: list[Row]) -> None:
    """Whatever stands below a header, each row that says something is one record or told, and can be stored."""
    names = ("ISBN", "Title", "Author", "Date published", "Price", "Duration", "Territories", "Language", "Format")

    for facts in _read(names, *rows):
        assert facts.record is not None or facts.oddities
        assert MetadataFacts.from_json(facts.to_json()) == facts
        if facts.record:
            metadata_of(facts.record)


def _catalog(name: str) -> Path:
    path = CATALOG / name
    if not path.exists():
        pytest.skip(f"{path.name} is not part of the project; see ../shared/data/README.md")
    return path


def test_a_real_catalogue_that_a_spreadsheet_ruined() -> None:
    """Of 9,410 rounded ISBN-13 those are given back that have their ISBN-10 beside them, and none is guessed."""
    with _catalog("goodbooks10k_books.csv").open("rb") as file:
        found = list(read(delimited(file), name="goodbooks10k_books.csv"))
    damage = Counter(
        (odd.is_repaired, "..." in odd.message or "e+" in odd.message)
        for facts in found
        for odd in facts.oddities
        if odd.trouble is Trouble.ISBN_DAMAGED
    )
    kinds = Counter(one.kind for facts in found if facts.record for one in facts.record.identifiers)

    assert len(found) == 10_000
    assert damage == DAMAGE
    assert kinds == KINDS


# By whether it was mended, and whether it was an ISBN-13 that was rounded (else an ISBN-10 that lost its zeros).
DAMAGE = {(True, True): 9237, (False, True): 173, (True, False): 6588, (False, False): 18}
KINDS = {"02": 9286, "15": 9237}


def test_every_recovered_isbn_is_the_one_that_was_rounded() -> None:
    """Rounding what was recovered gives what stood in the sheet."""
    path = _catalog("goodbooks10k_books.csv")
    with path.open("rb") as file, path.open(encoding="utf-8", newline="") as raw:
        for facts, row in zip(read(delimited(file)), csv.DictReader(raw), strict=True):
            assert facts.record is not None
            for one in facts.record.identifiers:
                if one.kind == "15" and row["isbn13"]:
                    assert f"{float(one.value):.12g}" == f"{float(row['isbn13']):.12g}"


def test_a_real_catalogue_in_its_own_columns() -> None:
    """LibriVox' list has no ISBN, and every other column that a catalogue needs."""
    path = _catalog("librivox_titles_first3000.csv")
    data = path.read_bytes().replace(b"librivox_id", b"Product ID", 1)

    found = list(read(delimited(BytesIO(data)), name=path.name))

    metadata = [metadata_of(facts.record) for facts in found if facts.record]
    assert len(metadata) == 3000
    assert sum(1 for one in metadata if one.title) == 3000
    assert sum(1 for one in metadata if one.narrators) > 2900
    assert Counter(one.language for one in metadata)["en"] == 2559
    assert Counter(odd.trouble for facts in found for odd in facts.oddities) == {Trouble.CELL: 6}
