"""The recording that every audiobook of the bench is cut from."""

import json
import shutil
import subprocess
import sys
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.bare import BareFfmpeg
from shelfready.media import TIMELINE_RATE_HZ

CHECKOUT = Path(__file__).resolve().parents[2]
LONGBOOK = CHECKOUT.parent / "shared" / "data" / "longbook"
SAMPLE = CHECKOUT / "samples" / "audiobook"

_BYTES = 2  # 16 bits, mono
_NEEDED = ("espeak-ng",)


@dataclass(frozen=True)
class Narration:
    """One long recording at the timeline's rate. `tracks` are its chapters, if they come as files of their own.

    `track_samples` is how long the maker of the tracks says that they are.
    """

    label: str
    wav: Path
    tracks: tuple[Path, ...] = ()
    track_samples: tuple[int, ...] = ()

    def pieces(self, lengths: tuple[int, ...], start: int = 0) -> Iterator[bytes]:
        """Stretches of so many samples, one after the other; at its end the recording begins anew."""
        with wave.open(str(self.wav)) as file:
            file.setpos(start % file.getnframes())
            for length in lengths:
                piece = b""
                while (missing := length - len(piece) // _BYTES) > 0:
                    more = file.readframes(missing)
                    piece += more
                    if not more:
                        file.rewind()
                yield piece


def missing() -> str | None:
    """Why the long book cannot be made here, None when it can."""
    if not LONGBOOK.is_dir():
        return "../shared/data/longbook is not there"
    absent = [program for program in _NEEDED if shutil.which(program) is None]
    return f"{' and '.join(absent)} is not installed" if absent else None


def long_book(cache: Path, ffmpeg: BareFfmpeg) -> Narration:
    """'The Art of War', 66 minutes, read by a synthetic voice; it takes a minute and a half to make."""
    home = cache / "longbook"
    if not home.is_dir():
        with _whole(home) as out:
            script, source = LONGBOOK / "make_longbook.py", LONGBOOK / "se_src"
            command = [sys.executable, str(script), str(source), str(out), str(ffmpeg.program)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            shutil.rmtree(out / "tmp")
            for unused in out.glob("*.flac"):
                unused.unlink()
    truth = json.loads((home / "ground_truth_chapters.json").read_text())["chapters"]
    return Narration(
        label="The Art of War (../shared/data/longbook), 15 MP3 of 128 kbit/s",
        wav=home / "art_of_war_single_no_markers.wav",
        tracks=tuple(home / chapter["mp3"] for chapter in truth),
        track_samples=tuple(round(chapter["duration"] * TIMELINE_RATE_HZ) for chapter in truth),
    )


def repeated_sample(cache: Path, ffmpeg: BareFfmpeg) -> Narration:
    """The sample audiobook, over and over: for machines without the long book."""
    wav = cache / "sample.wav"
    if not wav.exists():
        with TemporaryDirectory(dir=cache) as folder:
            listed, out = Path(folder) / "tracks.txt", Path(folder) / "sample.wav"
            listed.write_text("".join(f"file '{track}'\n" for track in sorted(SAMPLE.glob("*.mp3"))))
            words = ("-f", "concat", "-safe", "0", "-i", listed, "-vn", "-ac", "1", "-ar", str(TIMELINE_RATE_HZ), out)
            ffmpeg.make(*words)
            out.replace(wav)
    return Narration(label="the sample audiobook, repeated", wav=wav)


@contextmanager
def _whole(home: Path) -> Iterator[Path]:
    """A folder that is seen under its name only when it is complete."""
    with TemporaryDirectory(dir=home.parent, ignore_cleanup_errors=True) as name:
        draft = Path(name) / "made"
        draft.mkdir()
        yield draft
        draft.replace(home)
