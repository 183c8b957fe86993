"""A few warm Javas that the threads of a process share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, LifoQueue

from shelfready.adapters.epubs.warm_java import LIMITS, Validated, WarmJava
from shelfready.adapters.sandbox import Limits
from shelfready.errors import ShelfreadyError

_TICK_S = 0.5


@dataclass
class _Place:
    # For one Java, which is started when its first book comes.
    java: WarmJava | None = None

    def close(self) -> None:
        if self.java is not None:
            self.java.close()
        self.java = None


class WarmJavas:
    """A `Validator`. No Java is started before a book comes, and no second one while the first has nothing to do.

    `command` says how one is started, `most` how many there may be; `scratch` is where their folders are, the system's
    place if None. One that nobody needs ends by itself.
    """

    def __init__(
        self, command: Callable[[], Sequence[str]], scratch: Path | None = None, *, most: int, limits: Limits = LIMITS
    ) -> None:
        self._command = command
        self.scratch = scratch
        self._limits = limits
        # The last one to come back is the first to be given a book: the others may grow cold and end.
        self._free: LifoQueue[_Place] = LifoQueue()
        for _ in range(most):
            self._free.put(_Place())
        self._most = most

    def validate(self, book: Path, check: Callable[[], None]) -> Validated:
        """What EPUBCheck finds in a book. `check` is called twice a second, also while all Javas are busy."""
        place = self._wait(check)
        try:
            return self._validate(place, book, check)
        finally:
            self._free.put(place)

    def close(self) -> None:
        """End those that are not at work. A book that comes later starts another."""
        idle = []
        for _ in range(self._most):
            try:
                idle.append(self._free.get_nowait())
            except Empty:
                break
        for place in idle:
            place.close()
            self._free.put(place)

    def _wait(self, check: Callable[[], None]) -> _Place:
        while True:
            try:
                return self._free.get(timeout=_TICK_S)
            except Empty:
                check()

    def _validate(self, place: _Place, book: Path, check: Callable[[], None]) -> Validated:
        while True:
            java = self._fit(place)
            is_fresh = java.books == 0
            found: Validated | ShelfreadyError | None = None
            try:
                found = java.validate(book, check)
            finally:
                if not isinstance(found, Validated):
                    place.close()
            if isinstance(found, Validated):
                return found
            # What an earlier book has done to this Java is no fact of this one: only a new Java's failure counts.
            if is_fresh:
                raise found

    def _fit(self, place: _Place) -> WarmJava:
        if place.java is not None and not place.java.is_fit:
            place.close()
        if place.java is None:
            place.java = WarmJava(self._command(), self.scratch, self._limits)
        return place.java
