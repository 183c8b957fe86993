"""What was found, as a person reads it in a terminal: the verdict first, then each rule once with all its files."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.text import Text

from cli.output import duration
from cli.showing import clean
from shelfready.findings import Change, Finding, Outcome, Report, Severity
from shelfready.titles import TitleFacts

_SHOWN = 3
"""Files named under one rule, unless all are asked for."""

_VERDICTS = {
    Outcome.PASS: ("PASS", "bold white on green"),
    Outcome.PASS_WITH_WARNINGS: ("PASS WITH WARNINGS", "bold black on yellow"),
    Outcome.REFUSE: ("REFUSED", "bold white on red"),
}
_STYLES = {Severity.FATAL: "bold red", Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_WORDS = {"F": "fatal", "E": "error", "W": "warning", "I": "note"}


def summarise(console: Console, facts: TitleFacts, report: Report, *, everything: bool = False) -> None:
    """Print the report of a title."""
    word, style = _VERDICTS[report.verdict.outcome]
    console.print(Text.assemble((f" {word} ", style), " ", clean(_title(facts, report))))
    console.print(Text(_counted(report), style="dim"))
    for findings in _by_rule(report.findings):
        console.print()
        for line in _rule(findings, everything=everything):
            console.print(line, soft_wrap=True)
    if report.changes:
        console.print()
        console.print(Text("Mended without asking, the originals stay as they are:", style="bold"))
        for line in _changes(report.changes, everything=everything):
            console.print(line, soft_wrap=True)


def _title(facts: TitleFacts, report: Report) -> str:
    milliseconds = sum(track.audio.duration_ms for track in facts.tracks if track.audio)
    length = (f"{len(facts.tracks)} tracks", duration(milliseconds)) if facts.tracks else ()
    name = facts.metadata.title or "no title"
    return " · ".join((name, facts.title_id, facts.content_type, *length, f"profile {report.profile}"))


def _counted(report: Report) -> str:
    counts = [
        f"{number} {_WORDS[letter]}{'' if number == 1 or letter == 'F' else 's'}"
        for letter, number in sorted(report.verdict.counts.items(), key=lambda item: "FEWI".index(item[0]))
    ]
    return ", ".join([*counts, *([f"{len(report.changes)} mended"] if report.changes else [])]) or "nothing was found"


def _by_rule(findings: Iterable[Finding]) -> Iterator[list[Finding]]:
    """The findings of one rule and one severity together, gravest first."""
    ordered = sorted(findings, key=_kind)
    for _, group in groupby(ordered, _kind):
        yield list(group)


def _kind(finding: Finding) -> tuple[int, str, str]:
    return ("FEWI".index(finding.severity), finding.code, finding.name)


def _rule(findings: Sequence[Finding], *, everything: bool) -> Iterator[Text]:
    first = findings[0]
    preview = " (preview: never refuses)" if first.status.value == "preview" else ""
    yield Text.assemble(
        (f"{first.severity.value} ", _STYLES[first.severity]),
        (f"{first.code} {first.name}", "bold"),
        (f"  {len(findings)} times" if len(findings) > 1 else "", "dim"),
        (preview, "dim"),
    )
    shown = findings if everything else findings[:_SHOWN]
    for finding in shown:
        where = f"{finding.asset}: " if finding.asset else ""
        waived = f"  [let pass by {finding.waived_by.by}: {finding.waived_by.why}]" if finding.waived_by else ""
        yield Text.assemble("    ", (clean(where).replace("\n", " "), "bold"), clean(finding.message + waived))
    if len(findings) > len(shown):
        yield Text(f"    and {len(findings) - len(shown)} more; --all shows them", style="dim")
    for remedy in dict.fromkeys(finding.remedy for finding in shown):
        yield Text(f"    To mend it: {clean(remedy)}", style="italic")


def _changes(changes: Sequence[Change], *, everything: bool) -> Iterator[Text]:
    shown = changes if everything else changes[: 2 * _SHOWN]
    for change in shown:
        where = f"{change.asset}: " if change.asset else ""
        yield Text(clean(f"    {change.code} {where}{change.field}: {change.before!r} is now {change.after!r}"))
    if len(changes) > len(shown):
        yield Text(f"    and {len(changes) - len(shown)} more; --all shows them", style="dim")
