"""Reads what an EPUB says of itself, in a child process of its own."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from shelfready.adapters.sandbox import Limits, Subject, ask
from shelfready.errors import DefectError
from shelfready.media import EpubFacts
from shelfready.ports import Watcher

# Only the package's own documents are read, each of bounded size; most of the memory is lxml's trees of them.
_LIMITS = Limits(memory_bytes=1 << 30, cpu_s=60, wall_s=180)
_SUBJECT = Subject("EPUB", "epub")
_CHILD = "shelfready.adapters.epubs.reading"


@dataclass(frozen=True)
class EbookLibReader:
    """`EpubReader` by EbookLib. `scratch` is where children put their folders; the system's place if None."""

    scratch: Path | None = None

    def read(self, path: Path, watcher: Watcher) -> EpubFacts:
        """The book's facts, EPUBCheck's messages apart."""
        request = {"path": str(path.resolve())}
        found = ask(_CHILD, request, _LIMITS, _SUBJECT, scratch=self.scratch, check=watcher.check)
        try:
            return EpubFacts.model_validate(found)
        except ValidationError as error:
            raise DefectError("the EPUB's reader gave an answer that is none", cause_code="epub-answer") from error
