"""What keeps EPUBCheck warm, with a child that does whatever the book says."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest

from shelfready.adapters.epubs.warm_java import LIMITS, Validated
from shelfready.adapters.epubs.warm_javas import WarmJavas
from shelfready.errors import LimitError, RejectedError, ShelfreadyError, UnavailableError

PRETENDER = ["-m", "tests.shelfready.adapters.epubs.pretending"]
QUICK = replace(LIMITS, cpu_s=1, wall_s=60)


def patience() -> None:
    """Wait for ever."""


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a book that says what to do."""

    def to_disk(deed: str) -> Path:
        path = tmp_path / deed.partition(" ")[0]
        path.write_text(deed)
        return path

    return to_disk


@contextmanager
def javas(scratch: Path | None = None, *, most: int = 1, idle_s: float = 60) -> Iterator[WarmJavas]:
    """Pretenders, closed in the end."""
    with closing(WarmJavas(lambda: [*PRETENDER, str(idle_s)], scratch, most=most, limits=QUICK)) as opened:
        yield opened


def told(found: Validated) -> tuple[int, int]:
    """Which process had the book, and its how many-th it was."""
    words = json.loads(found.report)["messages"][0]["message"].replace(",", "").split()
    return int(words[1]), int(words[3])


def is_running(number: int) -> bool:
    """Whether there is such a process, and it is no corpse."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def ends(number: int) -> bool:
    """Whether a process ends soon."""
    deadline = time.monotonic() + 30
    while is_running(number) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not is_running(number)


def test_one_process_has_book_after_book(write: Callable[[str], Path], tmp_path: Path) -> None:
    """The second book finds the process of the first, and nothing of what it left behind."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    book = write("tell")

    with javas(scratch, most=2) as kept:
        first = kept.validate(book, patience)
        second = kept.validate(book, patience)

        assert told(second) == (told(first)[0], 2)
        assert b"files ['book.epub']" in second.report
        assert len(list(scratch.iterdir())) == 1
    assert ends(told(first)[0])
    assert list(scratch.iterdir()) == []


def test_nothing_is_started_without_a_book(tmp_path: Path) -> None:
    """The command is not even looked for before it is needed."""
    with closing(WarmJavas(lambda: pytest.fail("looked for"), tmp_path, most=1)):
        assert list(tmp_path.iterdir()) == []


POISONS: dict[str, tuple[type[ShelfreadyError], str]] = {
    "crash": (RejectedError, "epub-unreadable"),
    "be-killed": (UnavailableError, "epubcheck-unavailable"),
    "swallow": (LimitError, "epub-too-large"),
    "spin": (LimitError, "epub-too-large"),
    "stumble": (UnavailableError, "epubcheck-unavailable"),
    "forget": (UnavailableError, "epubcheck-unavailable"),
}


@pytest.mark.parametrize(("deed", "expected"), POISONS.items(), ids=POISONS)
def test_a_poisonous_book_harms_no_other(
    write: Callable[[str], Path], deed: str, expected: tuple[type[ShelfreadyError], str]
) -> None:
    """It has its own error, and the next book a process that works."""
    with javas() as kept:
        before = told(kept.validate(write("tell"), patience))
        with pytest.raises(ShelfreadyError) as caught:
            kept.validate(write(deed), patience)
        after = told(kept.validate(write("tell"), patience))

    assert (type(caught.value), caught.value.cause_code) == expected
    assert (after[1], after[0] == before[0]) == (1, False)


def test_a_book_is_not_blamed_for_those_before_it(write: Callable[[str], Path]) -> None:
    """A process that ends on a book after others is replaced, and the book tried once more."""
    with javas() as kept:
        kept.validate(write("tell"), patience)

        assert kept.validate(write("crash-later 1"), patience).status == 0


def test_a_process_that_died_in_its_sleep_is_replaced(write: Callable[[str], Path]) -> None:
    """Whatever ended it, the next book does not notice."""
    with javas() as kept:
        number, _ = told(kept.validate(write("tell"), patience))
        os.kill(number, signal.SIGKILL)

        assert told(kept.validate(write("tell"), patience))[1] == 1


