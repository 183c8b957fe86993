"""What bare ffmpeg is asked to make."""

from itertools import pairwise

import ffmpeg
import pytest

from bench.ladder import LADDER, VOICE, encoded, into_files, options
from shelfready.adapters.audio import encoders
from shelfready.adapters.audio.graphs import BITEXACT
from shelfready.plans import AudioFormat
from shelfready.renditions import _listening as listening


def test_the_ladder_is_the_one_that_titles_get() -> None:
    """A rung that bare ffmpeg does not encode would count as our own overhead."""
    rich = AudioFormat(kbps=128, channels=1)

    assert set(LADDER) == {listening.VOICE_32, listening.VOICE_64, rich, listening.OPUS_32}
    assert VOICE in LADDER


@pytest.mark.parametrize("format", LADDER, ids=[format.key for format in LADDER])
def test_options_are_those_of_our_own_encoder(format: AudioFormat) -> None:
    """A faster or a slower search would compare two different encodes."""
    ours = ffmpeg.get_args(encoders._encoder(ffmpeg.input("sound"), format, "pipe:9"))
    plain = ("i", "f", "acodec", "ab", "b:a", "threads", "filter_complex", "map", "flush_packets", *BITEXACT)
    plumbing = {f"-{name}" for name in plain}

    told = {
        (name, value)
        for name, value in pairwise(ours)
        if name[:1] == "-" and name[1].isalpha() and name not in plumbing
    }

    assert told == set(zip(options(format)[::2], options(format)[1::2], strict=True))


def test_every_codec_has_its_own_rate() -> None:
    """Opus knows no 44.1 kHz."""
    rates = {words[words.index("-ar") + 1] for words in map(encoded, LADDER)}

    assert rates == {"44100", "48000"}


def test_rungs_are_written_into_files_of_their_own() -> None:
    """Outputs of one name would overwrite each other."""
    files = [words[-1] for words in into_files("out/7")]

    assert len(set(files)) == len(LADDER)
    assert all(file.startswith("out/7-") for file in files)
