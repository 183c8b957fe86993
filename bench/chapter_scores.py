"""Finds the chapters of recordings whose chapters are known, and counts how many are right."""

import json
import subprocess
import wave
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.bare import BareFfmpeg
from bench.books.narration import CHECKOUT, Narration, long_book, missing
from bench.observed import ChapterScore
from shelfready.adapters.audio import open_audio
from shelfready.adapters.audio.toolchain import find_toolchain
from shelfready.adapters.epubs import open_epubs
from shelfready.blobs import hash_file
from shelfready.chaptering import find_chapters
from shelfready.media import TIMELINE_RATE_HZ, Medium
from shelfready.sniffing import HEAD_BYTES, id3_bytes, sniff
from shelfready.titles import Asset, AssetFacts, Metadata, Role, TitleFacts

SHARED = CHECKOUT.parent / "shared" / "data"
CLOSE_S = 0.5
"""How near to its truth a chapter must begin to count as found."""

_EPUB = SHARED / "epub" / "the-art-of-war_standardebooks.epub"
_POEMS = SHARED / "audio" / "librivox_dickinson_selected_poems"
_SONNETS = SHARED / "audio" / "afaligner_shakespeare_sonnets" / "tests" / "resources" / "shakespeare" / "audio"
_MARKED = SHARED / "audio" / "auphonic_chapters_demo.mp3"
_MEMORY_BYTES = 2 << 30
# As make_longbook.py mixes its variant B.
_ROOM_TONE = "anoisesrc=color=pink:amplitude=0.004:sample_rate=44100:seed=7"
_GAP_AFTER_PARAGRAPH_S = 0.55


def chapter_scores(cache: Path, ffmpeg: BareFfmpeg) -> tuple[ChapterScore, ...]:
    """The scores of all recordings that are on this machine."""
    of_book = long_book_scores(cache, ffmpeg) if missing() is None else ()
    return (*of_book, *shared_scores(cache, ffmpeg))


def long_book_scores(cache: Path, ffmpeg: BareFfmpeg) -> tuple[ChapterScore, ...]:
    """The long book in one file, by its pauses and with the text; and in files."""
    narration = long_book(cache, ffmpeg)
    with TemporaryDirectory(dir=cache) as name:
        return tuple(_of_long_book(narration, ffmpeg, Path(name)))


def shared_scores(cache: Path, ffmpeg: BareFfmpeg) -> tuple[ChapterScore, ...]:
    """What people have read, in files; and marks that a program has written."""
    with TemporaryDirectory(dir=cache) as name:
        return tuple(_of_shared(ffmpeg, Path(name)))


def score(recording: str, found: TitleFacts, truth_s: Sequence[float]) -> ChapterScore:
    """How well the chapters of a title are found: of those published, else of those proposed."""
    chaptered = find_chapters(found)
    table = chaptered.proposal or chaptered.table
    starts = [chapter.start_sample / TIMELINE_RATE_HZ for chapter in table.chapters]
    errors = list(matched(starts, truth_s))
    return ChapterScore(
        recording=recording,
        evidence=table.chapters[-1].evidence.value,
        is_published=chaptered.proposal is None,
        found=len(starts),
        are=len(truth_s),
        matched=len(errors),
        worst_ms=max(errors, default=0.0) * 1000,
    )


def matched(found_s: Sequence[float], truth_s: Sequence[float]) -> Iterator[float]:
    """By how much each chapter is off that was found; each truth is found once at most."""
    left = sorted(found_s)
    for true in sorted(truth_s):
        near = min(left, key=lambda one: abs(one - true), default=None)
        if near is not None and abs(near - true) <= CLOSE_S:
            left.remove(near)
            yield abs(near - true)


def titled(folder: Path, files: Sequence[Path]) -> TitleFacts:
    """A title of these files, each measured as it would be for a publisher. `folder` is for work in progress."""
    audio = open_audio(ffmpeg=None, ffprobe=None, scratch=folder, memory_bytes=_MEMORY_BYTES)
    assets = []
    for place, path in enumerate(files, start=1):
        with path.open("rb") as file:
            kind = sniff(file.read(HEAD_BYTES))
        blob = hash_file(path)
        is_book = kind == "epub"
        asset = Asset(
            role=Role.EPUB if is_book else Role.TRACK,
            name=path.name,
            order=None if is_book else place,
            sha256=blob.sha256,
            size_bytes=blob.size_bytes,
        )
        if is_book:
            assets.append(AssetFacts(asset=asset, kind=kind, epub=open_epubs().read(path, _Patient()).facts))
        else:
            measured = audio.measure(path, kind or "", _Patient())
            assets.append(AssetFacts(asset=asset, kind=kind, audio=measured.facts))
    return TitleFacts(
        publisher="bench",
        title_id="bench",
        content_type="audiobook",
        metadata=Metadata(),
        assets=tuple(assets),
        medium=Medium.AUDIO,
    )


