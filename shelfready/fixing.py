"""What a fix is: the members of the family in `fixes/`."""

from collections.abc import Callable
from dataclasses import dataclass

from shelfready.findings import Change
from shelfready.profiles import Profile
from shelfready.titles import TitleFacts


@dataclass(frozen=True)
class Fix:
    """Mends one kind of fault: `code` is the rule that would have spoken.

    `mend` answers the mended facts and what was changed; the same facts and nothing where there is nothing to mend. It
    changes only what is certain: a guess is a proposal, and belongs into a finding.
    """

    code: str
    mend: Callable[[TitleFacts, Profile], tuple[TitleFacts, list[Change]]]
