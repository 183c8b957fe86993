"""Asks a store that is far away many things at once: it is slow, not busy."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

A = TypeVar("A")
Q = TypeVar("Q")

ASKED_AT_ONCE = 16
"""Questions to the store at once: half of the connections that its client keeps."""

_FEW = 2
"""So many questions are asked in a row: threads would cost more than they save."""


def ask_all(ask: Callable[[Q], A], questions: Iterable[Q]) -> list[A]:
    """The answers, in the order of the questions; the first that fails is raised."""
    asked = list(questions)
    if len(asked) <= _FEW:
        return [ask(question) for question in asked]
    with ThreadPoolExecutor(min(ASKED_AT_ONCE, len(asked))) as threads:
        return list(threads.map(ask, asked))
