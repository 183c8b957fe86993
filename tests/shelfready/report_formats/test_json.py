"""The report as JSON."""

import json

from shelfready.findings import Report
from shelfready.report_formats import REPORT_FORMATS
from tests.shelfready.report_formats.examples import report, told


def test_the_json_is_the_report() -> None:
    """Every field is there, what is absent as null; and it is read back as the same value."""
    written = b"".join(REPORT_FORMATS["json"].write(told()))

    assert json.loads(written) == report().model_dump(mode="json")
    assert json.loads(written)["findings"][0]["asset"] is None
    assert Report.from_json(written) == report()
