"""Ports of books and pictures."""

from pathlib import Path
from typing import Protocol

from shelfready.media import EpubFacts, EpubMessage, ImageFacts
from shelfready.ports.watching import Watcher


class EpubReader(Protocol):
    """Reads EPUBs that may be hostile."""

    def read(self, path: Path, watcher: Watcher) -> EpubFacts:
        """What the book says of itself; `RejectedError` when it cannot be opened as an EPUB."""


class EpubChecker(Protocol):
    """The trade's own validator."""

    def check(self, path: Path, watcher: Watcher) -> tuple[EpubMessage, ...]:
        """EPUBCheck's messages about a book."""


class Pictures(Protocol):
    """Reads and reduces pictures that may be hostile."""

    def read(self, path: Path) -> ImageFacts:
        """What the picture is; `RejectedError` when it is none, or too large to decode."""

    def reduce(self, path: Path, longest_side_px: int, quality: int, into: Path) -> ImageFacts:
        """Write an sRGB JPEG without metadata, no larger than asked and never enlarged."""
