"""Packs encodings into what listeners open; each file is read back before it counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from activities.comparing import facts_of, heard_as, must_match, must_sound_alike, unlike_plan
from activities.encodings import Encodings
from activities.scratch import Scratch
from activities.watching import ActivityWatcher
from shelfready.blobs import Blobs, Done
from shelfready.chapters import Chapter
from shelfready.plans import (
    AudiobookFileRecipe,
    AudioFormat,
    ChapterFilesRecipe,
    HlsRecipe,
    Make,
    Plan,
    SampleRecipe,
    Span,
)
from shelfready.ports import (
    AudiobookFile,
    AudioEncoder,
    AudioPacker,
    BookFrames,
    EncodedFacts,
    Excerpt,
    FrameRun,
    Pictures,
    Sample,
)
from shelfready.recipe_keys import COVER_IN_BOOK_PX, COVER_QUALITY, cover_key, cut_key
from shelfready.releases import MadeFacts


@dataclass(frozen=True)
class AudioFiles:
    """Makes the renditions that are heard."""

    blobs: Blobs
    encoder: AudioEncoder
    packer: AudioPacker
    pictures: Pictures
    scratch: Scratch
    encodings: Encodings

    def hls(self, plan: Plan, make: Make, recipe: HlsRecipe, out: Path, watcher: ActivityWatcher) -> MadeFacts:
        """A rung: `audio.mp4` and its playlist."""
        frames, heard = self._book(plan, make, recipe.format)
        packed = self.packer.pack_hls(frames, recipe.segment_s, out, watcher)
        found = self.packer.read_back(out / "index.m3u8", watcher)
        must_match(make, recipe.format, found, samples=plan.total_samples, frames=packed)
        return facts_of(found, heard, plan)

    def audiobook(
        self, plan: Plan, make: Make, recipe: AudiobookFileRecipe, out: Path, watcher: ActivityWatcher
    ) -> MadeFacts:
        """The whole book in one file."""
        frames, heard = self._book(plan, make, recipe.format)
        cover = None
        if recipe.cover is not None:
            cover = out.parent / "cover.jpg"
            self._reduced_cover(recipe.cover, cover)
        into = out / Path(make.path).name
        chapters = plan.chapters.chapters if plan.chapters else ()
        packed = self.packer.pack_audiobook(frames, _book_file(plan, chapters, cover), into, watcher)
        found = self.packer.read_back(into, watcher)
        must_match(make, recipe.format, found, samples=plan.total_samples, frames=packed)
        if found.chapters != len(chapters):
            raise unlike_plan(make, f"{found.chapters} chapters", f"{len(chapters)}")
        return facts_of(found, heard, plan)

    def chapter_files(
        self, plan: Plan, make: Make, recipe: ChapterFilesRecipe, out: Path, watcher: ActivityWatcher
    ) -> MadeFacts:
        """A file for each chapter."""
        frames, heard = self._book(plan, make, recipe.format)
        chapters = plan.chapters.chapters if plan.chapters else ()
        digits = max(3, len(str(len(chapters))))
        durations: dict[str, int] = {}
        for number, chapter in enumerate(chapters, 1):
            into = out / f"{number:0{digits}}.m4a"
            stretch = (chapter.start_sample, chapter.end_sample)
            file = _chapter_file(plan, chapter, (number, len(chapters)))
            packed = self.packer.pack_stretch(frames, stretch, file, into, watcher)
            found = self.packer.read_back(into, watcher)
            must_match(make, recipe.format, found, samples=stretch[1] - stretch[0], frames=packed)
            durations[into.name] = found.duration_ms
            watcher.moved()  # a file of some minutes is too short for its packing to be told by itself
        loudness, share = heard_as(heard, plan)
        return MadeFacts(
            samples=plan.total_samples, integrated_lufs=loudness, silent_share=share, durations_ms=durations
        )

    def sample(self, plan: Plan, make: Make, recipe: SampleRecipe, out: Path, watcher: ActivityWatcher) -> MadeFacts:
        """A stretch to try the book by."""
        into = out / Path(make.path).name
        file = AudiobookFile(
            title=plan.metadata.title,
            album=plan.metadata.title,
            authors=plan.metadata.authors,
            narrators=plan.metadata.narrators,
            language=plan.metadata.language,
        )
        # Padding between tracks keeps the book in its grid; a sample has a grid of its own.
        samples = sum(last - first for _, first, last in _stretches(plan, recipe))
        frames = self.encodings.standing_alone(
            self._cut_once(plan, recipe, out.parent, watcher), recipe.format, samples
        )
        packed = self.packer.pack_stretch(frames, (0, samples), file, into, watcher)
        found = self.packer.read_back(into, watcher)
        must_match(make, recipe.format, found, samples=samples, frames=packed)
        return MadeFacts(samples=found.samples, duration_ms=found.duration_ms)

    def _book(self, plan: Plan, make: Make, format: AudioFormat) -> tuple[BookFrames, tuple[EncodedFacts, ...]]:
        """The book's frames, after making sure that they sound as was planned, and that there is room to pack them."""
        frames, heard = self.encodings.book(plan, format)
        self.scratch.require(sum(_bytes_of(run) for run in frames.runs))
        must_sound_alike(make, plan, format, heard)
        return frames, heard

    def _reduced_cover(self, original: str, into: Path) -> None:
        """The cover as it lies in an M4B; reduced once, however often the book's metadata change."""
        key = cover_key(original)
        done = self.blobs.done(key)
        if done is None:
            source = into.with_name("original-cover")
            self.blobs.download(original, source)
            self.pictures.reduce(source, COVER_IN_BOOK_PX, COVER_QUALITY, into)
            self.blobs.record(key, {"cover.jpg": self.blobs.put_file(into)})
        else:
            self.blobs.download(done.outputs["cover.jpg"].sha256, into)

    def _cut_once(self, plan: Plan, recipe: SampleRecipe, folder: Path, watcher: ActivityWatcher) -> Done:
        """The sample's frames; encoded once, however often the book's metadata change."""
        key = cut_key(plan, recipe)
        done = self.blobs.done(key)
        if done is None:
            encoded = self.encoder.cut(self._cut(plan, recipe, folder, watcher), folder, watcher)
            done = self.encodings.keep(key, encoded, watcher.moved)
        return done

    def _cut(self, plan: Plan, recipe: SampleRecipe, folder: Path, watcher: ActivityWatcher) -> Sample:
        excerpts: list[Excerpt] = []
        for span, first, last in _stretches(plan, recipe):
            place = folder / f"track-{span.track}"
            place.mkdir()
            excerpts.append(
                Excerpt(
                    source=self.encodings.track(span, place, watcher),
                    sample_rate_hz=span.sample_rate_hz,
                    decoded_samples=span.decoded_samples,
                    track_samples=span.samples,
                    offset_samples=first - span.start_sample,
                    samples=last - first,
                )
            )
        return Sample(
            excerpts=tuple(excerpts),
            gain_db=recipe.gain_db,
            fade_in_ms=recipe.fade_in_ms,
            fade_out_ms=recipe.fade_out_ms,
            format=recipe.format,
        )


