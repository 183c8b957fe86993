"""Makes what is read and looked at: documents, packages, pictures, and the waveform."""

import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from activities.comparing import unlike_plan
from activities.scratch import Scratch
from activities.watching import ActivityWatcher
from shelfready.asking import ask_all
from shelfready.blobs import Blobs, Done
from shelfready.described import described, done_of, path_of
from shelfready.errors import DefectError
from shelfready.plans import Make, PackageRecipe, PictureRecipe, Plan, WaveformRecipe
from shelfready.ports import Pictures
from shelfready.releases import MadeFacts
from shelfready.renditions import RENDITIONS
from shelfready.waveforms import peaks_of, waveform_document

_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip can say: the same contents are to give the same bytes, whenever they are packed."""


@dataclass(frozen=True)
class Documents:
    """Makes the renditions that are not heard."""

    blobs: Blobs
    pictures: Pictures
    scratch: Scratch

    def picture(self, make: Make, recipe: PictureRecipe, out: Path) -> MadeFacts:
        """A picture, reduced."""
        original = out.parent / "original"
        self.blobs.download(recipe.original, original)
        into = out / Path(make.path).name
        found = self.pictures.reduce(original, recipe.longest_side_px, recipe.quality, into)
        if self.pictures.read(into) != found or max(found.width_px, found.height_px) > recipe.longest_side_px:
            raise unlike_plan(make, f"{found.width_px} x {found.height_px} px", f"at most {recipe.longest_side_px} px")
        return MadeFacts(width_px=found.width_px, height_px=found.height_px)

    def waveform(self, plan: Plan, make: Make, recipe: WaveformRecipe, out: Path) -> MadeFacts:
        """The book's peaks, as numbers or drawn."""
        into = out / Path(make.path).name
        # Some kilobytes of each track: a book may have thousands, and nothing is heard of the work meanwhile.
        stored = dict(zip(plan.waveforms, ask_all(self.blobs.read, plan.waveforms), strict=True))
        peaks = peaks_of(plan, stored.__getitem__)
        if recipe.form == "json":
            into.write_bytes(waveform_document(peaks))
            return MadeFacts()
        drawn = self.pictures.draw_peaks(peaks, into)
        return MadeFacts(width_px=drawn.width_px, height_px=drawn.height_px)

    def document(self, plan: Plan, make: Make, out: Path) -> MadeFacts:
        """A document about the release."""
        render = RENDITIONS[make.rendition].render
        if render is None:
            raise _without_writer(make)
        (out / Path(make.path).name).write_bytes(render(described(plan, self.blobs, before=make.wave)))
        return MadeFacts()

    def package(self, plan: Plan, make: Make, recipe: PackageRecipe, out: Path, watcher: ActivityWatcher) -> MadeFacts:
        """An archive of what other renditions made, with documents of its own before it."""
        write = RENDITIONS[make.rendition].documents
        if write is None:
            raise _without_writer(make)
        held = [(other, done_of(other, self.blobs)) for other in plan.makes if other.rendition in recipe.holds]
        self.scratch.require(sum(blob.size_bytes for _, done in held for blob in done.outputs.values()))
        with zipfile.ZipFile(out / Path(make.path).name, "w", zipfile.ZIP_STORED) as archive:
            for name, data in write(described(plan, self.blobs, before=make.wave)).items():
                archive.writestr(_entry(name), data)
            for other, done in held:
                self._add(archive, other, done, watcher)
        return MadeFacts()

    def _add(self, archive: zipfile.ZipFile, make: Make, done: Done, watcher: ActivityWatcher) -> None:
        for name, blob in sorted(done.outputs.items()):
            entry = _entry(path_of(make, name))
            entry.file_size = blob.size_bytes
            with archive.open(entry, "w", force_zip64=blob.size_bytes >= zipfile.ZIP64_LIMIT) as target:
                for piece in self.blobs.stream(blob.sha256):
                    target.write(piece)
                    watcher.moved()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(str(PurePosixPath(name)), _DATE)
    entry.compress_type = zipfile.ZIP_STORED
    entry.external_attr = 0o644 << 16
    return entry


def _without_writer(make: Make) -> DefectError:
    return DefectError(f"the rendition {make.rendition} has no writer", cause_code="rendition-without-writer")
