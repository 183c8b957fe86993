"""Folders for work in progress: private, bounded, and gone."""

import os
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


def test_what_dead_workers_left_is_swept(tmp_path: Path) -> None:
    """Folders of processes that live stay; those of processes that do not go."""
    dead = next(pid for pid in range(4_000_000, 4_194_304) if not Path(f"/proc/{pid}").exists())
    for pid in (dead, os.getpid()):
        (tmp_path / str(pid) / "work-1").mkdir(parents=True)

    assert Scratch(tmp_path).sweep() == 1
    assert [folder.name for folder in tmp_path.iterdir()] == [str(os.getpid())]
