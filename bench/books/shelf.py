"""Every title that the bench onboards, cut from one narration."""

import json
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from bench.bare import BareFfmpeg
from bench.books.book import Book, write_audiobook, write_recovered, write_retitled
from bench.books.joined import joined
from bench.books.narration import CHECKOUT, SAMPLE, Narration, long_book, missing, repeated_sample
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.values import Value

REPLACED = 20
"""Which of the forty tracks is replaced, counted from 1: the middle one, so that half of the book lies after it."""

_EDITION = 2  # raised when the books are to be made anew
_COVER = SAMPLE / "cover.jpg"
_EBOOK = CHECKOUT / "samples" / "ebook"
_STEP = 7919  # a prime: no two lengths alike, and none a whole number of frames


class Scale(Value):
    """How much audio there is. `long_s` counts only where the long book must be cut to fit."""

    name: str
    long_tracks: int
    long_s: float
    forty_s: float
    tiny_files: int
    tiny_s: float


FULL = Scale(name="full", long_tracks=15, long_s=264.0, forty_s=30.0, tiny_files=300, tiny_s=2.5)
QUICK = Scale(name="quick", long_tracks=3, long_s=30.0, forty_s=4.0, tiny_files=60, tiny_s=2.0)


@dataclass(frozen=True)
class Shelf:
    """The titles. Two with the same title id are two deliveries of one title."""

    material: str
    short: Book
    long: Book
    retitled: Book
    recovered: Book
    single: Book
    ebook: Book
    ebook_retitled: Book
    forty: Book
    forty_same_length: Book
    forty_other_length: Book
    tiny: Book


def stocked(cache: Path, ffmpeg: BareFfmpeg, scale: Scale, say: Callable[[str], None]) -> Shelf:
    """The titles, made if they are not there yet."""
    cache.mkdir(parents=True, exist_ok=True)
    reason = missing()
    if reason is None:
        say("the long book: made anew or found in the cache")
        narration = long_book(cache, ffmpeg)
    else:
        say(f"{reason}, so the long book is the sample audiobook, repeated")
        narration = repeated_sample(cache, ffmpeg)
    home = cache / f"books-{_EDITION}-{scale.name}-{'sample' if reason else 'longbook'}"
    return _Stock(home, ffmpeg, scale, narration, say).shelf()


@dataclass(frozen=True)
class _Stock:
    home: Path
    ffmpeg: BareFfmpeg
    scale: Scale
    narration: Narration
    say: Callable[[str], None]

    def shelf(self) -> Shelf:
        scale, narration = self.scale, self.narration
        forty = _lengths(40, scale.forty_s)
        replaced, before = REPLACED - 1, sum(forty[: REPLACED - 1])
        other = (*forty[:replaced], forty[replaced] + TIMELINE_RATE_HZ, *forty[replaced + 1 :])
        plain = self._cut("forty", forty)
        long = self._long()
        return Shelf(
            material=narration.label,
            short=self._book("short", "bench-short", sorted(SAMPLE.glob("*.mp3")), None),
            long=long,
            retitled=self._retitled("retitled", long, {"description": "Another description."}),
            recovered=self._recovered("recovered", long),
            single=self._book("single-book", "bench-single", [joined(self.ffmpeg, self.home, long.tracks)], None),
            ebook=Book(folder=_EBOOK, title_id="9789999900027"),
            ebook_retitled=self._retitled(
                "ebook-retitled",
                Book(folder=_EBOOK, title_id="9789999900027"),
                {"description": "Another description."},
            ),
            forty=self._book("forty-book", "bench-forty", plain, forty),
            forty_same_length=self._book(
                "forty-same-length",
                "bench-forty",
                # Words from elsewhere in the recording, as many samples of them.
                _with(plain, replaced, self._cut("same", (forty[replaced],), start=before + sum(forty) // 2)[0]),
                forty,
            ),
            forty_other_length=self._book(
                "forty-other-length",
                "bench-forty",
                _with(plain, replaced, self._cut("other", (other[replaced],), start=before)[0]),
                other,
            ),
            tiny=self._tiny(),
        )

    def _long(self) -> Book:
        narration, scale = self.narration, self.scale
        if len(narration.tracks) == scale.long_tracks:
            tracks, lengths = narration.tracks, narration.track_samples
        else:  # some of them would be refused: the tags of each count all
            lengths = _lengths(scale.long_tracks, scale.long_s)
            tracks = self._cut("long", lengths)
        return self._book("long-book", "bench-long", tracks, lengths)

    def _tiny(self) -> Book:
        lengths = _lengths(self.scale.tiny_files, self.scale.tiny_s)
        return self._book("tiny-book", "bench-tiny", self._cut("tiny", lengths), lengths)

    def _cut(self, name: str, lengths: tuple[int, ...], start: int = 0) -> tuple[Path, ...]:
        """MP3 files of these lengths, in samples."""
        folder, marker = self.home / name, self.home / f"{name}.done"
        files = tuple(folder / f"{number:03}.mp3" for number in range(1, len(lengths) + 1))
        if not marker.exists():
            self.say(f"cutting {len(lengths)} tracks: {name}")
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            for file, piece in zip(files, self.narration.pieces(lengths, start), strict=True):
                pcm = file.with_suffix(".pcm")
                pcm.write_bytes(piece)
                source = ("-f", "s16le", "-ar", str(TIMELINE_RATE_HZ), "-ac", "1", "-i", pcm)
                self.ffmpeg.make(*source, "-c:a", "libmp3lame", "-b:a", "96k", file)
                pcm.unlink()
            marker.touch()
        return files

    def _book(self, name: str, title_id: str, tracks: Sequence[Path], made: tuple[int, ...] | None) -> Book:
        folder, truth = self.home / name, self.home / f"{name}.json"
        if not truth.exists():
            self.say(f"counting the samples of {len(tracks)} tracks: {name}")
            shutil.rmtree(folder, ignore_errors=True)
            write_audiobook(folder, title_id, tracks, _COVER)
            with ThreadPoolExecutor() as threads:
                decoded = tuple(threads.map(self.ffmpeg.decoded_samples, tracks))
            truth.write_text(json.dumps(decoded))
        decoded = tuple(json.loads(truth.read_text()))
        return Book(folder=folder, title_id=title_id, made_samples=made or decoded, decoded_samples=decoded)

    def _retitled(self, name: str, original: Book, changed: dict[str, object]) -> Book:
        folder = self.home / name
        shutil.rmtree(folder, ignore_errors=True)
        write_retitled(folder, original.folder, changed)
        return original.model_copy(update={"folder": folder})

    def _recovered(self, name: str, original: Book) -> Book:
        folder, cover = self.home / name, self.home / "another-cover.jpg"
        with Image.open(_COVER) as picture:
            picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(cover)
        shutil.rmtree(folder, ignore_errors=True)
        write_recovered(folder, original.folder, cover)
        return original.model_copy(update={"folder": folder})


def _lengths(count: int, least_s: float) -> tuple[int, ...]:
    """So many lengths in samples, none below `least_s` and each up to a second longer."""
    return tuple(round(least_s * TIMELINE_RATE_HZ) + index * _STEP % TIMELINE_RATE_HZ for index in range(count))


def _with(tracks: Sequence[Path], index: int, replacement: Path) -> list[Path]:
    return [*tracks[:index], replacement, *tracks[index + 1 :]]
