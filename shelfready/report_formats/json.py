"""The report as JSON, the form that software reads."""

from collections.abc import Iterator

from shelfready.reporting import ReportFormat, ReportInput


def _write(told: ReportInput) -> Iterator[bytes]:
    # With what is absent written as null: the schema in the API's description says so, and clients were built on it.
    yield told.report.model_dump_json().encode()


json = ReportFormat(media_type="application/json", suffix="json", write=_write, is_shown=True)
