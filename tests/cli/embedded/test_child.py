"""One process of the embedded system."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from cli.embedded.child import Child, tail

_STARTER = """
import asyncio, os, sys
from pathlib import Path
from cli.embedded.child import Child

async def main():
    child = await Child.start((sys.executable, "-c", sys.argv[1]), os.environ, Path(sys.argv[2]))
    print(child.pid, flush=True)
    await child.ended()

asyncio.run(main())
"""
_STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("here", flush=True)
time.sleep(600)
"""


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait for something that must become so."""
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError(f"never: {what}")


async def start(code: str, log: Path) -> Child:
    """A child that runs some Python."""
    return await Child.start((sys.executable, "-c", code), os.environ, log)


async def test_output_goes_to_the_log(tmp_path: Path) -> None:
    """Both streams are kept, after what was there before."""
    log = tmp_path / "part.log"
    log.write_text("before\n")

    child = await start("import sys; print('out', flush=True); print('err', file=sys.stderr); sys.exit(7)", log)

    assert await child.ended() == 7
    assert child.exit_code == 7
    assert tail(log) == ["before", "out", "err"]


async def test_a_child_leads_its_own_session(tmp_path: Path) -> None:
    """Ctrl-C in the terminal does not reach it."""
    child = await start("import time; time.sleep(600)", tmp_path / "log")

    assert os.getsid(child.pid) == child.pid
    await child.stop(10)


async def test_stopping_asks_first(tmp_path: Path) -> None:
    """SIGTERM comes first, and the child may end in its own way."""
    code = """
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: sys.exit(5))
print("here", flush=True)
time.sleep(600)
"""
    log = tmp_path / "log"
    child = await start(code, log)
    until(lambda: tail(log) == ["here"], "it runs")

    await child.stop(60)

    assert child.exit_code == 5


async def test_who_does_not_hear_is_ended(tmp_path: Path) -> None:
    """After its grace the child is killed, and with it what it started in its group."""
    log = tmp_path / "log"
    code = f"""
import subprocess, sys
inner = subprocess.Popen([sys.executable, "-c", {_STUBBORN!r}])
print(inner.pid, flush=True)
{_STUBBORN}
"""
    child = await start(code, log)
    until(lambda: len(tail(log)) == 3, "both run")
    inner = int(next(line for line in tail(log) if line.isdigit()))

    await child.stop(0.1)

    assert child.exit_code == -signal.SIGKILL
    until(lambda: not is_alive(inner), "the grandchild is gone")


async def test_a_child_that_ended_can_be_stopped(tmp_path: Path) -> None:
    """Stopping what has ended changes nothing."""
    child = await start("", tmp_path / "log")
    await child.ended()

    await child.stop(10)

    assert child.exit_code == 0


def test_a_killed_starter_leaves_no_orphan(tmp_path: Path) -> None:
    """When the starter is ended by SIGKILL, the kernel ends its child, even one that hears no signal."""
    starter = subprocess.Popen(
        [sys.executable, "-c", _STARTER, _STUBBORN, str(tmp_path / "log")], stdout=subprocess.PIPE, text=True
    )
    assert starter.stdout is not None
    child = int(starter.stdout.readline())
    until(lambda: tail(tmp_path / "log") == ["here"], "the child runs")
    assert is_alive(child)

    starter.kill()
    starter.communicate()

    until(lambda: not is_alive(child), "the child is gone")


def test_a_child_does_not_begin_without_its_starter(tmp_path: Path) -> None:
    """Between fork and exec the starter may have ended: then the program is never run."""
    tether = Path("cli/embedded/tether.py").resolve()
    made = tmp_path / "made"
    not_my_parent = 1 if os.getpid() != 1 else 2

    done = subprocess.run(
        [sys.executable, "-I", "-S", str(tether), str(not_my_parent), "touch", str(made)],
        capture_output=True,
        check=False,
        text=True,
    )

    assert done.returncode == 1
    assert "ended before" in done.stderr
    assert not made.exists()


def test_the_end_of_a_log_is_its_last_lines(tmp_path: Path) -> None:
    """However long the log, a few lines are shown; none of a log that is not there."""
    log = tmp_path / "log"
    log.write_text("".join(f"line {number}\n" for number in range(100_000)))

    assert tail(log, lines=2) == ["line 99998", "line 99999"]
    assert tail(tmp_path / "none") == []
