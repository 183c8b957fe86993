"""Folders for work in progress: private, bounded by the disk, gone when the work is."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from shelfready.errors import UnavailableError

RESERVE_BYTES = 256 * 1024 * 1024
"""Bytes of disk that are left to others."""


@dataclass(frozen=True)
class Scratch:
    """A folder on this machine's disk. Nothing in it outlives the activity that made it."""

    root: Path

    @contextmanager
    def folder(self, needed_bytes: int = 0) -> Iterator[Path]:
        """A fresh private folder. Too little room is `UnavailableError`: another worker may have more."""
        self.require(needed_bytes)
        with TemporaryDirectory(dir=self._home(), prefix="work-", ignore_cleanup_errors=True) as folder:
            yield Path(folder)

    def require(self, needed_bytes: int) -> None:
        """Raise `UnavailableError` unless the disk has room for so many bytes more."""
        free = shutil.disk_usage(self._home()).free
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
        dead = [home for home in self.root.iterdir() if home.name.isdigit() and not _lives(int(home.name))]
        for home in dead:
            shutil.rmtree(home, ignore_errors=True)
        return len(dead)

    def _home(self) -> Path:
        home = self.root / str(os.getpid())
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        return home


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
