"""Ports of books and pictures."""

from pathlib import Path
from typing import Protocol

from shelfready.media import EpubFacts, EpubMessage, ImageFacts
from shelfready.ports.watching import Watcher
from shelfready.values import Value


class ReadEpub(Value):
    """What a book says of itself, and the picture that it calls its cover, as it lies in it; empty for none."""

    facts: EpubFacts
    cover: bytes = b""


class EpubReader(Protocol):
    """Reads EPUBs that may be hostile."""

    def read(self, path: Path, watcher: Watcher) -> ReadEpub:
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

    def draw_peaks(self, peaks: bytes, into: Path) -> ImageFacts:
        """Draw a waveform as PNG, 1800 x 280 px, transparent behind; `peaks` are pairs as in `MeasuredAudio`."""
