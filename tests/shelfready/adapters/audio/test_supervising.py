"""Media tools are limited, watched, and never outlive whoever wanted them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from shelfready.adapters.audio.launching import Limits
from shelfready.adapters.audio.outlets import Outlets
from shelfready.adapters.audio.supervising import Complaints, supervise
from shelfready.errors import LimitError, RejectedError, UnavailableError
from shelfready.ports import Watcher
from tests.fixtures.media import CalmWatcher

GIGABYTE = 1024**3
ENDLESS = "import os, pathlib, time; pathlib.Path('pid').write_text(str(os.getpid())); time.sleep(600)"


def _run(script: str, folder: Path, watcher: Watcher, limits: Limits | None = None) -> Complaints:
    """Supervise a Python script instead of ffmpeg: it misbehaves as it is told."""
    with Outlets() as outlets:
        command = [sys.executable, "-c", script]
        chosen = limits or Limits(memory_bytes=GIGABYTE)
        return supervise(command, outlets, watcher, chosen, folder, blames_publisher=True)


def _is_gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


def _descriptors() -> set[str]:
    return {path.name for path in Path("/proc/self/fd").iterdir()}


def _wait_for(condition: Callable[[], bool]) -> None:
    while not condition():  # bounded by the suite's own time limit
        time.sleep(0.02)


def test_complaints_are_counted_and_the_first_kept(tmp_path: Path, watcher: CalmWatcher) -> None:
    """However much a tool says, the first twenty lines are kept, without pointers and control characters."""
    script = "import sys\nfor n in range(5000): sys.stderr.write(f'[mp3 @ 0x7f{n:04x}] bad \\x1b frame {n}\\n')"

    complaints = _run(script, tmp_path, watcher)

    assert complaints.count == 5000
    assert complaints.first == tuple(f"[mp3] bad   frame {number}" for number in range(20))


def test_a_flood_without_lines_is_bounded(tmp_path: Path, watcher: CalmWatcher) -> None:
    """Fifty megabytes without a line break are one complaint of bounded length."""
    complaints = _run("import sys\nfor _ in range(50): sys.stderr.write('x' * 1_000_000)", tmp_path, watcher)

    assert complaints.count == 1
    assert len(complaints.first[0]) == 300


def test_calling_off_ends_the_process(tmp_path: Path, calling_off: Callable[[BaseException], Watcher]) -> None:
    """The watcher's error comes out, and the process is gone by then."""

    class CalledOffError(Exception):
        pass

    with pytest.raises(CalledOffError):
        _run(ENDLESS, tmp_path, calling_off(CalledOffError()))

    pids = [int(file.read_text()) for file in tmp_path.glob("pid")]
    assert all(_is_gone(pid) for pid in pids)


