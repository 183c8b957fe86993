"""Makes what was planned: each thing once, whole, and read back before it counts."""

from dataclasses import dataclass
from pathlib import Path

from temporalio import activity

from activities.journal import Journal
from activities.scratch import Scratch
from activities.watching import ActivityWatcher
from shelfready.blobs import Blobs
from shelfready.described import described
from shelfready.errors import DefectError
from shelfready.plans import (
    AudiobookFileRecipe,
    AudioFormat,
    DocumentRecipe,
    Encode,
    HlsRecipe,
    Make,
    OriginalRecipe,
    PictureRecipe,
    Plan,
)
from shelfready.ports import AudiobookFile, AudioEncoder, AudioPacker, EncodeInput, PackedAudio, Pictures
from shelfready.releases import MadeFacts
from shelfready.renditions import RENDITIONS
from shelfready.timeline import context, frames_of, samples_after, samples_before
from shelfready.titles import Stage, SubmissionRef
from shelfready.values import Blob, Sha256, Value


class EncodeRequest(Value):
    """Encodings of a plan to be made, one after the other."""

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
        """Encode tracks. One that is made already, by whichever attempt, is not made again."""
        self.journal.begin(request.submission, Stage.ENCODE)
        plan = self.blobs.read_value(Plan, request.plan)
        for index in request.indices:
            encode = plan.encodes[index]
            if self.blobs.done(encode.key) is None:
                self._encode(request.submission, plan, encode)
            activity.heartbeat(index)

    @activity.defn(name="production.make", no_thread_cancel_exception=True)
    def make(self, request: MakeRequest) -> None:
        """Make one rendition, read it back, and store it."""
        self.journal.begin(request.submission, Stage.MAKE)
        plan = self.blobs.read_value(Plan, request.plan)
        make = plan.makes[request.index]
        if self.blobs.done(make.key) is None:
            watcher = self._watcher(request.submission, Stage.MAKE, make.rendition)
            self._make(plan, make, watcher)
            watcher.finish()
            self.journal.tell(request.submission, "made", rendition=make.rendition)

    def _encode(self, ref: SubmissionRef, plan: Plan, encode: Encode) -> None:
        span = plan.spans[encode.track]
        watcher = self._watcher(ref, Stage.ENCODE, f"{span.name} ({encode.format.key})")
        first_frame, end_frame = frames_of(plan.spans, encode.track)
        heard = context(plan.spans, encode.track)
        # The original at most, and a PCM copy's worth of head room: frames are far smaller than either.
        with self.scratch.folder(span.samples * 4) as folder:
            source, frames = folder / "track", folder / "frames.aac"
            self.blobs.download(span.sha256, source, watcher.moved)
            job = EncodeInput(
                path=source,
                kind=span.kind,
                start_sample=span.start_sample,
                samples=span.samples,
                first_frame=first_frame,
                end_frame=end_frame,
                before=samples_before(heard, self.blobs.read),
                after=samples_after(heard, self.blobs.read),
                is_last=encode.track == len(plan.spans) - 1,
                format=encode.format,
            )
            self.encoder.encode(job, frames, watcher)
            blob = self.blobs.put_file(frames, moved=watcher.moved)
        self.blobs.record(encode.key, {"frames.aac": blob})
        watcher.finish()
        self.journal.tell(ref, "encoded", track=encode.track + 1, of=len(plan.spans), format=encode.format.key)

    def _make(self, plan: Plan, make: Make, watcher: ActivityWatcher) -> None:
        with self.scratch.folder() as folder:
            match make.recipe:
                case HlsRecipe() as recipe:
                    facts = self._make_hls(plan, make, recipe, folder, watcher)
                case AudiobookFileRecipe() as recipe:
                    facts = self._make_audiobook(plan, make, recipe, folder, watcher)
                case PictureRecipe() as recipe:
                    facts = self._make_picture(make, recipe, folder)
                case OriginalRecipe() as recipe:
                    self._keep_original(make, recipe)
                    return
                case DocumentRecipe():
                    facts = self._write_document(plan, make, folder)
            made = sorted(path for path in (folder / "made").iterdir())
            outputs = {path.name: self.blobs.put_file(path, moved=watcher.moved) for path in made}
        self.blobs.record(make.key, outputs, facts)

    def _make_hls(self, plan: Plan, make: Make, recipe: HlsRecipe, folder: Path, watcher: ActivityWatcher) -> MadeFacts:
        frames, out = self._book(plan, recipe.format, folder, watcher), _out(folder)
        self.packer.pack_hls(frames, plan.total_samples, recipe.segment_s, out, watcher)
        frames.unlink()
        watcher.go_on(f"{make.rendition}, read back")
        found = self.packer.read_back(out / "index.m3u8", watcher)
        _must_match(plan, make, recipe.format, found)
        return _audio_facts(found)

    def _make_audiobook(
        self, plan: Plan, make: Make, recipe: AudiobookFileRecipe, folder: Path, watcher: ActivityWatcher
    ) -> MadeFacts:
        frames, into = self._book(plan, recipe.format, folder, watcher), _out(folder) / Path(make.path).name
        cover = None
        if recipe.cover is not None:
            original, cover = folder / "original-cover", folder / "cover.jpg"
            self.blobs.download(recipe.cover, original)
            self.pictures.reduce(original, COVER_IN_BOOK_PX, COVER_QUALITY, cover)
        self.packer.pack_audiobook(frames, _book_file(plan, cover), into, watcher)
        frames.unlink()
        watcher.go_on(f"{make.rendition}, read back")
        found = self.packer.read_back(into, watcher)
        _must_match(plan, make, recipe.format, found)
        wanted = len(plan.chapters.chapters) if plan.chapters else 0
        if found.chapters != wanted:
            raise _unlike_plan(make, f"{found.chapters} chapters", f"{wanted}")
        return _audio_facts(found)

    def _make_picture(self, make: Make, recipe: PictureRecipe, folder: Path) -> MadeFacts:
        original = folder / "original"
        self.blobs.download(recipe.original, original)
        into = _out(folder) / Path(make.path).name
        found = self.pictures.reduce(original, recipe.longest_side_px, recipe.quality, into)
        if self.pictures.read(into) != found or max(found.width_px, found.height_px) > recipe.longest_side_px:
            raise _unlike_plan(make, f"{found.width_px} x {found.height_px} px", f"at most {recipe.longest_side_px} px")
        return MadeFacts(width_px=found.width_px, height_px=found.height_px)

    def _keep_original(self, make: Make, recipe: OriginalRecipe) -> None:
        blob = Blob(sha256=recipe.original, size_bytes=recipe.size_bytes)
        self.blobs.record(make.key, {Path(make.path).name: blob}, MadeFacts())

    def _write_document(self, plan: Plan, make: Make, folder: Path) -> MadeFacts:
        render = RENDITIONS[make.rendition].render
        if render is None:
            raise DefectError(f"the rendition {make.rendition} has no writer", cause_code="rendition-without-writer")
        (_out(folder) / Path(make.path).name).write_bytes(render(described(plan, self.blobs)))
        return MadeFacts()

    def _book(self, plan: Plan, format: AudioFormat, folder: Path, watcher: ActivityWatcher) -> Path:
        """All frames of the book in one file: encodings made apart, laid end to end."""
        path = folder / "book.aac"
        with path.open("wb") as book:
            for encode in plan.encodes_in(format):
                done = self.blobs.done(encode.key)
                if done is None:
                    raise DefectError(
                        f"track {encode.track + 1} is not encoded as {format.key}; `retry` takes the drop in again",
                        cause_code="encoding-gone",
                    )
                for piece in self.blobs.stream(done.outputs["frames.aac"].sha256):
                    book.write(piece)
                    watcher.moved()
        # The packed file beside it, and a second copy while its index is moved to the front.
        self.scratch.require(path.stat().st_size * 2)
        return path

    def _watcher(self, ref: SubmissionRef, stage: Stage, part: str) -> ActivityWatcher:
        return ActivityWatcher(self.journal.catalogue, self.journal.clock, ref, stage, part)


