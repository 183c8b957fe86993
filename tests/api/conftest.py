"""Fixtures of the API's tests."""

from pathlib import Path

import pytest

from shelfready.adapters.database import migrate
from tests.api.house import House, copied


@pytest.fixture
def anyio_backend() -> str:
    """The API runs on asyncio."""
    return "asyncio"


@pytest.fixture(scope="session")
def empty_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue with tables and nothing in them, made once and then copied."""
    path = tmp_path_factory.mktemp("template") / "catalogue.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def house(empty_catalogue: Path, tmp_path: Path) -> House:
    """An API of its own for each test."""
    return copied(empty_catalogue, tmp_path / "house")
