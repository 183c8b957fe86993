"""Real speech that is encoded in pieces sounds as it does in one go, also where a sentence goes over a join."""

import math
from pathlib import Path

import numpy as np

from shelfready.adapters.audio import FfmpegAudio
from shelfready.plans import AudioFormat
from tests.fixtures.media import CalmWatcher
from tests.shelfready.adapters.audio.books import Floats, Recording, decode, encode_book, heard_of, original_of

LADDER = (
    AudioFormat(kbps=32, channels=1),
    AudioFormat(kbps=64, channels=1),
    AudioFormat(kbps=128, channels=1),
    AudioFormat(codec="opus", kbps=32, channels=1),
)
PIECE = 130_001


def _level(error: Floats) -> float:
    return 10 * math.log10(float((error**2).mean()) + 1e-12)


def test_pieces_of_a_poem_are_the_poem(
    audio: FfmpegAudio, watcher: CalmWatcher, ffmpeg: Path, shared_audio: Path, tmp_path: Path
) -> None:
    """At the joins each rung is as near to what was read as one encoder comes in one go, within half a decibel.

    On the average; the lowest rung, whose encoder weighs a second against the next, within three.
    """
    poem = min((shared_audio / "afaligner_shakespeare_sonnets").rglob("*.mp3"))
    pcm = np.rint(decode(ffmpeg, poem, 2) * 32767).astype("<i2")
    book = Recording(pcm, (0, len(pcm)))
    (tmp_path / "whole").mkdir()

    pieces = encode_book(audio, book.jobs(tmp_path, *LADDER, piece_samples=PIECE), tmp_path, watcher)
    whole = encode_book(audio, book.jobs(tmp_path / "whole", *LADDER), tmp_path / "whole", watcher)

    for format in LADDER:
        ours, theirs = (heard_of(made[format], format, ffmpeg) for made in (pieces, whole))
        original = original_of(book, format, ffmpeg)
        joins = [join * format.rate_hz // 44_100 for join in range(PIECE, len(pcm) - 8000, PIECE)]
        around = [slice(join - 2000, join + 4000) for join in joins]
        worse = [_level(ours[at] - original[at]) - _level(theirs[at] - original[at]) for at in around]
        assert len(ours) == len(theirs)
        assert len(joins) > 10
        assert np.mean(worse) < (3 if format.kbps == 32 and format.codec == "aac-lc" else 0.5)