def test_a_process_that_ignores_politeness_is_killed(tmp_path: Path) -> None:
    """A tool that ignores SIGTERM is ended all the same."""

    class WhenStarted(CalmWatcher):
        def moved(self) -> None:
            """It goes on."""
            self.check()

        def check(self) -> None:
            if (tmp_path / "pid").exists():
                raise InterruptedError

    with pytest.raises(InterruptedError):
        _run(f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {ENDLESS}", tmp_path, WhenStarted())

    assert _is_gone(int((tmp_path / "pid").read_text()))


def test_a_stalled_tool_is_ended(tmp_path: Path, watcher: CalmWatcher) -> None:
    """A tool that makes no progress is ended and may be tried again; its chatter on stderr is no progress."""
    chatter = "import sys, time\nwhile True: sys.stderr.write('alive\\n'); sys.stderr.flush(); time.sleep(0.1)"

    with pytest.raises(UnavailableError) as caught:
        _run(chatter, tmp_path, watcher, Limits(memory_bytes=GIGABYTE, stall_s=1.0))

    assert caught.value.cause_code == "media-tool-stalled"
    assert watcher.checks >= 1


def test_memory_is_limited(tmp_path: Path, watcher: CalmWatcher) -> None:
    """A tool cannot take more memory than it is given."""
    script = "try:\n bytearray(900 << 20)\nexcept MemoryError:\n raise SystemExit('Cannot allocate memory')"

    _run(script, tmp_path, watcher, Limits(memory_bytes=2 * GIGABYTE))
    with pytest.raises(LimitError) as caught:
        _run(script, tmp_path, watcher, Limits(memory_bytes=GIGABYTE // 2))

    assert caught.value.cause_code == "media-needs-too-much-memory"


def test_processor_time_is_limited(tmp_path: Path, watcher: CalmWatcher) -> None:
    """A tool that computes without end is ended as too costly, not taken for a killed one."""
    with pytest.raises(LimitError) as caught:
        _run("while True: pass", tmp_path, watcher, Limits(memory_bytes=GIGABYTE, cpu_s=1))

    assert caught.value.cause_code == "media-too-costly"


def test_file_size_is_limited(tmp_path: Path, watcher: CalmWatcher) -> None:
    """A tool cannot fill the disk."""
    script = (
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL)\n"
        "with open('big', 'wb', buffering=0) as file:\n for _ in range(64): file.write(bytes(1 << 20))"
    )

    with pytest.raises(LimitError) as caught:
        _run(script, tmp_path, watcher, Limits(memory_bytes=GIGABYTE, file_bytes=8 << 20))

    assert caught.value.cause_code == "media-too-large"
    assert (tmp_path / "big").stat().st_size <= 8 << 20


def test_nothing_of_our_environment_is_seen(
    tmp_path: Path, watcher: CalmWatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Secrets in the worker's environment do not reach a tool that reads hostile files."""
    monkeypatch.setenv("SHELFREADY_S3_SECRET_KEY", "secret")

    complaints = _run("import os, sys; sys.stderr.write(' '.join(sorted(os.environ)))", tmp_path, watcher)

    assert set(complaints.first[0].split()) <= {"HOME", "LC_ALL", "LC_CTYPE", "TMPDIR"}


def test_a_killed_worker_leaves_no_orphan(tmp_path: Path) -> None:
    """When the worker is killed outright, the tool dies with it."""
    worker = (
        "import sys; from pathlib import Path\n"
        "from shelfready.adapters.audio.launching import Limits\n"
        "from shelfready.adapters.audio.outlets import Outlets\n"
        "from shelfready.adapters.audio.supervising import supervise\n"
        "from tests.fixtures.media import CalmWatcher\n"
        "with Outlets() as outlets:\n"
        f"    supervise([sys.executable, '-c', {ENDLESS!r}], outlets, CalmWatcher(), Limits({GIGABYTE}),"
        f" Path({str(tmp_path)!r}), blames_publisher=True)\n"
    )
    root = Path(__file__).parents[4]
    process = subprocess.Popen([sys.executable, "-c", worker], cwd=root, env={**os.environ, "PYTHONPATH": str(root)})
    pid_file = tmp_path / "pid"
    _wait_for(lambda: pid_file.exists() and pid_file.read_text() != "")
    tool = int(pid_file.read_text())
    assert not _is_gone(tool)

    process.send_signal(signal.SIGKILL)
    process.wait()

    _wait_for(lambda: _is_gone(tool))


def test_a_program_that_cannot_start_is_said(tmp_path: Path, watcher: CalmWatcher) -> None:
    """A program that is no program is our setting's fault."""
    (tmp_path / "ffmpeg").write_text("no program")
    command = [str(tmp_path / "ffmpeg")]
    with Outlets() as outlets, pytest.raises(UnavailableError) as caught:
        supervise(command, outlets, watcher, Limits(GIGABYTE), tmp_path, blames_publisher=True)

    assert caught.value.cause_code == "media-tool-missing"


def test_no_descriptor_is_left(tmp_path: Path, watcher: CalmWatcher) -> None:
    """A thousand tracks do not use up the worker's open files."""
    _run("pass", tmp_path, watcher)
    before = _descriptors()

    _run("pass", tmp_path, watcher)
    with pytest.raises(RejectedError):
        _run("raise SystemExit(1)", tmp_path, watcher)

    assert _descriptors() == before
