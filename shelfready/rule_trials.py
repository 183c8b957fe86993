"""Tries a rule on what is on the shelf before it may refuse: no file is read, only the facts that were kept."""

from collections import Counter
from collections.abc import Callable, Iterable

from shelfready.checking import check
from shelfready.findings import Rule, Status
from shelfready.profiles import Profile
from shelfready.titles import TitleFacts
from shelfready.values import Value

_SHOWN = 20


class Example(Value):
    """One title that the rule spoke of, and the first that it said."""

    publisher: str
    title_id: str
    severity: str
    message: str


class Trial(Value):
    """What a rule says of all titles: how many it speaks of, and how many it would refuse if it were stable.

    `findings` counts by severity. `examples` are the first titles that it spoke of.
    """

    code: str
    name: str
    status: str
    titles: int
    spoken_of: int
    refused: int
    findings: dict[str, int]
    examples: tuple[Example, ...]


def try_rule(rule: Rule, titles: Iterable[TitleFacts], profile_of: Callable[[str], Profile]) -> Trial:
    """Put one rule to many titles, each by its publisher's profile, as if it were stable."""
    as_stable = Rule(**{**vars(rule), "status": Status.STABLE})
    seen = spoken_of = refused = 0
    counts: Counter[str] = Counter()
    examples: list[Example] = []
    for facts in titles:
        seen += 1
        report = check(facts, profile_of(facts.publisher), rules={rule.name: as_stable})
        if not report.findings:
            continue
        spoken_of += 1
        refused += any(finding.blocks for finding in report.findings)
        counts.update(finding.severity.value for finding in report.findings)
        if len(examples) < _SHOWN:
            first = report.findings[0]
            examples.append(
                Example(
                    publisher=facts.publisher,
                    title_id=facts.title_id,
                    severity=first.severity.value,
                    message=first.message,
                )
            )
    return Trial(
        code=rule.code,
        name=rule.name,
        status=rule.status.value,
        titles=seen,
        spoken_of=spoken_of,
        refused=refused,
        findings=dict(sorted(counts.items(), key=lambda item: "FEWI".index(item[0]))),
        examples=tuple(examples),
    )
