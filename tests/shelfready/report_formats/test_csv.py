"""The report as a table."""

import csv
import io

import pytest

from shelfready.report_formats import REPORT_FORMATS
from tests.shelfready.report_formats.examples import TRACKS, finding, report, told


def rows(**changed: object) -> list[dict[str, str]]:
    """The table as a spreadsheet reads it."""
    written = b"".join(REPORT_FORMATS["csv"].write(told(**changed)))
    assert written.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline="")))


def test_each_finding_is_a_line_and_so_is_what_was_mended() -> None:
    """With who waived it and why, whether it blocks, and what was before."""
    found = rows()

    assert [(row["kind"], row["severity"], row["blocks"], row["code"], row["file"]) for row in found] == [
        ("finding", "E", "yes", "META-003", ""),
        ("finding", "E", "yes", "AUD-009", TRACKS[1]),
        ("finding", "W", "no", "AUD-008", TRACKS[0]),
        ("finding", "I", "no", "AUD-010", TRACKS[1]),
        ("mended", "", "", "META-006", ""),
    ]
    assert (found[2]["waived_by"], found[2]["waived_why"]) == ("j.doe", "agreed with the studio")
    assert (found[4]["before"], found[4]["after"]) == ("eng", "en")


@pytest.mark.parametrize(
    "formula",
    [
        "=cmd|' /C calc'!A0",
        '=HYPERLINK("https://evil.example")',
        "+1",
        "-1",
        "@SUM(1)",
        "\t=1",
        "\n=1",
        "  =1",
        "\uff1d1",
        "\uff20x",
    ],
)
def test_no_cell_is_a_formula(formula: str) -> None:
    """Whatever would calculate in a spreadsheet is text there."""
    hostile = finding(message=formula, asset=formula, remedy=formula)
    [row] = rows(report=report((hostile,), ()))

    assert [row[name] for name in ("file", "message", "remedy")] == [f"'{formula}"] * 3


def test_cells_keep_to_themselves() -> None:
    """Quotes, commas and line breaks stay within their cell; controls and directions are made visible."""
    hostile = finding(message='a "b", c\r\nd', asset="x\r=1\x00\u202ey", remedy="\ud800")
    [row] = rows(report=report((hostile,), ()))

    assert row["message"] == 'a "b", c\nd'
    assert row["file"] == "x[U+000D]=1[U+0000][U+202E]y"
    assert row["remedy"] == "[U+D800]"