def _stretches(plan: Plan, recipe: SampleRecipe) -> Iterator[tuple[Span, int, int]]:
    """What a sample takes of each track, from one sample of the timeline up to another."""
    for span in plan.spans:
        first = max(recipe.start_sample, span.start_sample)
        last = min(recipe.start_sample + recipe.samples, span.start_sample + span.samples)
        if first < last:
            yield span, first, last


def _bytes_of(run: FrameRun) -> int:
    # Their order of bytes is that of every machine that runs this; for a sum of estimates it would not matter.
    return sum(memoryview(run.sizes).cast("H"))


def _book_file(plan: Plan, chapters: tuple[Chapter, ...], cover: Path | None) -> AudiobookFile:
    metadata = plan.metadata
    return AudiobookFile(
        title=metadata.title,
        album=metadata.title,
        subtitle=metadata.subtitle,
        authors=metadata.authors,
        narrators=metadata.narrators,
        publisher=metadata.publisher,
        language=metadata.language,
        date=metadata.published_on.isoformat() if metadata.published_on else None,
        description=metadata.description,
        chapters=tuple((chapter.title, chapter.start_sample, chapter.end_sample) for chapter in chapters),
        cover=cover,
    )


def _chapter_file(plan: Plan, chapter: Chapter, place: tuple[int, int]) -> AudiobookFile:
    metadata = plan.metadata
    return AudiobookFile(
        title=chapter.title,
        album=metadata.title,
        authors=metadata.authors,
        narrators=metadata.narrators,
        language=metadata.language,
        track=place,
    )
