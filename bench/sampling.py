"""Looks at running processes ten times a second, so that afterwards one can say what each stage of the work took."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event, Thread

from bench import processes
from bench.processes import Cpu
from shelfready.errors import DefectError

_EVERY_S = 0.1


@dataclass
class Samples:
    """What processes had used at successive moments, and the most memory of any program that they started."""

    taken_at: list[datetime] = field(default_factory=list)
    used: list[Mapping[str, Cpu]] = field(default_factory=list)
    tool_rss_bytes: int = 0

    def between(self, start: datetime, end: datetime) -> dict[str, Cpu]:
        """What each process used from one moment to another, to a tenth of a second."""
        first, last = self._at(start), self._at(end)
        return {name: last[name].since(first[name]) for name in last}

    def take(self, pids: Mapping[str, int]) -> None:
        """Look once."""
        used = {name: processes.cpu(pid) for name, pid in pids.items()}
        self.taken_at.append(datetime.now(UTC))
        self.used.append(used)

    def look_at_tools(self, pids: Mapping[str, int]) -> None:
        """Note the memory of what the processes have started."""
        for pid in pids.values():
            for child in processes.programs(pid):
                try:
                    self.tool_rss_bytes = max(self.tool_rss_bytes, processes.peak_rss_bytes(child))
                except DefectError:
                    continue  # it ended between being listed and being looked at

    def _at(self, moment: datetime) -> Mapping[str, Cpu]:
        return self.used[max(0, bisect_right(self.taken_at, moment) - 1)]


@contextmanager
def sampled(pids: Mapping[str, int]) -> Iterator[Samples]:
    """Sample while the block runs; the first sample is taken before it, the last one after."""
    samples, ended = Samples(), Event()

    def sample() -> None:
        while not ended.wait(_EVERY_S):
            samples.take(pids)
            samples.look_at_tools(pids)

    samples.take(pids)
    thread = Thread(target=sample, name="sampling", daemon=True)
    thread.start()
    try:
        yield samples
    finally:
        ended.set()
        thread.join()
    samples.take(pids)
