"""Folders for work in progress: private, bounded, and gone."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from activities.scratch import Scratch
from shelfready.errors import UnavailableError


def test_nothing_is_left(tmp_path: Path) -> None:
    """The folder goes with the block, whatever happened in it."""

    def fail() -> None:
        with Scratch(tmp_path).folder() as folder:
            (folder / "file").write_bytes(b"x")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert list(tmp_path.rglob("file")) == []


def test_too_little_room_is_tried_elsewhere(tmp_path: Path) -> None:
    """A disk that is too small says so before anything is written, and how to mend it."""
    with pytest.raises(UnavailableError, match="SHELFREADY_SCRATCH") as full, Scratch(tmp_path).folder(2**60):
        pass

    assert full.value.cause_code == "scratch-full"


FILL = """
from activities.scratch import Scratch
from shelfready.errors import UnavailableError
import activities.scratch
activities.scratch.RESERVE_BYTES = 0
try:
    with Scratch(root).folder() as folder:
        (folder / "file").write_bytes(bytes(2 << 20))
except UnavailableError as error:
    print(error.cause_code, len(list(root.rglob("file"))))
"""


def test_a_disk_that_fills_at_work_is_tried_elsewhere(on_small_disk: Callable[[str], str]) -> None:
    """Whoever writes to it need not know: it is never a fault of the title, and nothing is left."""
    assert on_small_disk(FILL) == "scratch-full 0"


@pytest.mark.parametrize(
    ("number", "cause_code"),
    [
        (errno.EDQUOT, "scratch-full"),
        (errno.EFBIG, "scratch-full"),
        (errno.EIO, "scratch-unavailable"),
        (errno.EROFS, "scratch-unavailable"),
    ],
)
def test_a_disk_that_fails_is_told(tmp_path: Path, number: int, cause_code: str) -> None:
    """A quota, a limit, a damaged or a read-only disk: another worker may have a better one."""
    with pytest.raises(UnavailableError) as failed, Scratch(tmp_path).folder():
        raise OSError(number, os.strerror(number))

    assert failed.value.cause_code == cause_code


def test_what_is_no_fault_of_the_disk_stays_what_it_is(tmp_path: Path) -> None:
    """A file that is not there is a defect of ours, and an error that is told already is told once."""
    with pytest.raises(FileNotFoundError), Scratch(tmp_path).folder() as folder:
        (folder / "none").read_bytes()
    with pytest.raises(UnavailableError) as told, Scratch(tmp_path).folder():
        raise UnavailableError("their server", cause_code="source-unavailable")

    assert told.value.cause_code == "source-unavailable"


WORKER = """
import sys
from pathlib import Path
from activities.scratch import Scratch
with Scratch(Path(sys.argv[1])).folder():
    print("up", flush=True)
    sys.stdin.read()
"""


@contextmanager
def worker(root: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process with a folder in use."""
    command = [sys.executable, "-c", WORKER, str(root)]
    source = str(Path(__file__).parents[2])
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": source}
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        yield process
        process.kill()


def test_what_dead_workers_left_is_swept(tmp_path: Path) -> None:
    """Homes of processes that live stay; that of one that was killed goes, with all that is in it."""
    scratch = Scratch(tmp_path)
    own = scratch.home()
    with worker(tmp_path) as process:
        assert scratch.sweep() == 0
        assert len(list(tmp_path.glob("*/work-*"))) == 1
        assert len({home.name.split("-")[1] for home in tmp_path.iterdir()}) == 2, "they started at different times"

        process.kill()
        process.wait()

        assert scratch.sweep() == 1
    assert list(tmp_path.iterdir()) == [own]


def test_a_number_that_is_given_again_is_another_process(tmp_path: Path) -> None:
    """In a container the worker has the same number after every restart: what it left before is swept."""
    scratch = Scratch(tmp_path)
    own = scratch.home()
    pid, started, boot = own.name.split("-", 2)
    for earlier in (f"{pid}-{int(started) - 1}-{boot}", f"{pid}-{started}-00000000-0000-4000-8000-000000000000"):
        (tmp_path / earlier / "audio-1").mkdir(parents=True)

    assert scratch.sweep() == 2
    assert list(tmp_path.iterdir()) == [own]


def test_what_others_put_there_stays(tmp_path: Path) -> None:
    """Only homes are swept: the folder may be one that others use, too."""
    for name in ("lost+found", "work-1", "1-2-3"):
        (tmp_path / name).mkdir()

    assert Scratch(tmp_path).sweep() == 0
    assert len(list(tmp_path.iterdir())) == 3
