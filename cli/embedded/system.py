"""Runs the embedded system in the foreground, from the first part's start to the last one's end."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime

from cli.embedded import parts, ports, state, temporal_server
from cli.embedded.supervisor import Supervisor
from cli.issuing import ensure_kept, with_media_secret
from cli.surroundings import DEMO, key_file
from shelfready.adapters.database import migrate
from shelfready.settings import Settings

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # Ctrl-C, `kill`, a closed terminal


async def run(settings: Settings, say: Callable[[str], None]) -> None:
    """Start every part, stay until a signal asks for the end, and stop every part.

    The home folder is held all the while: `AlreadyRunningError` when another system holds it.
    """
    with state.held(settings.home):
        system = System(with_media_secret(settings), say)
        ending = asyncio.create_task(_signal(system, say))
        starting = asyncio.create_task(system.start())
        try:
            await asyncio.wait({starting, ending}, return_when=asyncio.FIRST_COMPLETED)
            if starting.done():
                starting.result()
                await ending
        finally:
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)
            await system.stop()
            ending.cancel()


class System:
    """Every part of the embedded system on this machine."""

    def __init__(self, settings: Settings, say: Callable[[str], None]) -> None:
        self._settings = settings
        self._say = say
        self._logs = settings.home / "logs"
        self._is_ready = False
        self._started_at = datetime.now(UTC)
        self._supervisor = Supervisor(self._logs, say, self._write)
        self._workers = parts.workers(settings)

    async def start(self) -> None:
        """Start what others need first: the catalogue, Temporal, then the API and the workers together."""
        settings, say = self._settings, self._say
        for name, port in self._ports().items():
            ports.require_free(name, port)
        self._logs.mkdir(parents=True, exist_ok=True)
        self._write()
        say(f"starting the embedded system in {settings.home}")
        url = settings.resolved_database_url
        await asyncio.to_thread(migrate, url)  # a signal is heard meanwhile
        await asyncio.to_thread(ensure_kept, url, DEMO, key_file(settings.home, DEMO))
        if settings.temporal_address is None:
            await self._supervisor.start(parts.temporal(settings))
            self._write()
            await temporal_server.prepare(settings)
        await self._supervisor.start(parts.api(settings), *self._workers)
        self._is_ready = True
        self._write()
        say("\n".join(["ready:", *self.running.lines()]))

    async def stop(self) -> None:
        """Stop in the order in which nobody misses anybody: the workers put down their work, then the API, Temporal."""
        await self._supervisor.stop(worker.name for worker in self._workers)
        await self._supervisor.stop()

    def kill(self) -> None:
        """Stop without waiting for anybody."""
        self._supervisor.kill()

    @property
    def running(self) -> state.Running:
        """What other commands are told."""
        settings = self._settings
        ui = f"http://127.0.0.1:{settings.temporal_ui_port}" if settings.temporal_address is None else None
        return state.Running(
            pid=os.getpid(),
            started_at=self._started_at,
            is_ready=self._is_ready,
            api_url=parts.api_url(settings),
            temporal_address=settings.resolved_temporal_address,
            temporal_ui_url=ui,
            ports=self._ports(),
            parts=self._supervisor.pids,
        )

    def _ports(self) -> dict[str, int]:
        own_temporal = self._settings.temporal_address is None
        return {
            name: getattr(self._settings, field)
            for name, field in ports.PORT_SETTINGS.items()
            if own_temporal or not name.startswith("temporal")
        }

    def _write(self) -> None:
        state.write(self._settings.home, self.running)


async def _signal(system: System, say: Callable[[str], None]) -> None:
    """Return at the first signal; from the second on, every part is ended at once."""
    loop = asyncio.get_running_loop()
    asked = asyncio.Event()

    def heard() -> None:
        if asked.is_set():
            say("stopping at once")
            system.kill()
        asked.set()

    for number in _SIGNALS:
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, heard)
    await asked.wait()
    say("stopping: the workers finish what cannot be put down; press Ctrl-C again to stop at once")
