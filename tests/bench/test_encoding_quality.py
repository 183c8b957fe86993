"""Encodings held against what was encoded."""

from pathlib import Path

import pytest

from bench.bare import BareFfmpeg
from bench.books.speech import Speech
from bench.encoding_quality import encoding_quality
from bench.ladder import LADDER
from shelfready.adapters.audio.toolchain import find_toolchain
from tests.fixtures.media import VOICE


def test_more_bits_keep_more(tmp_path: Path) -> None:
    """Every rung is measured at the bit rate that was asked for, aligned to the sample, and 128 kbit/s beats 32."""
    ffmpeg, file = BareFfmpeg(find_toolchain(None, None).ffmpeg), tmp_path / "voice.flac"
    ffmpeg.make("-f", "lavfi", "-i", f"aevalsrc=exprs='{VOICE}':s=44100:d=12", file)

    found = {one.rung: one for one in encoding_quality(ffmpeg, [Speech("a voice", file, 1.0)])}

    assert list(found) == [format.key for format in LADDER]
    low, high = found["aac-lc-32-mono"], found["aac-lc-128-mono"]
    # A shift of one sample would leave no more than noise of the upper bands.
    assert high.snr_db["4 to 8 kHz"] > low.snr_db["4 to 8 kHz"]
    assert high.snr_db["0 to 1 kHz"] > 20
    assert high.kbps == pytest.approx(128, rel=0.1)
    assert found["opus-32-mono"].kbps == pytest.approx(32, rel=0.3)
