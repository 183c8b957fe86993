"""Finds out everything about one file of a title, whatever its role: the same for a worker and for `check`."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from shelfready.errors import LimitError, RejectedError
from shelfready.media import EpubFacts
from shelfready.ports import AudioReader, EpubChecker, EpubReader, Pictures, Watcher
from shelfready.sniffing import HEAD_BYTES, sniff
from shelfready.titles import Asset, AssetFacts, Role


@dataclass(frozen=True)
class Measurement:
    """The facts of an asset, and what is kept beside them.

    Of a track, `head`, `tail` and `waveform` (see `ports.MeasuredAudio`); of an EPUB its `cover`, if it can be shown.
    """

    facts: AssetFacts
    pieces: dict[str, bytes]


@dataclass(frozen=True)
class Instruments:
    """What measures."""

    audio: AudioReader
    epubs: EpubReader
    epub_checker: EpubChecker
    pictures: Pictures

    def measure(self, asset: Asset, path: Path, watcher: Watcher) -> Measurement:
        """Measure a file. What is wrong with it is a fact of it, and a rule's business: it never fails for that.

        `LimitError` is a fact of our limits and not of the file, and is raised; so is what may work later.
        """
        with path.open("rb") as file:
            kind = sniff(file.read(HEAD_BYTES))
        facts = AssetFacts(asset=asset, kind=kind)
        try:
            return self._read(facts, path, watcher)
        except LimitError:
            raise
        except RejectedError as error:
            return Measurement(facts.model_copy(update={"problem": error.message}), {})

    def _read(self, facts: AssetFacts, path: Path, watcher: Watcher) -> Measurement:
        match facts.asset.role:
            case Role.TRACK if facts.kind is not None:
                measured = self.audio.measure(path, facts.kind, watcher)
                pieces = {"head": measured.head, "tail": measured.tail, "waveform": measured.waveform}
                return Measurement(facts.model_copy(update={"audio": measured.facts}), pieces)
            case Role.EPUB:
                book = self.epubs.read(path, watcher)
                messages = self.epub_checker.check(path, watcher)
                read = book.facts.model_copy(update={"messages": messages})
                pieces = {"cover": book.cover} if self._is_picture(book.cover) else {}
                return Measurement(facts.model_copy(update={"epub": read}), pieces)
            case Role.COVER:
                return Measurement(facts.model_copy(update={"image": self.pictures.read(path)}), {})
            case Role.SUPPLEMENT if facts.kind == "epub":
                # Nobody reads it here, but its table of contents tells an audiobook's chapters.
                return Measurement(facts.model_copy(update={"epub": self._contents(path, watcher)}), {})
            case _:
                return Measurement(facts, {})

    def _contents(self, path: Path, watcher: Watcher) -> EpubFacts | None:
        """What a book that only comes along says of itself; nothing, if it is broken: no rule is about it."""
        try:
            return self.epubs.read(path, watcher).facts
        except LimitError:
            raise
        except RejectedError:
            return None

    def _is_picture(self, cover: bytes) -> bool:
        """Whether a cover out of an EPUB can stand in for one that was not delivered.

        It is decoded here, so that nothing fails later for a picture that nobody sent. An SVG cannot; of a damaged one
        EPUBCheck tells.
        """
        if not cover:
            return False
        with NamedTemporaryFile(prefix="cover-") as file:
            file.write(cover)
            file.flush()
            try:
                self.pictures.read(Path(file.name))
            except RejectedError:
                return False
        return True
