"""Encodes pieces; of those that only have other neighbours than before, only the ends (`shelfready.renewing`)."""

import sys
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from shelfready.blobs import Blobs, Done
from shelfready.plans import Encode
from shelfready.ports import AudioEncoder, Encoded, EncodedFacts, EncodeInput, EncodeTarget, Watcher
from shelfready.renewing import renewed_frames

FRAMES, SIZES = "frames", "sizes"
"""The outputs of an encoding: raw frames one after the other, and the size of each."""

_SIZE_BYTES = 2


@dataclass(frozen=True)
class Renewing:
    """Makes the encodings of one piece in a folder of its own."""

    blobs: Blobs
    encoder: AudioEncoder
    folder: Path
    watcher: Watcher

    def encoded(self, job: EncodeInput, encodes: Sequence[Encode], bases: Mapping[str, Done]) -> tuple[Encoded, ...]:
        """The encodings, in order; `bases` are those of their bases that the store has. `job` has a target for each."""
        found: dict[str, Encoded] = {}
        numbered = sorted(range(len(encodes)), key=lambda index: _ends_of(encodes[index], bases))
        for ends, group in groupby(numbered, key=lambda index: _ends_of(encodes[index], bases)):
            indexes = list(group)
            of = [encodes[index] for index in indexes]
            part = replace(job, targets=tuple(job.targets[index] for index in indexes))
            made = (
                self._renewed(part, of, ends, bases) if ends else self.encoder.encode(part, self.folder, self.watcher)
            )
            found |= {encode.key: one for encode, one in zip(of, made, strict=True)}
        return tuple(found[encode.key] for encode in encodes)

    def _renewed(
        self, job: EncodeInput, encodes: Sequence[Encode], ends: tuple[str, ...], bases: Mapping[str, Done]
    ) -> Iterator[Encoded]:
        made = {end: self._end(job, end) for end in ends}
        for index, encode in enumerate(encodes):
            base = bases[encode.base or ""]
            head, tail = (made[end][index] if end in made else None for end in ("head", "tail"))
            yield self._joined(encode, base, head, tail)

    def _end(self, job: EncodeInput, end: str) -> tuple[Encoded, ...]:
        """The frames at one end of a piece, as they are among their new neighbours."""
        folder = self.folder / end
        folder.mkdir()
        targets = tuple(_narrowed(target, end) for target in job.targets)
        return self.encoder.encode(replace(job, targets=targets), folder, self.watcher)

    def _joined(self, encode: Encode, base: Done, head: Encoded | None, tail: Encoded | None) -> Encoded:
        sizes = self.blobs.read(base.outputs[SIZES].sha256)
        first = head.facts.frames if head else 0
        last = encode.end_frame - encode.first_frame - (tail.facts.frames if tail else 0)
        kept = sizes[first * _SIZE_BYTES : last * _SIZE_BYTES]
        start = _bytes_of(sizes[: first * _SIZE_BYTES])
        frames, table = (self.folder / f"{encode.format.key}.renewed.{kind}" for kind in (FRAMES, SIZES))
        with frames.open("wb") as into:
            into.write(head.frames.read_bytes() if head else b"")
            for piece in self.blobs.stream(base.outputs[FRAMES].sha256, start, start + _bytes_of(kept)):
                into.write(piece)
                self.watcher.moved()
            into.write(tail.frames.read_bytes() if tail else b"")
        table.write_bytes(
            b"".join((head.sizes.read_bytes() if head else b"", kept, tail.sizes.read_bytes() if tail else b""))
        )
        # What was heard of the ends was held against their length; of the whole, three seconds change nothing.
        return Encoded(encode.format, frames, table, EncodedFacts.from_json(base.facts or "{}"))


def _ends_of(encode: Encode, bases: Mapping[str, Done]) -> tuple[str, ...]:
    """Which ends are to be encoded; none of an encoding that is made as a whole."""
    return encode.renews if encode.base in bases else ()


def _narrowed(target: EncodeTarget, end: str) -> EncodeTarget:
    frames = renewed_frames(target.format)
    if end == "head":
        return target.model_copy(update={"end_frame": target.first_frame + frames})
    return target.model_copy(update={"first_frame": target.end_frame - frames})


def _bytes_of(sizes: bytes) -> int:
    numbers = array("H", sizes)
    if sys.byteorder == "big":
        numbers.byteswap()
    return sum(numbers)
