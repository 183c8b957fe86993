"""Says of a drop that could not be taken in what a rule would say: before anything was measured."""

from collections.abc import Sequence

from shelfready.findings import Finding
from shelfready.profiles import STREAMING, Profile
from shelfready.rules import RULES
from shelfready.titles import Refusal

__all__ = ["findings_of"]


def findings_of(refusals: Sequence[Refusal], profile: Profile = STREAMING) -> tuple[Finding, ...]:
    """One finding for each refusal, in their order: every cause has its rule.

    >>> gone = Refusal(cause_code="source-not-found", message="there is no file at s3://in/9.mp3", asset="9.mp3")
    >>> [(found.code, found.asset) for found in findings_of([gone])]
    [('PKG-009', '9.mp3')]
    """
    rules = [rule for rule in RULES.values() if rule.reads is Refusal and rule.status.runs]
    return tuple(
        finding for refusal in refusals for rule in rules for finding in rule(refusal, profile, asset=refusal.asset)
    )
