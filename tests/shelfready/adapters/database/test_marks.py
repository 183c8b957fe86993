"""Marks are many, and forgotten when their work is done."""

from collections.abc import Callable
from pathlib import Path

import pytest

from shelfready.adapters.database import open_marks
from shelfready.errors import UnavailableError

FILL = """
from shelfready.adapters.database import open_marks
from shelfready.errors import UnavailableError
try:
    with open_marks(root) as marks:
        marks.add(f"{number:064}" for number in range(1_000_000))
except UnavailableError as error:
    print(error.cause_code)
"""


def test_what_was_marked_is_found(tmp_path: Path) -> None:
    """Once or twice, one by one or together; and nothing else."""
    with open_marks(tmp_path) as marks:
        marks.add(["a", "b", "a"])
        marks.add([])
        marks.add(["b", "c' OR 1"])

        assert marks.having(["a", "c", "c' OR 1"]) == {"a", "c' OR 1"}
        assert marks.having([]) == frozenset()


def test_marks_are_many(tmp_path: Path) -> None:
    """More than fit in the memory that is set aside for them."""
    with open_marks(tmp_path) as marks:
        marks.add(f"{number:064}" for number in range(200_000))

        assert len(marks.having([f"{number:064}" for number in range(0, 400_000, 1000)])) == 200


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """As a scratch disk that cannot be used."""
    with pytest.raises(UnavailableError) as told, open_marks(tmp_path / "none"):
        pass

    assert told.value.cause_code == "scratch-unavailable"


def test_a_disk_that_is_full_is_told(on_small_disk: Callable[[str], str]) -> None:
    """By the cause that operators know."""
    assert on_small_disk(FILL) == "scratch-full"
