"""What the tests of EPUBs share."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from shelfready.adapters.epubs import open_epub_checker
from shelfready.adapters.epubs.checker import EpubCheckChecker
from tests.shelfready.adapters.epubs.binding import bind

SHARED = Path(__file__).parents[5] / "shared" / "data" / "epub"


class Patient:
    """A watcher that waits for ever."""

    def progress(self, done: float, *, speed: float | None = None) -> None:
        """Nothing."""

    def moved(self) -> None:
        """It goes on."""
        self.check()

    def check(self) -> None:
        """Nothing."""


@pytest.fixture
def patient() -> Patient:
    """A watcher."""
    return Patient()


@pytest.fixture
def book(tmp_path: Path) -> Callable[[Mapping[str, str | bytes | None]], Path]:
    """Writes a book with some files changed, under a name that says nothing."""

    def to_disk(changes: Mapping[str, str | bytes | None]) -> Path:
        path = tmp_path / "original"
        path.write_bytes(bind(changes))
        return path

    return to_disk


@pytest.fixture(scope="session")
def shared_epubs() -> Path:
    """The EPUBs that others made."""
    if not SHARED.is_dir():
        pytest.skip("the shared test material (../shared/data) is not here")
    return SHARED


@pytest.fixture(scope="session")
def java_folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the warm EPUBCheck has its folder."""
    return tmp_path_factory.mktemp("javas")


@pytest.fixture(scope="session")
def checker(java_folders: Path) -> Iterator[EpubCheckChecker]:
    """One warm EPUBCheck for all: it takes seconds to start."""
    with open_epub_checker(scratch=java_folders, most_javas=1) as opened:
        yield opened
