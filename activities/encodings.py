"""Encodings in the store: made once for each piece and format, compared with the plan, laid end to end for packing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from activities.renewing import FRAMES, SIZES, Renewing
from activities.scratch import Scratch
from activities.track_sources import StoredTrack
from activities.watching import ActivityWatcher
from shelfready.asking import ask_all
from shelfready.batches import awaited
from shelfready.blobs import Blobs, Done
from shelfready.errors import DefectError
from shelfready.plans import AudioFormat, Encode, Piece, Plan, Span
from shelfready.ports import (
    AudioEncoder,
    BookFrames,
    Encoded,
    EncodedFacts,
    EncodeInput,
    EncodeTarget,
    FrameRun,
)
from shelfready.timeline import context, samples_after, samples_before

_SCRATCH_BYTES_PER_SAMPLE = 2
"""Room for a piece's encodings, and for the bytes of its source that are fetched: far less than its PCM."""


@dataclass(frozen=True)
class Encodings:
    """Makes encodings, and finds those that are made."""

    blobs: Blobs
    encoder: AudioEncoder
    scratch: Scratch

    def make(self, plan: Plan, piece: int, watcher: ActivityWatcher) -> tuple[AudioFormat, ...]:
        """Encode a piece into every format that is waited for and not there yet; answers these formats."""
        wanted = awaited(plan)
        encodes = [one for one in plan.encodes if one.piece == piece and one.format in wanted]
        done = self.blobs.done_of(encode.key for encode in encodes)
        to_do = [encode for encode in encodes if encode.key not in done]
        if to_do:
            self._make(plan, plan.pieces[piece], to_do, watcher)
        return tuple(encode.format for encode in to_do)

    def book(self, plan: Plan, format: AudioFormat) -> tuple[BookFrames, tuple[EncodedFacts, ...]]:
        """All frames of the book in a format, and what decoding each run of them found."""
        encodes = plan.encodes_in(format)
        done = self.blobs.done_of(encode.key for encode in encodes)
        gone = next((encode for encode in encodes if encode.key not in done), None)
        if gone is not None:
            raise _gone(plan, gone)
        records = [done[encode.key] for encode in encodes]
        found = [EncodedFacts.from_json(record.facts or "{}") for record in records]
        # A book may have thousands of them, and nothing is heard of the work meanwhile.
        tables = ask_all(self._sizes, records)
        runs = [
            self._run(record, facts, sizes, first_frame=encode.first_frame, origin_sample=encode.origin_sample)
            for encode, record, facts, sizes in zip(encodes, records, found, tables, strict=True)
        ]
        priming = found[0].priming_samples if format.is_copied and found else None
        frames = BookFrames(
            format=format,
            samples=plan.total_samples,
            priming_samples=format.priming_samples if priming is None else priming,
            runs=tuple(runs),
        )
        return frames, tuple(found)

    def track(self, span: Span, folder: Path, watcher: ActivityWatcher) -> StoredTrack:
        """A track's bytes, fetched into a folder as far as an encoder asks for them."""
        return StoredTrack(
            self.blobs,
            span.sha256,
            span.size_bytes,
            kind=span.kind,
            folder=folder,
            moved=watcher.moved,
            require=self.scratch.require,
        )

    def standing_alone(self, done: Done, format: AudioFormat, samples: int) -> BookFrames:
        """The frames of an encoding that is no part of the book's."""
        run = self._run(done, EncodedFacts.from_json(done.facts or "{}"), self._sizes(done))
        return BookFrames(format=format, samples=samples, priming_samples=format.priming_samples, runs=(run,))

    def keep(self, key: str, made: Encoded, moved: Callable[[], None]) -> Done:
        """Store an encoding, and write down that it is made."""
        outputs = {
            FRAMES: self.blobs.put_file(made.frames, moved=moved),
            SIZES: self.blobs.put_file(made.sizes, moved=moved),
        }
        return self.blobs.record(key, outputs, made.facts)

    def _make(self, plan: Plan, piece: Piece, to_do: list[Encode], watcher: ActivityWatcher) -> None:
        span = plan.spans[piece.track]
        room = min(span.size_bytes + (1 << 20), piece.samples * 8) + piece.samples * _SCRATCH_BYTES_PER_SAMPLE
        with self.scratch.folder(room) as folder:
            source = self.track(span, folder, watcher)
            copied = [encode for encode in to_do if encode.format.is_copied]
            for encode in copied:
                self.keep(encode.key, self.encoder.copy(source, encode.format, folder, watcher), watcher.moved)
            encodes = [encode for encode in to_do if not encode.format.is_copied]
            if encodes:
                job = self._job(plan, piece, span, source, encodes)
                bases = self.blobs.done_of(encode.base for encode in encodes if encode.base is not None)
                renewing = Renewing(self.blobs, self.encoder, folder, watcher)
                for encode, made in zip(encodes, renewing.encoded(job, encodes, bases), strict=True):
                    self.keep(encode.key, made, watcher.moved)

    def _job(self, plan: Plan, piece: Piece, span: Span, source: StoredTrack, encodes: list[Encode]) -> EncodeInput:
        heard = context(plan.spans, piece.track)
        return EncodeInput(
            source=source,
            sample_rate_hz=span.sample_rate_hz,
            decoded_samples=span.decoded_samples,
            track_samples=span.samples,
            offset_samples=piece.offset_samples,
            samples=piece.samples,
            padding_samples=piece.padding_samples,
            start_sample=piece.start_sample,
            before=samples_before(heard, self.blobs.read),
            after=samples_after(heard, self.blobs.read),
            is_last=piece.end_sample == plan.total_samples,
            gain_db=plan.sound.gain_db,
            targets=tuple(
                EncodeTarget(
                    format=encode.format,
                    first_frame=encode.first_frame,
                    end_frame=encode.end_frame,
                    origin_sample=encode.origin_sample,
                )
                for encode in encodes
            ),
        )

    def _sizes(self, done: Done) -> bytes:
        return self.blobs.read(done.outputs[SIZES].sha256)

    def _run(
        self, done: Done, facts: EncodedFacts, sizes: bytes, *, first_frame: int = 0, origin_sample: int = 0
    ) -> FrameRun:
        return FrameRun(
            first_frame=first_frame,
            end_frame=first_frame + facts.frames,
            origin_sample=origin_sample,
            sizes=sizes,
            stream=partial(self._stream, done.outputs[FRAMES].sha256),
        )

    def _stream(self, digest: str, start: int, end: int) -> Iterator[bytes]:
        return self.blobs.stream(digest, start, end)


def _gone(plan: Plan, encode: Encode) -> DefectError:
    track = plan.pieces[encode.piece].track + 1
    return DefectError(
        f"track {track} is not encoded as {encode.format.key}; `retry` takes the drop in again",
        cause_code="encoding-gone",
    )
