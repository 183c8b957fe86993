"""Text of any usual encoding and delimiter is rows; hostile text is refused in bounded time and memory."""

import csv
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelfready.errors import LimitError, RejectedError
from shelfready.metadata_facts import Trouble
from shelfready.sheets.delimited import delimited
from shelfready.tables import LONGEST_ROW, Row, Table

ROWS = [("ISBN", "Title", "Author"), ("9789999900010", "Der Fjäll", "Zoë Brook"), ("9789999900027", "Ünder", "Tom")]


def _table(data: bytes) -> Table:
    return delimited(BytesIO(data))


def _rows(data: bytes) -> list[Row]:
    return list(_table(data).rows)


def _text(delimiter: str) -> str:
    return "".join(delimiter.join(row) + "\r\n" for row in ROWS)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encoding_and_delimiter_are_found(delimiter: str, codec: str) -> None:
    """By the bytes and by the names of columns, with no guess by locale."""
    assert _rows(_text(delimiter).encode(codec)) == ROWS


@pytest.mark.parametrize(
    ("codec", "name", "is_odd"),
    [
        ("utf-8", "UTF-8", False),
        ("utf-8-sig", "UTF-8", False),
        ("utf-16", "UTF-16", False),
        ("utf-16-le", "UTF-16-LE", True),
        ("cp1252", "windows-1252", True),
    ],
)
def test_an_unusual_encoding_is_told(codec: str, name: str, is_odd: bool) -> None:
    """What a byte order mark says is believed; what had to be found out is told, with the line."""
    table = _table(_text(",").encode(codec))

    assert table.encoding == name
    assert [(odd.trouble, odd.is_repaired) for odd in table.oddities] == [(Trouble.ENCODING, True)] * is_odd
    if codec == "cp1252":
        assert table.oddities[0].line == 2


def test_a_file_glued_together_of_two_encodings_is_read() -> None:
    """Two exports in one file: each line is what it is."""
    data = _text(",").encode() + "9789999900034,Größe,Ena Lüders\n".encode("cp1252")

    assert _rows(data) == [*ROWS, ("9789999900034", "Größe", "Ena Lüders")]


def test_a_letter_at_the_edge_of_a_piece_is_no_fault() -> None:
    """UTF-8 is read in pieces, and a letter of two bytes may lie across two of them."""
    data = b"ISBN,Title\n" + b"x" * (2**18 - 12) + "é".encode() + b",y\n"

    assert _table(data).encoding == "UTF-8"


def test_half_a_letter_at_the_end_is_a_fault() -> None:
    """A file that was cut within a letter is not UTF-8."""
    assert _table("ISBN,Title\n1,é".encode()[:-1]).encoding == "windows-1252"


def test_neither_utf_8_nor_windows_1252_is_refused() -> None:
    """Shift JIS read as Windows-1252 would be nonsense on the shelf."""
    with pytest.raises(RejectedError) as caught:
        _rows("ISBN,Title\n1,\u30c7\n".encode("shift_jis") + b"\x81\x8d\x9d\n")

    assert caught.value.cause_code == "sheet-unreadable"


@pytest.mark.parametrize("data", [b"\0\0\0\1" * 1000, b"ISBN,Title\n\0\0\0\0abc", bytes(range(256)) * 16])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    """Zeros in any places are a program or a picture."""
    with pytest.raises(RejectedError) as caught:
        _rows(data)

    assert caught.value.cause_code == "sheet-unreadable"


def test_the_delimiter_that_excel_states_is_obeyed() -> None:
    """`sep=;` is no row; a comma in a title is not mistaken for a delimiter."""
    assert _rows(b"sep=;\r\nISBN;Title\r\n1;Storm, and after\r\n") == [("ISBN", "Title"), ("1", "Storm, and after")]


def test_quoted_cells_hold_anything() -> None:
    """Delimiters, marks and line breaks."""
    data = b'ISBN,Title\n1,"The ""Storm"",\nand after"\n'

    assert _rows(data) == [("ISBN", "Title"), ("1", 'The "Storm",\nand after')]


def test_old_macintosh_lines_are_lines() -> None:
    """Excel still offers them."""
    assert _rows(b"ISBN,Title\r1,A\r2,B\r") == [("ISBN", "Title"), ("1", "A"), ("2", "B")]


def test_empty_lines_keep_their_places() -> None:
    """Rows are counted as an editor counts them."""
    assert _rows(b"\nISBN,Title\n\n1,A\n") == [(), ("ISBN", "Title"), (), ("1", "A")]


@pytest.mark.parametrize("end", [b"", b"2,B\n" * 30, b"2,B\n" * 60_000])
def test_a_mark_that_is_never_closed_is_told_with_its_row(end: bytes) -> None:
    """It would swallow all rows after it, however many there are."""
    with pytest.raises(RejectedError, match="row 2"):
        _rows(b'ISBN,Title\n1,"A\n' + end)


def test_a_row_without_end_is_refused() -> None:
    """A gigabyte without a line break is not held in memory."""
    with pytest.raises(LimitError) as caught:
        _rows(b"ISBN,Title\n" + b"x," * LONGEST_ROW)

    assert caught.value.cause_code == "sheet-too-large"


def test_a_row_of_endless_quoted_lines_is_refused() -> None:
    """Each cell is short, and the row is not."""
    with pytest.raises(RejectedError):
        _rows(b"ISBN,Title\n" + b'"a\n",' * LONGEST_ROW)


def test_too_many_columns_are_refused() -> None:
    """No catalogue is so wide."""
    with pytest.raises(LimitError, match="columns"):
        _rows(b"ISBN,Title\n" + b"x," * 5000)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Nothing else happens."""
    try:
        rows = _rows(data)
    except RejectedError:
        return

    assert all(isinstance(cell, str) for row in rows for cell in row)


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=2), max_size=8
    )
)
def test_what_a_spreadsheet_program_writes_is_read(rows: list[list[str]]) -> None:
    """Cells come back as they were, whatever they hold."""
    written = StringIO(newline="")
    csv.writer(written).writerows([["ISBN", "Title", "Author"], *rows])

    assert _rows(written.getvalue().encode()) == [("ISBN", "Title", "Author"), *map(tuple, rows)]
