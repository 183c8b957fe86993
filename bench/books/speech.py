"""Real speech to judge encodings by, where there is some; the sample audiobook where there is none."""

from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from bench.books.narration import CHECKOUT, SAMPLE

_DATA = CHECKOUT.parent / "shared" / "data"
_NARRATED = _DATA / "epub" / "w3c-epub-tests" / "mol-audio.epub"
_MEMBER = "EPUB/audio/mobydick_1.mp3"
_POEM = _DATA / "audio" / "librivox_dickinson_selected_poems" / "06-because_i_could_not_stop_dickinson_64kb.mp3"


@dataclass(frozen=True)
class Speech:
    """A file, and where in it somebody speaks for ten seconds and more.

    No recording is at hand that was never compressed; the label says what was. An encoding of it is held against what
    the decoder made of that.
    """

    label: str
    file: Path
    start_s: float


def speech(cache: Path) -> tuple[Speech, ...]:
    """What there is on this machine, the best first."""
    found: list[Speech] = []
    if _NARRATED.exists():
        file = cache / "moby-dick.mp3"
        with ZipFile(_NARRATED) as book:
            file.write_bytes(book.read(_MEMBER))
        found.append(Speech("Moby Dick (w3c-epub-tests, MP3 of 320 kbit/s, 44.1 kHz)", file, 14.0))
    if _POEM.exists():
        found.append(Speech("a poem of LibriVox (MP3 of 64 kbit/s, 22 kHz)", _POEM, 9.0))
    return tuple(found) or (Speech("the sample audiobook (a synthetic voice)", sorted(SAMPLE.glob("*.mp3"))[1], 4.0),)
