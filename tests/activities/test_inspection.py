"""Tests of what a refusal says to whoever reads a parked title."""

from datetime import UTC, datetime

from activities.inspection import _refusal
from shelfready.findings import Finding, Report, Severity, Status, judge
from shelfready.waivers import Waiver

_WAIVER = Waiver(
    id="w", code="AUD-002", publisher="north", by="j.doe", why="old", at=datetime(2026, 3, 1, 12, tzinfo=UTC)
)


def _finding(code: str, **more: object) -> Finding:
    usual = {"code": code, "name": "n", "severity": Severity.ERROR, "message": "m", "remedy": "Mend it."}
    return Finding.model_validate({**usual, **more})


def test_a_refusal_names_what_refuses() -> None:
    """What was waived, and what a rule on trial says, stands in the report and not in the way."""
    findings = (
        _finding("META-001"),
        _finding("AUD-002", waived_by=_WAIVER),
        _finding("AUD-003", status=Status.PREVIEW),
    )
    error = _refusal(Report(findings=findings, verdict=judge(findings)))

    assert error.cause_code == "META-001"
    assert error.message == "1 finding refuses the title: META-001 the title: m"
