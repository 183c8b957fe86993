"""Reads what an EPUB says of itself, in a child process of its own."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import ValidationError

from shelfready.adapters.epubs.cover import MOST_COVER_BYTES
from shelfready.adapters.sandbox import Limits, Subject, ask
from shelfready.errors import DefectError
from shelfready.media import EpubFacts
from shelfready.ports import ReadEpub, Watcher

# Only the package's own documents are read, each of bounded size; most of the memory is lxml's trees of them.
_LIMITS = Limits(memory_bytes=1 << 30, cpu_s=60, wall_s=180, file_bytes=MOST_COVER_BYTES)
_SUBJECT = Subject("EPUB", "epub")
_CHILD = "shelfready.adapters.epubs.reading"


@dataclass(frozen=True)
class EbookLibReader:
    """`EpubReader` by EbookLib. `scratch` is where children put their folders; the system's place if None."""

    scratch: Path | None = None

    def read(self, path: Path, watcher: Watcher) -> ReadEpub:
        """The book's facts, EPUBCheck's messages apart, and the picture on its cover."""
        with TemporaryDirectory(dir=self.scratch, prefix="epub-") as folder:
            cover = Path(folder, "cover")
            request = {"path": str(path.resolve()), "cover_into": str(cover.resolve())}
            found = ask(_CHILD, request, _LIMITS, _SUBJECT, scratch=self.scratch, check=watcher.check)
            # Only a file of its own: a child that was taken over could leave a link to one of ours.
            picture = cover.read_bytes() if cover.is_file() and not cover.is_symlink() else b""
        try:
            return ReadEpub(facts=EpubFacts.model_validate(found), cover=picture)
        except ValidationError as error:
            raise DefectError("the EPUB's reader gave an answer that is none", cause_code="epub-answer") from error
