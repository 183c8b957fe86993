"""What a reader met in a metadata file, as messages."""

from collections.abc import Iterator

from shelfready.findings import Said, Severity
from shelfready.metadata_facts import MetadataFacts, Oddity, Trouble

MOST = 10
"""Messages of one kind that a report holds."""

_MOST_NAMES = 5


def oddities(facts: MetadataFacts, *troubles: Trouble) -> tuple[Oddity, ...]:
    """What was met of these kinds, in the message as a whole and in this record."""
    return tuple(found for found in (*facts.header.oddities, *facts.oddities) if found.trouble in troubles)


def told(
    found: tuple[Oddity, ...], repaired: Severity, unrepaired: Severity, *, remedy: str | None = None
) -> Iterator[Said]:
    """A message for each oddity, at most ten of each severity, and how many more there are."""
    for is_repaired, severity in ((False, unrepaired), (True, repaired)):
        messages = list(dict.fromkeys(_message(one) for one in found if one.is_repaired is is_repaired))
        for message in messages[:MOST]:
            yield Said(message, severity, remedy=remedy)
        if len(messages) > MOST:
            yield Said(f"{len(messages) - MOST} more of the same kind", severity, remedy=remedy)


def _differing(before: str, after: str) -> tuple[str, str]:
    """Of two long lists of the same names, the first names that stand in other places; nobody reads two lists."""
    here, there = before.split(", "), after.split(", ")
    if max(len(here), len(there)) <= _MOST_NAMES:
        return before, after
    first = next((place for place, pair in enumerate(zip(here, there, strict=False)) if pair[0] != pair[1]), 0)
    shown = [", ".join(["..."] * (first > 0) + names[first : first + 3] + ["..."]) for names in (here, there)]
    return shown[0], shown[1]


def _message(oddity: Oddity) -> str:
    line = f"line {oddity.line}: " if oddity.line is not None else ""
    before, after = _differing(oddity.before or "", oddity.after or "")
    is_told = not before or not after or (before in oddity.message and after in oddity.message)
    is_told = is_told or before.split() == after.split()  # a line break is no news beside the message
    verb = "was read as" if oddity.is_repaired else "stands for"
    return f"{line}{oddity.message}" + ("" if is_told else f" ({before!r} {verb} {after!r})")
