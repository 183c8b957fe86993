"""Every kind of spreadsheet gives the same rows; hostile ones are refused in bounded time and memory."""

import datetime as dt
import tracemalloc
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from shelfready.adapters.sheets import open_tables
from shelfready.errors import LimitError, RejectedError
from shelfready.sheets import read
from shelfready.tables import MOST_ROWS, Row

ROWS: list[Row] = [
    ("ISBN", "Titel", "Preis"),
    ("9789999900010", "Über Bord; und zurück", "9.99"),
    (),
    ("0306406152", "Zwölf, 12", "5"),
]
TEXTS = {"csv": (",", "utf-8"), "semicolons": (";", "utf-8-sig"), "google": ("\t", "utf-16"), "excel": (",", "cp1252")}

CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _rows(path: Path) -> list[Row]:
    with open_tables(scratch=path.parent).rows(path) as table:
        return list(table.rows)


def _workbook(path: Path, *sheets: Callable[[Worksheet], None]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for number, fill in enumerate(sheets, start=1):
        fill(book.create_sheet(f"Sheet {number}"))
    book.save(path)
    return path


def _of_rows(rows: list[Row]) -> Callable[[Worksheet], None]:
    def fill(sheet: Worksheet) -> None:
        for row in rows:
            sheet.append(row)

    return fill


def _crafted(path: Path, sheet: str, *, prolog: str = "", **parts: str) -> Path:
    """A workbook of one sheet, written part by part as no program would."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", parts.pop("types", CONTENT_TYPES))
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"'
            f' Type="{RELATIONSHIPS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}"><sheets><sheet name="Titles" sheetId="1" r:id="r1"/>'
            "</sheets></workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"'
            f' Type="{RELATIONSHIPS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml", f'{prolog}<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>'
        )
    return path


def _cells(*cells: str, row: int = 1) -> str:
    inner = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f'<row r="{row}">{inner}</row>'


def _delimited(delimiter: str, codec: str) -> bytes:
    quoted = [[f'"{cell}"' for cell in row] for row in ROWS]
    return "".join(f"{delimiter.join(row)}\r\n" for row in quoted).encode(codec)


@pytest.mark.parametrize("kind", [*TEXTS, "xlsx"])
def test_every_kind_gives_the_same_rows(tmp_path: Path, kind: str) -> None:
    """What a file is, its bytes say: it has no suffix here."""
    path = tmp_path / "sheet"
    if kind == "xlsx":
        _workbook(path, _of_rows(ROWS))
    else:
        path.write_bytes(_delimited(*TEXTS[kind]))

    assert _rows(path) == ROWS


def test_numbers_and_dates_are_given_whole(tmp_path: Path) -> None:
    """However few digits Excel shows; dates as ISO 8601, lengths with their hours."""

    def fill(sheet: Worksheet) -> None:
        sheet.append(["ISBN", "Title", "Date", "Length", "Time", "Price", "Abridged"])
        sheet.append(
            [
                9789999900010,
                "One",
                dt.date(2026, 11, 22),
                dt.timedelta(hours=30, minutes=1),
                dt.time(10, 15, 30),
                9.99,
                True,
            ]
        )
        sheet["A2"].number_format = "0.00E+00"

    _, row = _rows(_workbook(tmp_path / "titles.xlsx", fill))

    assert row == ("9789999900010", "One", "2026-11-22", "30:01:00", "10:15:30", "9.99", "yes")


def test_the_sheet_of_titles_is_found(tmp_path: Path) -> None:
    """Notes before it are passed over, and so is a hidden one."""

    def hidden(sheet: Worksheet) -> None:
        _of_rows([("ISBN", "Title"), ("9789999900027", "Hidden")])(sheet)
        sheet.sheet_state = "hidden"

    path = _workbook(tmp_path / "titles.xlsx", _of_rows([("Read me",)]), hidden, _of_rows(ROWS))

    assert _rows(path)[1][0] == "9789999900010"


def test_formulas_are_not_calculated(tmp_path: Path) -> None:
    """They stand for what they were when the workbook was saved; one that never was is empty."""
    sheet = _cells("ISBN", "Title") + (
        '<row r="2"><c><f>1+1</f><v>9789999900010</v></c><c t="str"><f>WEBSERVICE("http://127.0.0.1/")</f>'
        "<v>Saved</v></c><c><f>1+1</f></c></row>"
    )

    assert _rows(_crafted(tmp_path / "x", sheet)) == [("ISBN", "Title"), ("9789999900010", "Saved")]


def test_no_other_file_is_read(tmp_path: Path) -> None:
    """An entity that names a file is refused, not expanded."""
    secret = tmp_path / "secret"
    secret.write_text("a secret")
    prolog = f'<!DOCTYPE x [<!ENTITY secret SYSTEM "file://{secret}">]>'

    with pytest.raises(RejectedError) as caught:
        _rows(_crafted(tmp_path / "x", _cells("ISBN", "&secret;"), prolog=prolog))

    assert "a secret" not in caught.value.message
    assert caught.value.cause_code == "sheet-unreadable"


def test_entities_do_not_grow(tmp_path: Path) -> None:
    """A billion laughs are refused at the first."""
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{"&" + chr(97 + i) + ";"}{"&" + chr(97 + i) + ";"}">' for i in range(20)
    )

    with pytest.raises(RejectedError):
        _rows(_crafted(tmp_path / "x", _cells("ISBN", "&u;"), prolog=f"<!DOCTYPE x [{entities}]>"))


def test_a_bomb_stays_shut(tmp_path: Path) -> None:
    """Its directory says what it would become."""
    with pytest.raises(RejectedError, match="times its size"):
        _rows(_crafted(tmp_path / "x", _cells("ISBN", "x" * 50_000_000)))


def test_a_sheet_that_says_it_is_endless_costs_nothing(tmp_path: Path) -> None:
    """One cell in the last row that a file can name, and in a column that Excel does not have."""
    with pytest.raises(RejectedError):
        _rows(_crafted(tmp_path / "x", f'{_cells("ISBN", "Title")}<row r="999999999999"><c><v>1</v></c></row>'))
    with pytest.raises(RejectedError):
        _rows(_crafted(tmp_path / "y", '<row r="1"><c r="ZZZ1"><v>1</v></c></row>'))


def test_a_row_at_the_end_of_the_sheet_is_read(tmp_path: Path) -> None:
    """Who scrolled to the end and typed there is not refused."""
    sheet = _cells("ISBN", "Title") + _cells("9789999900010", "One", row=MOST_ROWS)

    with open_tables().rows(_crafted(tmp_path / "x", sheet)) as table:
        lines = [facts.line for facts in read(table)]

    assert lines == [MOST_ROWS]


def test_too_much_text_is_refused(tmp_path: Path) -> None:
    """A string that is stored once may be shown in every cell."""
    once = "<row>" + '<c t="inlineStr"><is><t>' + "x" * 5_000_000 + "</t></is></c></row>"

    with pytest.raises(LimitError) as caught:
        _rows(_crafted(tmp_path / "x", _cells("ISBN", "Title") + once))

    assert caught.value.cause_code == "sheet-too-large"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
        b"PK\x03\x04",
        b"PK\x03\x04" + b"\xff" * 4000,
        b"%PDF-1.7\n\0\0\0\xff\xfe",
    ],
)
def test_what_is_no_sheet_is_refused_or_empty(tmp_path: Path, data: bytes) -> None:
    """Old Excel, broken archives, other documents."""
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(data)

    if not data:
        assert _rows(path) == []
        return
    with pytest.raises(RejectedError) as caught:
        _rows(path)
    assert caught.value.cause_code in ("sheet-unreadable", "archive-damaged", "archive-unsafe")


def test_another_archive_is_refused(tmp_path: Path) -> None:
    """An OpenDocument sheet is told as such."""
    archive = BytesIO()
    with ZipFile(archive, "w") as writing:
        writing.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    path = tmp_path / "titles.xlsx"
    path.write_bytes(archive.getvalue())

    with pytest.raises(RejectedError, match="no Excel workbook"):
        _rows(path)


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    """Rows that were not read to the end are swept with the rest."""
    path = _workbook(tmp_path / "titles.xlsx", _of_rows(ROWS))

    with open_tables(scratch=tmp_path).rows(path) as table:
        next(iter(table.rows))

    assert [found.name for found in tmp_path.iterdir()] == ["titles.xlsx"]


def test_a_large_workbook_is_not_held_in_memory(tmp_path: Path) -> None:
    """Rows go to the disk in the child, and come from it one by one."""
    row = "".join(f'<c t="inlineStr"><is><t>cell {number} of a row</t></is></c>' for number in range(20))
    path = _crafted(tmp_path / "x", _cells("ISBN", "Title") + f"<row>{row}</row>" * 10_000)
    tracemalloc.start()

    with open_tables(scratch=tmp_path).rows(path) as table:
        count = sum(1 for _ in table.rows)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 10_001
    # All rows together are more than ten megabytes.
    assert most < 1_000_000
