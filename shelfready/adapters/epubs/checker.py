"""Checks EPUBs with EPUBCheck, the validator that the whole trade goes by."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol, Self

from pydantic import BaseModel, Field, ValidationError

from shelfready.adapters.epubs.java import unavailable
from shelfready.adapters.epubs.warm_java import Validated
from shelfready.media import EpubMessage
from shelfready.ports import Watcher

MOST_OF_ONE_ID = 20
"""A book with more is not mended by reading the rest, which is only counted."""

_BOOK = "book.epub"
_LONGEST_TEXT = 500
_MOST_PLACES = 3
# EPUBCheck gives every book a host of its own, and names it in messages: the same book would never give the same facts.
_MADE_UP_HOST = re.compile(r"https://[0-9a-f-]{36}\.epubcheck\.w3c\.org/")


class Validator(Protocol):
    """Runs EPUBCheck over books."""

    def validate(self, book: Path, check: Callable[[], None]) -> Validated:
        """What it found; returns only if it came to its end."""

    def close(self) -> None:
        """Give back what it holds while it has nothing to do."""


@dataclass(frozen=True)
class EpubCheckChecker:
    """`EpubChecker` by EPUBCheck. Close it when no more books come, or use it as a context."""

    validator: Validator

    def check(self, path: Path, watcher: Watcher) -> tuple[EpubMessage, ...]:
        """EPUBCheck's messages in its own order; its notes on mere usage are left out."""
        return _messages(self.validator.validate(path, watcher.check))

    def close(self) -> None:
        """End the Javas that have nothing to do; the next book starts one again."""
        self.validator.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()


class _Location(BaseModel):
    path: str | None = None
    line: int = -1


class _Message(BaseModel):
    id: str = Field(alias="ID")
    severity: str
    message: str
    locations: tuple[_Location, ...] = ()
    further: int = Field(0, alias="additionalLocations")

    @property
    def times(self) -> int:
        return max(1, len(self.locations) + self.further)


class _Summary(BaseModel):
    fatal: int = Field(alias="nFatal")
    errors: int = Field(alias="nError")


class _Report(BaseModel):
    messages: tuple[_Message, ...]
    checker: _Summary


def _messages(found: Validated) -> tuple[EpubMessage, ...]:
    try:
        report = _Report.model_validate(json.loads(found.report))
    except (ValueError, ValidationError) as error:
        raise unavailable("it wrote no report that can be read") from error
    blocking = sum(message.severity in ("FATAL", "ERROR") for message in report.messages)
    if not blocking and report.checker.fatal + report.checker.errors:
        raise unavailable("its report counts errors and lists none")
    if not blocking and found.status:
        # It catches what goes wrong within itself, and then reports whatever it had found before.
        said = " ".join(found.complaint.split())[:300]
        raise unavailable(f"it failed on the book without finding an error ({said or 'it said nothing'})")
    return tuple(_bounded(report.messages))


def _bounded(messages: Iterable[_Message]) -> Iterator[EpubMessage]:
    """The first messages of each id, and one that counts its others."""
    by_id: dict[tuple[str, str], list[_Message]] = {}
    for message in messages:
        by_id.setdefault((message.id, message.severity.lower()), []).append(message)
    for (name, severity), same in by_id.items():
        yield from map(_message, same[:MOST_OF_ONE_ID])
        if more := same[MOST_OF_ONE_ID:]:
            times = sum(message.times for message in more)
            yield EpubMessage(id=name, severity=severity, text="and more of the same kind", times=times)


def _message(found: _Message) -> EpubMessage:
    places = dict.fromkeys(place for place in map(_place, found.locations) if place)
    return EpubMessage(
        id=found.id,
        severity=found.severity.lower(),
        text=" ".join(_MADE_UP_HOST.sub("", found.message).split())[:_LONGEST_TEXT],
        location=next(iter(places), None),
        times=found.times,
        further_locations=tuple(islice(places, 1, _MOST_PLACES)),
    )


def _place(location: _Location) -> str | None:
    path = (location.path or "").removeprefix("./")
    if path in ("", _BOOK):
        return None
    return f"{path}:{location.line}" if location.line > 0 else path
