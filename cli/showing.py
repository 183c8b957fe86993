"""Shows sending and following as they happen: bars in a terminal, plain lines elsewhere.

All of it goes to standard error, so that standard output holds nothing but the answer.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import TracebackType
from typing import Protocol, Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TransferSpeedColumn

from cli.answers import AtWork, Happening
from cli.output import size


class Shown(Protocol):
    """Both views in one: what is sent, and what happens afterwards."""

    def __enter__(self) -> Self:
        """Begin to show."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Show no more; the bars are gone, the lines stay."""

    def file(self, name: str, size_bytes: int) -> AbstractContextManager[Callable[[int], None]]:
        """See `SendingView`."""

    def event(self, event: Happening) -> None:
        """See `FollowingView`."""

    def progress(self, now: tuple[AtWork, ...]) -> None:
        """See `FollowingView`."""


def shown() -> Shown:
    """Bars when a person watches, lines when a log does."""
    console = Console(stderr=True)
    return Bars(console) if console.is_terminal else Lines(console)


def clean(text: str) -> str:
    """Text of others without control characters, which could rewrite the terminal's lines or its title."""
    return "".join(
        sign if sign in "\n\t" or unicodedata.category(sign)[0] != "C" else "\N{REPLACEMENT CHARACTER}" for sign in text
    )


def sentence(event: Happening) -> str:
    """An event as a line of text."""
    data: dict[object, object] = {name: value for name, value in event.data.items() if value is not None}
    match event.kind:
        case "stage":
            return f"stage: {data.get('stage', '?')}"
        case "parked":
            parking = data.get("parking")
            why = parking.get("cause_code") if isinstance(parking, dict) else None
            return f"parked: {why}" if why else "parked"
        case _:
            rest = ", ".join(_small(data))
            return f"{event.kind}: {rest}" if rest else event.kind


def _small(data: Mapping[object, object]) -> Iterator[str]:
    """What fits into a line: numbers and words, also those one level below."""
    for name, value in data.items():
        if isinstance(value, str | int | float):
            yield f"{name} {value}"
        elif isinstance(value, dict):
            yield from (f"{inner} {what}" for inner, what in value.items() if isinstance(what, str | int | float))


class Lines:
    """One line for each thing that happens."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._begun: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def file(self, name: str, size_bytes: int) -> AbstractContextManager[Callable[[int], None]]:
        """Say once that a file is sent."""
        self._say(f"sending {name}, {size(size_bytes)}")
        return nullcontext(_ignore)

    def event(self, event: Happening) -> None:
        """Say what happened."""
        self._say(f"{event.at:%H:%M:%S} {sentence(event)}")

    def progress(self, now: tuple[AtWork, ...]) -> None:
        """Say once that a piece of work has begun."""
        for one in now:
            name = f"{one.stage}: {one.part}"
            if name not in self._begun:
                self._begun.add(name)
                self._say(f"{one.at:%H:%M:%S}   {name}")

    def _say(self, text: str) -> None:
        self._console.print(clean(text), markup=False, highlight=False, soft_wrap=True)


class Bars:
    """A bar for each file that is sent and each piece of work, above them what happened."""

    def __init__(self, console: Console) -> None:
        sizes = (DownloadColumn(), TransferSpeedColumn())
        name = TextColumn("{task.description}", table_column=None)
        self._console = console
        self._sending = Progress(name, BarColumn(), *sizes, console=console, transient=True)
        percent, speed = TextColumn("{task.percentage:>3.0f} %"), TextColumn("{task.fields[speed]}")
        self._working = Progress(name, BarColumn(), percent, speed, console=console, transient=True)
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sending.stop()
        self._working.stop()

    @contextmanager
    def file(self, name: str, size_bytes: int) -> Iterator[Callable[[int], None]]:
        """A bar that fills as the file is sent."""
        self._sending.start()
        task = self._sending.add_task(escape(clean(name)), total=size_bytes)
        yield lambda more: self._sending.advance(task, more)
        self._sending.remove_task(task)
        self._sending.stop()
        self._print(f"sent {name}, {size(size_bytes)}")

    def event(self, event: Happening) -> None:
        """A line above the bars."""
        self._print(f"{event.at:%H:%M:%S} {sentence(event)}")

    def progress(self, now: tuple[AtWork, ...]) -> None:
        """One bar for each piece of work; bars of finished work go away."""
        self._working.start()
        named = {f"{one.stage}: {one.part}": one for one in now}
        for name in set(self._tasks) - set(named):
            self._working.remove_task(self._tasks.pop(name))
        for name, one in named.items():
            if name not in self._tasks:
                self._tasks[name] = self._working.add_task(escape(clean(name)), total=1.0, speed="")
            speed = f"{one.speed:.0f}x" if one.speed is not None else ""
            self._working.update(self._tasks[name], completed=one.done, speed=speed)

    def _print(self, text: str) -> None:
        self._console.print(clean(text), markup=False, highlight=False, soft_wrap=True)


def _ignore(_more: int) -> None:
    pass
