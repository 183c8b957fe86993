"""What bare ffmpeg is asked to make."""

from bench.ladder import LADDER, VOICE, encoded, into_files
from shelfready.plans import AudioFormat
from shelfready.renditions import _listening as listening


def test_the_ladder_is_the_one_that_titles_get() -> None:
    """A rung that bare ffmpeg does not encode would count as our own overhead."""
    rich = AudioFormat(kbps=128, channels=1)

    assert set(LADDER) == {listening.VOICE_32, listening.VOICE_64, rich, listening.OPUS_32}
    assert VOICE in LADDER


def test_every_codec_has_its_own_rate() -> None:
    """Opus knows no 44.1 kHz."""
    rates = {words[words.index("-ar") + 1] for words in map(encoded, LADDER)}

    assert rates == {"44100", "48000"}


def test_rungs_are_written_into_files_of_their_own() -> None:
    """Outputs of one name would overwrite each other."""
    files = [words[-1] for words in into_files("out/7")]

    assert len(set(files)) == len(LADDER)
    assert all(file.startswith("out/7-") for file in files)
