"""Makes what was planned: each thing once, whole, and read back before it counts."""

from dataclasses import dataclass
from pathlib import Path

from temporalio import activity

from activities.audio_files import AudioFiles
from activities.documents import Documents
from activities.encodings import Encodings
from activities.journal import Journal
from activities.scratch import Scratch
from activities.watching import ActivityWatcher
from shelfready.blobs import Blobs
from shelfready.plans import (
    AudiobookFileRecipe,
    ChapterFilesRecipe,
    DocumentRecipe,
    HlsRecipe,
    Make,
    OriginalRecipe,
    PackageRecipe,
    PictureRecipe,
    Plan,
    SampleRecipe,
    WaveformRecipe,
)
from shelfready.ports import AudioEncoder, AudioPacker, Pictures
from shelfready.releases import MadeFacts
from shelfready.titles import Stage, SubmissionRef
from shelfready.values import Blob, Sha256, Value


class EncodeRequest(Value):
    """Pieces of a plan to be encoded, one after the other, each into every format that it lacks."""

    submission: SubmissionRef
    plan: Sha256
    indices: tuple[int, ...]


class MakeRequest(Value):
    """A rendition of a plan to be made."""

    submission: SubmissionRef
    plan: Sha256
    index: int


@dataclass(frozen=True)
class Production:
    """The department that makes."""

    journal: Journal
    blobs: Blobs
    encoder: AudioEncoder
    packer: AudioPacker
    pictures: Pictures
    scratch: Scratch

    @activity.defn(name="production.encode", no_thread_cancel_exception=True)
    def encode(self, request: EncodeRequest) -> None:
        """Encode pieces of tracks. What is encoded already, by whichever attempt, is not encoded again."""
        self.journal.begin(request.submission, Stage.ENCODE)
        plan = self.blobs.read_value(Plan, request.plan)
        encodings = self._encodings()
        for index in request.indices:
            piece = plan.pieces[index]
            watcher = self._watcher(request.submission, Stage.ENCODE, plan.spans[piece.track].name)
            formats = encodings.make(plan, index, watcher)
            watcher.finish()
            activity.heartbeat(index)
            if formats:
                keys = [format.key for format in formats]
                self.journal.tell(
                    request.submission, "encoded", track=piece.track + 1, of=len(plan.spans), formats=keys
                )

    @activity.defn(name="production.make", no_thread_cancel_exception=True)
    def make(self, request: MakeRequest) -> None:
        """Make one rendition, read it back, and store it."""
        plan = self.blobs.read_value(Plan, request.plan)
        make = plan.makes[request.index]
        stage = Stage.MAKE if make.wave else Stage.ENCODE  # wave 0 is made beside the encodings
        self.journal.begin(request.submission, stage)
        if self.blobs.done(make.key) is None:
            watcher = self._watcher(request.submission, stage, make.rendition)
            self._make(plan, make, watcher)
            watcher.finish()
            self.journal.tell(request.submission, "made", rendition=make.rendition)

    def _make(self, plan: Plan, make: Make, watcher: ActivityWatcher) -> None:
        if isinstance(make.recipe, OriginalRecipe):
            blob = Blob(sha256=make.recipe.original, size_bytes=make.recipe.size_bytes)
            self.blobs.record(make.key, {Path(make.path).name: blob}, MadeFacts())
            return
        with self.scratch.folder() as folder:
            out = folder / "made"
            out.mkdir()
            facts = self._write(plan, make, out, watcher)
            outputs = {path.name: self.blobs.put_file(path, moved=watcher.moved) for path in sorted(out.iterdir())}
        self.blobs.record(make.key, outputs, facts)

    def _write(self, plan: Plan, make: Make, out: Path, watcher: ActivityWatcher) -> MadeFacts:
        """Write a rendition's files into a folder of their own."""
        heard, read = self._audio_files(), Documents(self.blobs, self.pictures, self.scratch)
        match make.recipe:
            case HlsRecipe() as recipe:
                return heard.hls(plan, make, recipe, out, watcher)
            case AudiobookFileRecipe() as recipe:
                return heard.audiobook(plan, make, recipe, out, watcher)
            case ChapterFilesRecipe() as recipe:
                return heard.chapter_files(plan, make, recipe, out, watcher)
            case SampleRecipe() as recipe:
                return heard.sample(plan, make, recipe, out, watcher)
            case WaveformRecipe() as recipe:
                return read.waveform(plan, make, recipe, out)
            case PictureRecipe() as recipe:
                return read.picture(make, recipe, out)
            case PackageRecipe() as recipe:
                return read.package(plan, make, recipe, out, watcher)
            case DocumentRecipe():
                return read.document(plan, make, out)
            case OriginalRecipe():
                return MadeFacts()

    def _encodings(self) -> Encodings:
        return Encodings(self.blobs, self.encoder, self.scratch)

    def _audio_files(self) -> AudioFiles:
        return AudioFiles(self.blobs, self.encoder, self.packer, self.pictures, self.scratch, self._encodings())

    def _watcher(self, ref: SubmissionRef, stage: Stage, part: str) -> ActivityWatcher:
        return ActivityWatcher(self.journal.catalogue, self.journal.clock, ref, stage, part)