def test_a_process_that_nobody_needs_ends(write: Callable[[str], Path]) -> None:
    """It gives its memory back by itself, and another comes with the next book."""
    with javas(idle_s=0.01) as kept:
        number, _ = told(kept.validate(write("tell"), patience))

        assert ends(number)
        assert told(kept.validate(write("tell"), patience))[0] != number


def test_a_process_grows_old(write: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many books it is replaced, though nothing is wrong with it."""
    monkeypatch.setattr("shelfready.adapters.epubs.warm_java._MOST_BOOKS", 2)
    with javas() as kept:
        numbers = [told(kept.validate(write("tell"), patience)) for _ in range(3)]

    assert [book for _, book in numbers] == [1, 2, 1]
    assert numbers[0][0] == numbers[1][0] != numbers[2][0]


def test_a_process_that_grows_large_is_replaced(write: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory that is not given back ends with the process."""
    monkeypatch.setattr("shelfready.adapters.epubs.warm_java._MOST_RESIDENT_BYTES", 1 << 20)
    with javas() as kept:
        first, second = (told(kept.validate(write("tell"), patience)) for _ in range(2))

    assert first[0] != second[0]


class WithdrawnError(Exception):
    """The title was withdrawn."""


def test_stops_when_asked(write: Callable[[str], Path], tmp_path: Path) -> None:
    """A book that is no longer wanted gives its place back."""
    asleep = tmp_path / "asleep"

    def stop() -> None:
        if asleep.exists():
            raise WithdrawnError

    with javas() as kept:
        with pytest.raises(WithdrawnError):
            kept.validate(write(f"sleep {asleep}"), stop)

        assert told(kept.validate(write("tell"), patience))[1] == 1


def test_waits_for_its_turn(write: Callable[[str], Path], tmp_path: Path) -> None:
    """While all are busy a caller waits, and can be stopped."""
    asleep, enough = tmp_path / "asleep", Event()

    def until_enough() -> None:
        if enough.is_set():
            raise WithdrawnError

    def occupy(kept: WarmJavas) -> None:
        with pytest.raises(WithdrawnError):
            kept.validate(write(f"sleep {asleep}"), until_enough)

    def stop() -> None:
        raise WithdrawnError

    with javas() as kept:
        busy = Thread(target=occupy, args=(kept,))
        busy.start()
        while not asleep.exists():
            time.sleep(0.01)
        with pytest.raises(WithdrawnError):
            kept.validate(write("tell"), stop)
        enough.set()
        busy.join()

        assert kept.validate(write("tell"), patience).status == 0


def test_outlives_the_thread_that_needed_it_first(write: Callable[[str], Path]) -> None:
    """Threads come and go: the kernel would end a child with the thread that started it."""
    found: list[Validated] = []
    with javas() as kept:
        thread = Thread(target=lambda: found.append(kept.validate(write("tell"), patience)))
        thread.start()
        thread.join()
        again = kept.validate(write("tell"), patience)

    assert told(again) == (told(found[0])[0], 2)


def test_dies_with_the_worker(write: Callable[[str], Path]) -> None:
    """A worker that is killed leaves no Java behind, be it idle or not."""
    worker = textwrap.dedent(f"""
        import signal
        from pathlib import Path
        from shelfready.adapters.epubs.warm_javas import WarmJavas
        kept = WarmJavas(lambda: {[*PRETENDER, "600"]}, most=1)
        print(kept.validate(Path({str(write("tell"))!r}), lambda: None).report.decode(), flush=True)
        signal.pause()
    """)
    with subprocess.Popen([sys.executable, "-c", worker], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        number, _ = told(Validated(0, process.stdout.readline()))
        alive = is_running(number)
        process.kill()

        assert alive
        assert ends(number)


def test_ends_with_a_program_that_forgot_to_close_it(write: Callable[[str], Path], tmp_path: Path) -> None:
    """A command that ends ends its Java, too, and takes its folder away."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    program = textwrap.dedent(f"""
        from pathlib import Path
        from shelfready.adapters.epubs.warm_javas import WarmJavas
        kept = WarmJavas(lambda: {[*PRETENDER, "600"]}, Path({str(scratch)!r}), most=1)
        print(kept.validate(Path({str(write("tell"))!r}), lambda: None).report.decode(), flush=True)
    """)
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, timeout=60)

    assert ended.stderr == b""
    assert ends(told(Validated(0, ended.stdout))[0])
    assert list(scratch.iterdir()) == []
