"""The report as a table, one line for each finding and each thing that was mended: for spreadsheets."""

from collections.abc import Iterable, Iterator
from csv import QUOTE_ALL, writer
from io import StringIO

from shelfready.findings import Change, Finding
from shelfready.report_formats._harmless import harmless
from shelfready.reporting import ReportFormat, ReportInput

COLUMNS = (
    "kind",
    "severity",
    "blocks",
    "code",
    "rule",
    "file",
    "message",
    "remedy",
    "owner",
    "status",
    "waived_by",
    "waived_why",
    "waived_until",
    "before",
    "after",
)

_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What spreadsheets take for the beginning of a formula, the wide forms of East Asian keyboards included."""

_MARK = b"\xef\xbb\xbf"
"""Without it Excel reads UTF-8 as the code page of its own country."""


def _write(told: ReportInput) -> Iterator[bytes]:
    yield _MARK + _line(COLUMNS)
    for finding in told.report.findings:
        yield _line(map(_cell, _of_finding(finding)))
    for change in told.report.changes:
        yield _line(map(_cell, _of_change(change)))


def _of_finding(finding: Finding) -> tuple[str | None, ...]:
    waiver = finding.waived_by
    until = waiver.until.isoformat() if waiver and waiver.until else None
    blocks = "yes" if finding.blocks else "no"
    said = (finding.code, finding.name, finding.asset, finding.message, finding.remedy, finding.owner, finding.status)
    waived = (waiver.by, waiver.why, until) if waiver else (None, None, None)
    return ("finding", finding.severity, blocks, *said, *waived, None, None)


def _of_change(change: Change) -> tuple[str | None, ...]:
    said = (change.code, change.field, change.asset, f"{change.field} was mended; the original is kept")
    return ("mended", None, None, *said, None, None, None, None, None, None, change.before, change.after)


def _cell(text: str | None) -> str:
    """The text as no spreadsheet takes it for a formula."""
    shown = harmless(text or "")
    return f"'{shown}" if shown.lstrip(" ").startswith(_BEGINS_FORMULA) else shown


def _line(cells: Iterable[str]) -> bytes:
    line = StringIO()
    writer(line, quoting=QUOTE_ALL, lineterminator="\r\n").writerow(cells)
    return line.getvalue().encode()


csv = ReportFormat(media_type="text/csv", suffix="csv", write=_write)
