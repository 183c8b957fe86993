"""List what is checked, or explain one rule; `--write` makes the pages of the documentation."""

from pathlib import Path
from typing import Annotated

import typer

from cli.output import JsonOption, show
from shelfready.errors import MissingError
from shelfready.findings import Rule
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
    rule: Annotated[str | None, typer.Argument(help="a rule's code or name; all rules if absent")] = None,
    write: Annotated[Path | None, typer.Option(help="folder into which the pages are written")] = None,
    as_json: JsonOption = False,
) -> None:
    """List what is checked, or explain one rule."""
    chosen = _chosen(rule)
    if write is not None:
        _write(write)
    if rule is not None and not as_json:
        typer.echo("\n\n".join(one.documentation.strip() for one in chosen))
        return
    listed = RuleList(rules=tuple(_line(one) for one in chosen))
    lines = (f"{one.code:<9} {one.severity}  {one.status:<8} {one.name:<32} {one.summary}" for one in listed.rules)
    show(listed, "\n".join(lines), as_json=as_json)


def _chosen(rule: str | None) -> list[Rule]:
    ordered = sorted(RULES.values(), key=lambda one: (one.code, one.name))
    chosen = [one for one in ordered if rule is None or rule.lower() in (one.code.lower(), one.name)]
    if not chosen:
        raise MissingError(
            f"there is no rule {rule!r}: give a code such as {ordered[0].code} or a name such as {ordered[0].name}; "
            "`shelfready rules` lists them",
            cause_code="rule-unknown",
        )
    return chosen


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
