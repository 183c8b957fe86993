"""Our top-level names are common words; another package must not shadow them."""

from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["activities", "api", "cli", "shelfready", "workers", "workflows"])
def test_names_are_ours(name: str) -> None:
    """The package that is imported lies in this repository."""
    module = import_module(name)

    assert Path(str(module.__file__)).is_relative_to(ROOT)
