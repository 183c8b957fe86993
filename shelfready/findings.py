"""What rules say, and what follows from it."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, get_type_hints

from shelfready.profiles import STREAMING, Profile
from shelfready.values import Value


class Severity(StrEnum):
    """How grave a finding is, in the letters of ONIX Acknowledgement (code lists 224 and 261)."""

    FATAL = "F"
    ERROR = "E"
    WARNING = "W"
    INFO = "I"

    @property
    def blocks(self) -> bool:
        """Whether the title cannot be published until it is mended."""
        return self in (Severity.FATAL, Severity.ERROR)


class Owner(StrEnum):
    """Who can mend it."""

    PUBLISHER = "publisher"
    US = "us"
    THEIR_SERVER = "their-server"
    RIGHTS = "rights"


class Status(StrEnum):
    """Whether a rule may refuse a title (stable), only reports (preview), or no longer runs (retired)."""

    STABLE = "stable"
    PREVIEW = "preview"
    RETIRED = "retired"


class Finding(Value):
    """What one rule said of one asset, or of the title when `asset` is None."""

    code: str
    name: str
    severity: Severity
    owner: Owner = Owner.PUBLISHER
    status: Status = Status.STABLE
    message: str
    remedy: str
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
    """Everything that was found, and the verdict."""

    findings: tuple[Finding, ...] = ()
    verdict: Verdict


@dataclass(frozen=True)
class Said:
    """A rule's message where its severity differs from the rule's own."""

    message: str
    severity: Severity


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
        return [self._finding(said, asset) for said in self.check(facts, profile)]

    @property
    def remedy(self) -> str:
        """How to mend it, from the rule's own documentation."""
        return section(self.documentation, "How to mend it")

    def _finding(self, said: str | Said, asset: str | None) -> Finding:
        message, severity = (said, self.severity) if isinstance(said, str) else (said.message, said.severity)
        return Finding(
            code=self.code,
            name=self.name,
            severity=severity,
            owner=self.owner,
            status=self.status,
            message=message,
            remedy=self.remedy,
            asset=asset,
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
    """The verdict: any stable F or E refuses, any W is a warning; a rule in preview never blocks."""
    ordered = sorted(findings, key=lambda finding: ("FEWI".index(finding.severity), finding.code))
    counts = dict(sorted(Counter(finding.severity.value for finding in ordered).items()))
    blocking = [found for found in ordered if found.severity.blocks and found.status is Status.STABLE]
    if blocking:
        return Verdict(outcome=Outcome.REFUSE, counts=counts, decisive=blocking[0].code)
    warned = any(found.severity is Severity.WARNING for found in ordered)
    return Verdict(outcome=Outcome.PASS_WITH_WARNINGS if warned else Outcome.PASS, counts=counts)
