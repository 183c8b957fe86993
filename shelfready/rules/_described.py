"""What rules ask of a title's record before they ask anything else."""

from shelfready.metadata_facts import Dialect
from shelfready.records import Record
from shelfready.titles import Role, TitleFacts

DELETED, TESTS, PARTIAL = "05", frozenset({"88", "89"}), frozenset({"04", "05", "88"})
"""Notifications of list 1: the record is taken back; nothing is meant; not everything is said."""


def stated(title: TitleFacts) -> Record | None:
    """The title's record, whoever wrote it; None without one, and where it only takes itself back."""
    record = title.described.record if title.described else None
    return record if record and record.notification != DELETED else None


def whole(title: TitleFacts) -> Record | None:
    """The title's record if it is one of ONIX that should say everything.

    A sheet has the columns that it has, and an update says what is new: nothing that they lack is a fault.
    """
    record = title.described.record if title.described else None
    is_onix = title.described is not None and title.described.dialect is Dialect.ONIX
    return record if record and is_onix and record.notification not in PARTIAL else None


def is_unread(title: TitleFacts) -> bool:
    """Whether no file that might say what the title lacks could be read: then nobody knows that it is lacking."""
    return title.described is None and are_files_unread(title)


def are_files_unread(title: TitleFacts) -> bool:
    """Whether no track and no EPUB could be read, although something was sent: what they hold is not known."""
    speaking = (*title.in_role(Role.TRACK), *title.in_role(Role.EPUB))
    return bool(speaking or title.refusals) and not any(found.audio or found.epub for found in speaking)


def short(text: str, most: int = 80) -> str:
    """A text in a message: no more of it than a sentence bears."""
    line = " ".join(text[: most * 4].split())
    return line if len(line) <= most and len(text) <= most * 4 else f"{line[:most].rstrip()}…"


def several(messages: list[str], most: int = 10) -> list[str]:
    """The first messages, and how many more there are: a report of thousands is read by nobody."""
    left = len(messages) - most
    return messages if left <= 0 else [*messages[:most], f"{left} more of the same kind"]
