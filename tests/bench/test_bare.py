"""The ffmpeg that everything is compared with."""

from pathlib import Path

import pytest

from bench.bare import BareFfmpeg
from shelfready.adapters.audio.toolchain import find_toolchain
from shelfready.errors import DefectError


@pytest.fixture
def bare() -> BareFfmpeg:
    """The ffmpeg of the wheel."""
    return BareFfmpeg(find_toolchain(None, None).ffmpeg)


@pytest.fixture
def tone(bare: BareFfmpeg, tmp_path: Path) -> Path:
    """Two seconds of a tone at another rate than the timeline's."""
    path = tmp_path / "it's a tone.wav"
    bare.make("-f", "lavfi", "-i", "sine=sample_rate=22050:duration=2", path)
    return path


def test_samples_count_at_the_timelines_rate(bare: BareFfmpeg, tone: Path) -> None:
    """Two seconds are twice 44,100 samples, whatever the file's own rate."""
    assert bare.decoded_samples(tone) == 88_200


def test_what_an_encode_used_is_known(bare: BareFfmpeg, tone: Path) -> None:
    """Processor and memory are those of the processes, and a name with an apostrophe is a name like any other."""
    for used in (
        bare.encodes([tone, tone], at_once=2, sample_s=1.0),
        bare.encodes_apart([tone, tone], at_once=2, sample_s=1.0),
        bare.encodes_joined([tone, tone]),
        bare.decodes([tone, tone], at_once=2),
    ):
        assert used.cpu_s > 0
        assert used.peak_rss_bytes > 1_000_000


def test_a_failure_is_not_a_figure(bare: BareFfmpeg, tmp_path: Path) -> None:
    """An ffmpeg that ends early would look fast."""
    empty = tmp_path / "empty.mp3"
    empty.touch()

    with pytest.raises(DefectError, match="bare ffmpeg ended with"):
        bare.encodes([empty], at_once=1, sample_s=1.0)
