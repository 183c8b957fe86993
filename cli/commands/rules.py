"""List what is checked; `--write` makes the pages of the documentation."""

from pathlib import Path
from typing import Annotated

import typer

from cli.output import JsonOption, show
from shelfready.findings import Rule, Status
from shelfready.rule_pages import pages
from shelfready.rules import RULES
from shelfready.values import Value


class RuleLine(Value):
    """One rule, in a line."""

    code: str
    name: str
    severity: str
    status: str
    summary: str


class RuleList(Value):
    """The rules, by code."""

    rules: tuple[RuleLine, ...]


def rules(
    status: Annotated[Status | None, typer.Option(help="only those of this status")] = None,
    write: Annotated[Path | None, typer.Option(help="folder into which the pages are written")] = None,
    as_json: JsonOption = False,
) -> None:
    """List what is checked, by code. `shelfready rule CODE` explains one; planned ones have a code and do not run."""
    if write is not None:
        _write(write)
    ordered = sorted(RULES.values(), key=lambda one: (one.code, one.name))
    listed = RuleList(rules=tuple(_line(one) for one in ordered if status in (None, one.status)))
    lines = (f"{one.code:<9} {one.severity}  {one.status:<8} {one.name:<36} {one.summary}" for one in listed.rules)
    show(listed, "\n".join(lines), as_json=as_json)


def _line(one: Rule) -> RuleLine:
    summary = one.documentation.strip().partition("\n")[0].partition(": ")[2]
    return RuleLine(code=one.code, name=one.name, severity=one.severity.value, status=one.status.value, summary=summary)


def _write(folder: Path) -> None:
    """Replace the pages of a folder; pages of rules that are no more are removed."""
    folder.mkdir(parents=True, exist_ok=True)
    written = pages()
    for old in folder.glob("*.md"):
        if old.name not in written:
            old.unlink()
    for name, text in written.items():
        (folder / name).write_text(text)
