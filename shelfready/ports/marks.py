"""The port of what a sweep of the store remembers while it is at work."""

from collections.abc import Collection, Iterable
from typing import Protocol


class Marks(Protocol):
    """Names to remember, as many as there are objects; on a disk, because memory is not for millions."""

    def add(self, names: Iterable[str]) -> None:
        """Remember some names; any of them may be there already."""

    def having(self, names: Collection[str]) -> frozenset[str]:
        """Those of some names, at most some hundreds, that are remembered."""