def _of_shared(ffmpeg: BareFfmpeg, folder: Path) -> Iterator[ChapterScore]:
    for recording, home in (("LibriVox, 25 poems in files", _POEMS), ("three sonnets in files", _SONNETS)):
        tracks = sorted(home.glob("*.mp3"))
        if tracks:
            yield score(recording, titled(folder, tracks), _borders(ffmpeg, tracks))
    poems = sorted(_POEMS.glob("*.mp3"))
    if _MARKED.exists() and poems:
        marked = _whole(_MARKED, poems[0], ffmpeg, folder)
        yield score("Auphonic's marks, on a poem read twice", titled(folder, [marked]), _marks(marked))


def _of_long_book(narration: Narration, ffmpeg: BareFfmpeg, folder: Path) -> Iterator[ChapterScore]:
    home = narration.wav.parent
    plain, told = home / "ground_truth_chapters.json", home / "ground_truth_chapters_B_roomtone_traps.json"
    alone = titled(folder, [narration.wav])
    if _EPUB.exists():
        text = titled(folder, [_EPUB]).assets
        with_text = alone.model_copy(update={"assets": alone.assets + text})
        yield score("the long book in one file, with its EPUB", with_text, _truth(plain))
        trapped = titled(folder, [_with_traps(narration.wav, told, ffmpeg, folder)])
        with_text = trapped.model_copy(update={"assets": trapped.assets + text})
        yield score("the long book with room tone and two false pauses, with its EPUB", with_text, _truth(told))
    yield score("the long book in one file, alone", alone, _truth(plain))
    yield score("the long book, 15 MP3", titled(folder, narration.tracks), _borders(ffmpeg, narration.tracks))


def _with_traps(wav: Path, truth: Path, ffmpeg: BareFfmpeg, folder: Path) -> Path:
    """Variant B of the long book: its pauses in the middle of chapters, and room tone over everything."""
    longer, mixed = folder / "longer.wav", folder / "art_of_war_B.flac"
    traps = json.loads(truth.read_text())["trap_pauses_not_chapters"]
    with wave.open(str(wav)) as plain, wave.open(str(longer), "wb") as file:
        file.setparams(plain.getparams())
        at, added = 0, 0.0
        for trap in traps:
            place = round((trap["start"] - added) * plain.getframerate())
            silence = trap["silence"] - _GAP_AFTER_PARAGRAPH_S
            file.writeframes(plain.readframes(place - at))
            file.writeframes(bytes(round(silence * plain.getframerate()) * plain.getsampwidth()))
            at, added = place, added + silence
        file.writeframes(plain.readframes(plain.getnframes() - at))
    both = ("-i", longer, "-f", "lavfi", "-i", _ROOM_TONE)
    mix = ("-filter_complex", "[0:a][1:a]amix=inputs=2:duration=first:normalize=0", "-ac", "1", "-sample_fmt", "s16")
    ffmpeg.make(*both, *mix, mixed)
    return mixed


def _whole(marked: Path, sound: Path, ffmpeg: BareFfmpeg, folder: Path) -> Path:
    """The tag of a file whose sound was cut off, before two minutes of another."""
    bare, whole = folder / "bare.mp3", folder / marked.name
    words = ("-t", "119", "-map", "0:a", "-map_metadata", "-1", "-id3v2_version", "0", "-c", "copy", bare)
    ffmpeg.make("-stream_loop", "2", "-i", sound, *words)
    data = marked.read_bytes()
    whole.write_bytes(data[: id3_bytes(data)] + bare.read_bytes())
    return whole


def _truth(path: Path) -> list[float]:
    """Where the chapters begin; the first one with the recording."""
    return [float(chapter["start"]) for chapter in json.loads(path.read_text())["chapters"]]


def _borders(ffmpeg: BareFfmpeg, tracks: Sequence[Path]) -> list[float]:
    """Where each file begins, by a decode that is not ours."""
    lengths = [ffmpeg.decoded_samples(track) for track in tracks]
    return [start / TIMELINE_RATE_HZ for start in accumulate(lengths[:-1], initial=0)]


def _marks(path: Path) -> list[float]:
    """The chapters as ffprobe shows them."""
    words = ("-v", "error", "-show_chapters", "-of", "json", str(path))
    said = subprocess.run([find_toolchain(None, None).ffprobe, *words], capture_output=True, check=True).stdout
    return [float(chapter["start_time"]) for chapter in json.loads(said)["chapters"]]


class _Patient:
    """Waits for everything."""

    def progress(self, _done: float, *, speed: float | None = None) -> None:
        del speed

    def moved(self) -> None:
        return None

    def check(self) -> None:
        return None
