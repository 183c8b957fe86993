"""Reads and reduces pictures with Pillow, in a child process of its own for each.

A child costs about 90 ms, a cover is read once and reduced to a few sizes: that is the price of a decoder's defect
costing one title and not a worker.
"""

from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from pydantic import ValidationError

from shelfready.adapters.sandbox import Limits, Subject, ask
from shelfready.errors import DefectError
from shelfready.media import ImageFacts

# The largest picture that is let in takes 400 MB decoded, and as much again while its colours are converted.
_LIMITS = Limits(memory_bytes=2 << 30, cpu_s=60, wall_s=180, file_bytes=64 << 20)
_SUBJECT = Subject("picture", "image")
_CHILD = "shelfready.adapters.images.decoding"
_DRAWING_CHILD = "shelfready.adapters.images.drawing"


@dataclass(frozen=True)
class PillowPictures:
    """`Pictures` by Pillow. `scratch` is where children put their folders; the system's place if None."""

    scratch: Path | None = None

    def read(self, path: Path) -> ImageFacts:
        """What the picture is: as it is seen, so with its sides turned as its EXIF orientation says."""
        return self._ask({"do": "read", "path": str(path.resolve())})

    def reduce(self, path: Path, longest_side_px: int, quality: int, into: Path) -> ImageFacts:
        """Write an sRGB JPEG without metadata; the same picture always gives the same bytes."""
        return self._ask(
            {
                "do": "reduce",
                "path": str(path.resolve()),
                "longest_side_px": longest_side_px,
                "quality": quality,
                "into": str(into.resolve()),
            }
        )

    def draw_peaks(self, peaks: bytes, into: Path) -> ImageFacts:
        """Draw a waveform as PNG, wide and low, that can be seen on light and on dark."""
        with NamedTemporaryFile(dir=self.scratch, prefix="peaks-") as file:
            file.write(peaks)
            file.flush()
            return self._ask({"peaks": file.name, "into": str(into.resolve())}, child=_DRAWING_CHILD)

    def _ask(self, request: dict[str, str | int], child: str = _CHILD) -> ImageFacts:
        try:
            return ImageFacts.model_validate(ask(child, request, _LIMITS, _SUBJECT, scratch=self.scratch))
        except ValidationError as error:
            raise DefectError("the picture's reader gave an answer that is none", cause_code="image-answer") from error
