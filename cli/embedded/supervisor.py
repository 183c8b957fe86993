"""Keeps the parts of the embedded system running: starts them, waits until they are ready, replaces crashed ones."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from cli.embedded.child import Child, tail
from cli.embedded.parts import Part
from shelfready.errors import UnavailableError

_ASK_EVERY_S = 0.1
_FIRST_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 30.0
_HEALTHY_AFTER_S = 60.0
"""A part that ran for so long before it crashed is started again without a longer pause."""


class Supervisor:
    """The running parts, in the order in which they were started.

    `say` is told what people should know, `changed` is called when a process was replaced by another.
    """

    def __init__(
        self,
        logs: Path,
        say: Callable[[str], None],
        changed: Callable[[], None] = lambda: None,
        first_pause_s: float = _FIRST_PAUSE_S,
    ) -> None:
        self._logs = logs
        self._say = say
        self._changed = changed
        self._first_pause_s = first_pause_s
        self._children: dict[str, Child] = {}
        self._parts: dict[str, Part] = {}
        self._keepers: dict[str, asyncio.Task[None]] = {}

    @property
    def pids(self) -> dict[str, int]:
        """The process of each part."""
        return {name: child.pid for name, child in self._children.items()}

    async def start(self, *parts: Part) -> None:
        """Start parts that do not need each other, and wait until all of them are ready."""
        started = datetime.now(UTC)
        for part in parts:
            self._parts[part.name] = part
            self._children[part.name] = await self._spawn(part)
        await asyncio.gather(*(self._until_ready(part, started) for part in parts))
        for part in parts:
            self._keepers[part.name] = asyncio.create_task(self._keep(part))

    async def stop(self, names: Iterable[str] | None = None) -> None:
        """Stop some parts together, or all of them one after the other, last started first."""
        if names is None:
            for name in reversed(self._parts):
                await self._stop(name)
            return
        await asyncio.gather(*(self._stop(name) for name in names))

    def kill(self) -> None:
        """End everything at once, without a chance to put work down."""
        for keeper in self._keepers.values():
            keeper.cancel()
        for child in self._children.values():
            child.kill()

    async def _stop(self, name: str) -> None:
        if (keeper := self._keepers.pop(name, None)) is not None:
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)
        if (child := self._children.pop(name, None)) is not None:
            await child.stop(self._parts[name].stop_s)

    async def _spawn(self, part: Part) -> Child:
        return await Child.start(part.command, part.environment, self._log(part))

    async def _until_ready(self, part: Part, started: datetime) -> None:
        child = self._children[part.name]
        deadline = monotonic() + part.start_s
        while not await part.is_ready(started):
            if child.exit_code is not None:
                raise self._failure(part, f"{_how(child.exit_code)} before it was ready")
            if monotonic() > deadline:
                raise self._failure(part, f"was not ready after {part.start_s:.0f} s")
            await asyncio.sleep(_ASK_EVERY_S)
        if child.exit_code is not None:  # what answered was something else
            raise self._failure(part, f"{_how(child.exit_code)} although something answers in its place")

    async def _keep(self, part: Part) -> None:
        pause_s = self._first_pause_s
        while True:
            began = monotonic()
            code = await self._children[part.name].ended()
            if monotonic() - began > _HEALTHY_AFTER_S:
                pause_s = self._first_pause_s
            self._say(f"{part.name} {_how(code)}; starting it again in {pause_s:g} s.{self._last_words(part)}")
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
            self._children[part.name] = await self._spawn(part)
            self._changed()

    def _failure(self, part: Part, what: str) -> UnavailableError:
        return UnavailableError(
            f"{part.name} {what}; its log is {self._log(part)}.{self._last_words(part)}",
            cause_code="part-did-not-start",
        )

    def _last_words(self, part: Part) -> str:
        lines = tail(self._log(part))
        return "".join(["\n", *(f"  {part.name} | {line}\n" for line in lines)]).rstrip() if lines else ""

    def _log(self, part: Part) -> Path:
        return self._logs / f"{part.name}.log"


def _how(code: int) -> str:
    return f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
