"""What the bench prints: figures, each with the bar it is held to, and rows, each of which reads some of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.observed import Observed
from shelfready.values import Value


class Figure(Value):
    """One number that was measured. `at_most` is its bar; a figure without one explains another."""

    name: str
    value: float
    unit: str = ""
    at_most: float | None = None

    @property
    def is_met(self) -> bool | None:
        """Whether the value is within its bar; None without a bar."""
        return None if self.at_most is None else self.value <= self.at_most


@dataclass(frozen=True)
class Row:
    """One promise of docs/bench.md: a member of the family in `rows/`.

    `place` orders the rows as they are printed; `how` says in a sentence how the figures were measured. `read` works
    on what was observed and starts nothing.
    """

    place: int
    title: str
    how: str
    read: Callable[[Observed], Iterator[Figure]]
