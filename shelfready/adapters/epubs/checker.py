"""Checks EPUBs with EPUBCheck, the validator that the whole trade goes by."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from pydantic import BaseModel, Field, ValidationError

from shelfready.adapters.epubs.java import unavailable
from shelfready.media import EpubMessage
from shelfready.ports import Watcher

MOST_MESSAGES = 1000
"""A book with more is not mended by reading the rest."""

# EPUBCheck judges the name, too, and the publisher's is not for paths.
_BOOK, _REPORT = "book.epub", "report.json"
_LONGEST_TEXT = 2000


class Validator(Protocol):
    """Runs EPUBCheck over one book: today in a Java of its own, tomorrow in one that stays warm."""

    def validate(self, book: str, report: str, folder: Path, check: Callable[[], None]) -> None:
        """Write EPUBCheck's JSON report of a file in `folder` to another; returns only if it came to its end."""


@dataclass(frozen=True)
class EpubCheckChecker:
    """`EpubChecker` by EPUBCheck. `scratch` is where its folders are put; the system's place if None."""

    validator: Validator
    scratch: Path | None = None

    def check(self, path: Path, watcher: Watcher) -> tuple[EpubMessage, ...]:
        """EPUBCheck's messages in its own order; its notes on mere usage are left out."""
        with TemporaryDirectory(dir=self.scratch, prefix="epubcheck-") as name:
            folder = Path(name)
            (folder / _BOOK).symlink_to(path.resolve())
            self.validator.validate(_BOOK, _REPORT, folder, watcher.check)
            return _messages(folder / _REPORT)


class _Location(BaseModel):
    path: str | None = None
    line: int = -1


class _Message(BaseModel):
    id: str = Field(alias="ID")
    severity: str
    message: str
    locations: tuple[_Location, ...] = ()
    further: int = Field(0, alias="additionalLocations")


class _Summary(BaseModel):
    fatal: int = Field(alias="nFatal")
    errors: int = Field(alias="nError")


class _Report(BaseModel):
    messages: tuple[_Message, ...]
    checker: _Summary


def _messages(report: Path) -> tuple[EpubMessage, ...]:
    try:
        found = _Report.model_validate(json.loads(report.read_bytes()))
    except (OSError, ValueError, ValidationError) as error:
        raise unavailable("it wrote no report that can be read") from error
    blocking = sum(message.severity in ("FATAL", "ERROR") for message in found.messages)
    if not blocking and found.checker.fatal + found.checker.errors:
        raise unavailable("its report counts errors and lists none")
    return tuple(_message(message) for message in found.messages[:MOST_MESSAGES])


def _message(found: _Message) -> EpubMessage:
    more = max(0, len(found.locations) - 1) + found.further
    text = " ".join(found.message.split())[:_LONGEST_TEXT]
    return EpubMessage(
        id=found.id,
        severity=found.severity.lower(),
        text=f"{text} (and {more} more of the same)" if more else text,
        location=next((_place(location) for location in found.locations), None),
    )


def _place(location: _Location) -> str | None:
    path = (location.path or "").removeprefix("./")
    if path in ("", _BOOK):
        return None
    return f"{path}:{location.line}" if location.line > 0 else path