COVER_IN_BOOK_PX = 1600
"""Longest side of the cover inside an M4B: sharp on a phone, and a small part of the file."""

COVER_QUALITY = 85


def _out(folder: Path) -> Path:
    out = folder / "made"
    out.mkdir()
    return out


def _book_file(plan: Plan, cover: Path | None) -> AudiobookFile:
    metadata = plan.metadata
    return AudiobookFile(
        samples=plan.total_samples,
        title=metadata.title,
        subtitle=metadata.subtitle,
        authors=metadata.authors,
        narrators=metadata.narrators,
        publisher=metadata.publisher,
        language=metadata.language,
        date=metadata.published_on.isoformat() if metadata.published_on else None,
        description=metadata.description,
        chapters=tuple(
            (chapter.title, chapter.start_sample, chapter.end_sample)
            for chapter in (plan.chapters.chapters if plan.chapters else ())
        ),
        cover=cover,
    )


def _audio_facts(found: PackedAudio) -> MadeFacts:
    return MadeFacts(samples=found.samples, duration_ms=found.duration_ms, chapters=found.chapters)


def _must_match(plan: Plan, make: Make, format: AudioFormat, found: PackedAudio) -> None:
    if found.samples != plan.total_samples:
        raise _unlike_plan(make, f"{found.samples:,} samples", f"{plan.total_samples:,}")
    if found.channels != format.channels:
        raise _unlike_plan(make, f"{found.channels} channels", f"{format.channels}")


def _unlike_plan(make: Make, found: str, planned: str) -> DefectError:
    return DefectError(
        f"{make.rendition} was made with {found} and planned with {planned}: it is not published; retry makes it anew, "
        "and if it says the same again the worker's ffmpeg is to be looked at",
        cause_code="made-unlike-plan",
    )
