"""A track's bytes in the store, for an encoder that asks for as much of them as it needs."""

from collections.abc import Callable, Iterator
from dataclasses import KW_ONLY, dataclass, field
from pathlib import Path
from threading import Lock

from shelfready.blobs import Blobs
from shelfready.errors import DefectError
from shelfready.ports.objects import nothing
from shelfready.values import Sha256


@dataclass(frozen=True)
class StoredTrack:
    """A `TrackSource` over the store; what is fetched whole lies in `folder`, which goes when the activity ends.

    `moved` is called whenever bytes have arrived, and may raise to call the work off; `require` before so many bytes
    are fetched as a file, and may raise when there is no room for them.

    A range cannot be hashed, because the name of an object is the hash of all of it. That is safe enough: an object was
    hashed when it was stored, a range that comes short is an error, and what is decoded from it is compared with
    what was measured from the whole file, sample by sample in number and in level.
    """

    blobs: Blobs
    sha256: Sha256
    size_bytes: int
    _: KW_ONLY
    kind: str
    folder: Path
    moved: Callable[[], None] = nothing
    require: Callable[[int], None] = lambda _bytes: None
    _alone: Lock = field(default_factory=Lock, init=False, repr=False, compare=False)

    def read(self, start: int, end: int) -> Iterator[bytes]:
        """The bytes from `start` up to, not including, `end`; what lies behind the track's end is not there to ask."""
        if not 0 <= start <= end <= self.size_bytes:
            raise DefectError(
                f"bytes {start:,} to {end:,} of a track that has {self.size_bytes:,}: ask within it",
                cause_code="bad-range",
            )
        position = start
        for piece in self.blobs.stream(self.sha256, start, end):
            position += len(piece)
            self.moved()
            yield piece
        if position != end:
            raise DefectError(
                f"the stored bytes of {self.sha256} end at {position:,}, and {self.size_bytes:,} were stored: the "
                "object is damaged, restore it from a backup",
                cause_code="stored-object-damaged",
            )

    def whole(self) -> Path:
        """All of it, as a file; hashed on the way, and fetched once."""
        path = self.folder / "track"
        with self._alone:  # an encoder may feed several pipes at a time
            if not path.exists():
                self.require(self.size_bytes)
                arriving = self.folder / "track.part"
                self.blobs.download(self.sha256, arriving, self.moved)
                arriving.rename(path)
        return path
