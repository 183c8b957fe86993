"""Mends what may be mended without asking: the original is kept, and before and after are written down."""

from collections.abc import Mapping

from shelfready.findings import Change
from shelfready.fixes import FIXES
from shelfready.fixing import Fix
from shelfready.profiles import STREAMING, Profile
from shelfready.titles import TitleFacts

__all__ = ["mend"]


def mend(
    facts: TitleFacts, profile: Profile = STREAMING, *, fixes: Mapping[str, Fix] = FIXES
) -> tuple[TitleFacts, tuple[Change, ...]]:
    """The facts as they are after every fix, in the order of their names, and what was changed.

    Rules are put to what is returned, so that nobody is told to mend what was mended. A profile that does not mend
    leaves everything as it is.
    """
    changes: list[Change] = []
    if profile.mends:
        for fix in fixes.values():
            facts, changed = fix.mend(facts, profile)
            changes += changed
    return facts, tuple(changes)
