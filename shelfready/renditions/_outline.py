"""A list with levels as the tree that it stands for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")

_DEEPEST = 8
"""Levels that are kept apart. Nobody shows more, and a reader of nested JSON may give up at some depth."""


@dataclass(frozen=True)
class Branch(Generic[T]):
    """An entry, and the entries within it."""

    entry: T
    within: list["Branch[T]"] = field(default_factory=list)


def outline(entries: Iterable[tuple[int, T]]) -> list[Branch[T]]:
    """The tree of entries in order, each with its level, 1 for a top one.

    An entry lies within the last one before it of a lower level; levels that were left out count for nothing.

    >>> [(top.entry, [below.entry for below in top.within]) for top in outline([(1, "I"), (3, "1"), (1, "II")])]
    [('I', ['1']), ('II', [])]
    """
    tops: list[Branch[T]] = []
    open_branches: list[tuple[int, Branch[T]]] = []
    for level, entry in entries:
        branch = Branch(entry)
        while open_branches and (open_branches[-1][0] >= level or len(open_branches) >= _DEEPEST):
            open_branches.pop()
        (open_branches[-1][1].within if open_branches else tops).append(branch)
        open_branches.append((level, branch))
    return tops
