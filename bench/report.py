"""A run of the bench as it is printed: a table for people, JSON for programs."""

from collections.abc import Iterator
from datetime import datetime

from bench.figures import Figure
from bench.observed import Observed
from bench.rows import ROWS
from shelfready.values import Value

_DIGITS = {"": 3, "%": 1, "ms": 3, "MB": 0, "kB": 0}
_WIDTH = 100


class ReportedRow(Value):
    """A row and its figures."""

    key: str
    title: str
    how: str
    figures: tuple[Figure, ...]


class Report(Value):
    """What was measured, on what, and when."""

    measured_at: datetime
    cores: int
    ffmpeg: str
    material: str
    audio_s: float
    rows: tuple[ReportedRow, ...]


def report_of(seen: Observed) -> Report:
    """Every row's figures, in the order of docs/bench.md."""
    rows = sorted(ROWS.items(), key=lambda item: item[1].place)
    return Report(
        measured_at=seen.measured_at,
        cores=seen.cores,
        ffmpeg=seen.ffmpeg,
        material=seen.material,
        audio_s=seen.long.audio_s,
        rows=tuple(
            ReportedRow(key=key, title=row.title, how=row.how, figures=tuple(row.read(seen))) for key, row in rows
        ),
    )


def table(report: Report) -> str:
    """The report as plain text, one figure a line."""
    lines = [
        f"{report.measured_at:%Y-%m-%d %H:%M} UTC, {report.cores} cores, ffmpeg {report.ffmpeg}",
        f"the long book: {report.material}, {report.audio_s / 60:.1f} min",
    ]
    for row in report.rows:
        lines += ["", f"{row.title} [{row.key}]", *map(_line, row.figures), *_wrapped(f"measured: {row.how}")]
    missed = [figure for row in report.rows for figure in row.figures if figure.is_met is False]
    lines += ["", f"{len(missed)} figures beyond their bar" if missed else "every figure within its bar"]
    return "\n".join(lines)


def shown(value: float, unit: str) -> str:
    """A number with its unit, in as many digits as mean something."""
    digits = 0 if unit == "" and value == int(value) else _DIGITS.get(unit, 2)
    return f"{value:,.{digits}f} {unit}".rstrip()


def _line(figure: Figure) -> str:
    bar = "" if figure.at_most is None else f"at most {shown(figure.at_most, figure.unit)}"
    said = {None: "", True: "ok", False: "MISSED"}[figure.is_met]
    return f"  {shown(figure.value, figure.unit):>14}  {bar:<16} {said:<6}  {figure.name}".rstrip()


def _wrapped(text: str) -> Iterator[str]:
    line = " "
    for word in text.split():
        if len(line) + len(word) >= _WIDTH:
            yield line
            line = " "
        line += f" {word}"
    yield line
