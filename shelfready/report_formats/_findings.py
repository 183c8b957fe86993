"""Findings in the order in which a person mends them: by file, the gravest first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shelfready.findings import Finding, Report, Rule, Severity, section
from shelfready.report_formats._words import how_many

_SECTIONS = ("What it checks", "Why it matters", "How to mend it", "Source")
_GRAVITY = "FEWI"


@dataclass(frozen=True)
class Group:
    """What was found in one file, or of the whole title when `asset` is None."""

    asset: str | None
    anchor: str | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class InShort:
    """How often one rule spoke."""

    code: str
    name: str
    severity: Severity
    count: int
    where: str
    anchor: str | None


@dataclass(frozen=True)
class RuleText:
    """A rule's own words."""

    anchor: str
    code: str
    title: str
    sections: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Findings:
    """Everything that was found: what stands, and what somebody let pass."""

    standing: tuple[Group, ...]
    waived: tuple[Finding, ...]
    in_short: tuple[InShort, ...]
    rules: Mapping[str, RuleText]


def findings_of(report: Report, rules: Mapping[str, Rule], anchors: Mapping[str, str]) -> Findings:
    """A report's findings; `anchors` is where on the page a file is shown, by its name."""
    standing = [found for found in report.findings if found.waived_by is None]
    texts = _texts(report.findings, rules)
    return Findings(
        standing=tuple(_groups(standing, anchors)),
        waived=tuple(found for found in report.findings if found.waived_by is not None),
        in_short=tuple(_in_short(standing, texts)),
        rules=texts,
    )


def _groups(findings: Sequence[Finding], anchors: Mapping[str, str]) -> list[Group]:
    """By file, that with the gravest finding first; among equals the whole title, then the files in their order."""
    by_file: dict[str | None, list[Finding]] = {}
    for found in findings:
        by_file.setdefault(found.asset, []).append(found)
    places: dict[str | None, int] = {None: -1} | {name: place for place, name in enumerate(anchors)}
    groups = [Group(name, anchors.get(name or ""), tuple(found)) for name, found in by_file.items()]
    return sorted(groups, key=lambda group: (min(map(_gravity, group.findings)), places.get(group.asset, len(places))))


def _in_short(findings: Sequence[Finding], texts: Mapping[str, RuleText]) -> list[InShort]:
    by_rule: dict[tuple[Severity, str, str], list[Finding]] = {}
    for found in findings:
        by_rule.setdefault((found.severity, found.code, found.name), []).append(found)
    return [
        InShort(
            code=code,
            name=name,
            severity=severity,
            count=len(found),
            where=_where(found),
            anchor=texts[name].anchor if name in texts else None,
        )
        for (severity, code, name), found in sorted(by_rule.items(), key=lambda item: _gravity(item[1][0]))
    ]


def _where(findings: Sequence[Finding]) -> str:
    files = len({found.asset for found in findings if found.asset is not None})
    return how_many(files, "file") if files else "the title"


def _texts(findings: Iterable[Finding], rules: Mapping[str, Rule]) -> dict[str, RuleText]:
    """The words of those rules that spoke; a rule that is no longer there has none."""
    spoke = {found.name: rules[found.name] for found in findings if found.name in rules}
    return {
        name: RuleText(
            anchor=f"rule-{number}",
            code=rule.code,
            title=rule.documentation.strip().partition("\n")[0].partition(": ")[2],
            sections=tuple((head, text) for head in _SECTIONS if (text := section(rule.documentation, head))),
        )
        for number, (name, rule) in enumerate(sorted(spoke.items(), key=lambda item: item[1].code), start=1)
    }


def _gravity(found: Finding) -> tuple[bool, int]:
    return not found.blocks, _GRAVITY.index(found.severity)
