"""Makes texts from elsewhere fit for a catalogue: one line or some paragraphs, printable, of bounded length."""

from collections.abc import Iterable
from itertools import chain
from unicodedata import category

LONGEST_LINE = 500
MOST_NAMES = 200


def one_line(text: str | None) -> str | None:
    """The text on one line, without control characters, and of a length that a catalogue can show."""
    printable = "".join(" " if category(char).startswith("C") else char for char in text or "")
    return " ".join(printable.split())[:LONGEST_LINE].strip() or None


def names(texts: Iterable[str | None]) -> tuple[str, ...]:
    """The names that are left of these, each once and in order."""
    cleaned = chain.from_iterable([name] if name else [] for name in map(one_line, texts))
    return tuple(dict.fromkeys(cleaned))[:MOST_NAMES]


def paragraphs(text: str, longest: int) -> str | None:
    """The text's paragraphs, each on one line."""
    lines = ("".join(" " if category(char).startswith("C") else char for char in line) for line in text.splitlines())
    kept = [" ".join(line.split()) for line in lines]
    return "\n".join(line for line in kept if line)[:longest].strip() or None
