"""Folders for work in progress: private, bounded by the disk, gone when the work is."""

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from shelfready.errors import ShelfreadyError, UnavailableError

RESERVE_BYTES = 256 * 1024 * 1024
"""Bytes of disk that are left to others."""

_FULL = ("scratch-full", "free some room, or set SHELFREADY_SCRATCH to a larger disk")
_BROKEN = ("scratch-unavailable", "look after the disk")
_TROUBLES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,
    errno.EIO: _BROKEN,
    errno.EROFS: _BROKEN,
}

_HOME = re.compile(r"(?P<pid>\d+)-\d+-[0-9a-f-]{36}")


@dataclass(frozen=True)
class Scratch:
    """A folder on this machine's disk. Nothing in it outlives the activity that made it.

    Each process has a home of its own in it, named so that no other process, not even one that gets the same number
    after a restart, is taken for the one that made it.
    """

    root: Path

    @contextmanager
    def folder(self, needed_bytes: int = 0) -> Iterator[Path]:
        """A fresh private folder. Too little room is `UnavailableError`: another worker may have more.

        So is a disk that fills, or fails, while the block writes to it: whoever was at work there, it is no fault of
        the title, which is tried again elsewhere.
        """
        with _disk_troubles():
            self.require(needed_bytes)
            with TemporaryDirectory(dir=self.home(), prefix="work-", ignore_cleanup_errors=True) as folder:
                yield Path(folder)

    def require(self, needed_bytes: int) -> None:
        """Raise `UnavailableError` unless the disk has room for so many bytes more."""
        free = shutil.disk_usage(self.home()).free
        if free < needed_bytes + RESERVE_BYTES:
            raise UnavailableError(
                f"the scratch disk has {free:,} bytes free and the work needs {needed_bytes:,} and {RESERVE_BYTES:,} "
                "in reserve: free some room, or set SHELFREADY_SCRATCH to a larger disk",
                cause_code="scratch-full",
            )

    def sweep(self) -> int:
        """Remove what workers that no longer live have left; answers the number of workers cleaned up after."""
        if not self.root.is_dir():
            return 0
        dead = [home for home in self.root.iterdir() if _is_dead(home.name)]
        for home in dead:
            shutil.rmtree(home, ignore_errors=True)
        return len(dead)

    def home(self) -> Path:
        """This process's own folder, made if need be: what is left in it is swept when the process is gone."""
        home = self.root / _identity(os.getpid())
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        return home


@contextmanager
def _disk_troubles() -> Iterator[None]:
    """Say what the scratch disk refused in our words. Other errors of the system are somebody's defect, and stay so."""
    try:
        yield
    except ShelfreadyError:
        raise  # UnavailableError is an OSError too, and has been translated already
    except OSError as error:
        if error.errno not in _TROUBLES:
            raise
        code, remedy = _TROUBLES[error.errno]
        raise UnavailableError(
            f"the scratch disk answered {error.strerror}: {remedy}; the work is begun anew, here or elsewhere",
            cause_code=code,
        ) from error


def _is_dead(name: str) -> bool:
    home = _HOME.fullmatch(name)
    try:
        return home is not None and _identity(int(home["pid"])) != name
    except (FileNotFoundError, ProcessLookupError):
        return True


def _identity(pid: int) -> str:
    """What no other process is ever called: its number, when it started (in ticks since the boot), and which boot."""
    stat = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    # 22: starttime. The second field is the program's name in parentheses and may hold anything, also parentheses.
    started = stat.rpartition(")")[2].split()[22 - 3]
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return f"{pid}-{started}-{boot}"
