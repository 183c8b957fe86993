"""What rules say, and what follows from it."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, get_type_hints

from shelfready.profiles import STREAMING, Profile
from shelfready.severities import Severity
from shelfready.values import Sha256, Value
from shelfready.waivers import Waiver

__all__ = [
    "Change",
    "Finding",
    "Outcome",
    "Owner",
    "Report",
    "Rule",
    "Said",
    "Says",
    "Severity",
    "Status",
    "Verdict",
    "judge",
    "planned",
    "rule",
    "section",
]


class Owner(StrEnum):
    """Who can mend it."""

    PUBLISHER = "publisher"
    US = "us"
    THEIR_SERVER = "their-server"
    RIGHTS = "rights"


class Status(StrEnum):
    """Whether a rule may refuse a title (stable) or only reports (preview); retired and planned ones do not run."""

    STABLE = "stable"
    PREVIEW = "preview"
    RETIRED = "retired"
    PLANNED = "planned"

    @property
    def runs(self) -> bool:
        """Whether titles are held against the rule at all."""
        return self in (Status.STABLE, Status.PREVIEW)


class Finding(Value):
    """What one rule said of one asset, or of the title when `asset` is None.

    `waived_by` is who let it pass, and why; such a finding is reported and does not block.
    """

    code: str
    name: str
    severity: Severity
    owner: Owner = Owner.PUBLISHER
    status: Status = Status.STABLE
    message: str
    remedy: str
    asset: str | None = None
    waived_by: Waiver | None = None

    @property
    def blocks(self) -> bool:
        """Whether this very finding keeps the title from being published."""
        return self.severity.blocks and self.status is Status.STABLE and self.waived_by is None


class Change(Value):
    """What was mended without asking, and what it was before. The original stays as it was sent.

    `code` is the rule that would have spoken, `field` what was changed, of one asset or of the title.
    """

    code: str
    field: str
    before: str
    after: str
    asset: str | None = None


class Outcome(StrEnum):
    """What may happen to the title."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    PASS_WITH_WARNINGS = "pass-with-warnings"  # noqa: S105
    REFUSE = "refuse"


class Verdict(Value):
    """What follows from the findings; `decisive` is the code that refused first, in the order of gravity."""

    outcome: Outcome
    counts: dict[str, int]
    decisive: str | None = None


class Report(Value):
    """Everything that was found, what was mended, and the verdict.

    `profile` is what the title was held to by name, `held_to` with its numbers as they were then; `facts` is where the
    facts are that the rules read.
    """

    findings: tuple[Finding, ...] = ()
    verdict: Verdict
    changes: tuple[Change, ...] = ()
    profile: str = "streaming"
    held_to: Profile | None = None
    facts: Sha256 | None = None


@dataclass(frozen=True)
class Said:
    """A rule's message where it is not of the rule's own severity, about one file of a title, or mended in its own way.

    `remedy` is for a rule that says several different things; without it, the rule's page says how to mend it.
    """

    message: str
    severity: Severity | None = None
    asset: str | None = None
    remedy: str | None = None


Says = Iterator[str | Said]


@dataclass(frozen=True)
class Rule:
    """A check with a stable code. Its file is its documentation; its function yields one message per fault."""

    code: str
    name: str
    severity: Severity
    owner: Owner
    status: Status
    reads: type[Value]
    documentation: str
    check: Callable[[Any, Profile], Says]

    def __call__(self, facts: Value, profile: Profile = STREAMING, *, asset: str | None = None) -> list[Finding]:
        """The findings of this rule in these facts."""
        return [self._finding(said, profile, asset) for said in self.check(facts, profile)]

    @property
    def remedy(self) -> str:
        """How to mend it, from the rule's own documentation."""
        return section(self.documentation, "How to mend it")

    def _finding(self, said: str | Said, profile: Profile, asset: str | None) -> Finding:
        if isinstance(said, str):
            said = Said(said)
        severity = profile.severities.get(self.code, said.severity or self.severity)
        return Finding(
            code=self.code,
            name=self.name,
            severity=severity,
            owner=self.owner,
            status=self.status,
            message=said.message,
            remedy=said.remedy or self.remedy,
            asset=said.asset or asset,
        )


def rule(
    code: str,
    severity: Severity = Severity.ERROR,
    *,
    owner: Owner = Owner.PUBLISHER,
    status: Status = Status.STABLE,
) -> Callable[[Callable[[Any, Profile], Says]], Rule]:
    """Make a rule of a function that yields messages; what it reads is the type of its first argument."""

    def make(check: Callable[[Any, Profile], Says]) -> Rule:
        hints = [kind for name, kind in get_type_hints(check).items() if name != "return"]
        return Rule(
            code=code,
            name=check.__name__.replace("_", "-"),
            severity=severity,
            owner=owner,
            status=status,
            reads=hints[0],
            documentation=sys.modules[check.__module__].__doc__ or "",
            check=check,
        )

    return make


def planned(module: str, code: str, severity: Severity, reads: type[Value], *, owner: Owner = Owner.PUBLISHER) -> Rule:
    """A rule that has its code and its page, and is not built yet: it is listed as such, and never run."""

    def refuse(_facts: Value, _profile: Profile) -> Says:
        raise TypeError(f"{code} is planned and cannot be run")

    return Rule(
        code=code,
        name=module.rpartition(".")[2].replace("_", "-"),
        severity=severity,
        owner=owner,
        status=Status.PLANNED,
        reads=reads,
        documentation=sys.modules[module].__doc__ or "",
        check=refuse,
    )


def section(documentation: str, heading: str) -> str:
    """The paragraph under a heading of a rule's docstring, on one line."""
    lines = iter(documentation.splitlines())
    for line in lines:
        if line.strip() == heading:
            break
    body: list[str] = []
    for line in lines:
        if line.strip() and not line.startswith((" ", "\t")):
            break
        body.append(line.strip())
    return " ".join(part for part in body if part)


def judge(findings: Iterable[Finding]) -> Verdict:
    """The verdict: any stable F or E refuses unless it is waived; that and any W is a warning; preview never blocks."""
    ordered = sorted(findings, key=lambda finding: ("FEWI".index(finding.severity), finding.code))
    counts = dict(sorted(Counter(finding.severity.value for finding in ordered).items()))
    blocking = [found for found in ordered if found.blocks]
    if blocking:
        return Verdict(outcome=Outcome.REFUSE, counts=counts, decisive=blocking[0].code)
    warned = any(found.severity is Severity.WARNING or found.waived_by for found in ordered)
    return Verdict(outcome=Outcome.PASS_WITH_WARNINGS if warned else Outcome.PASS, counts=counts)
