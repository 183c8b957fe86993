"""Files that others made: every one gives facts or is refused with a reason."""

from pathlib import Path

import pytest

from shelfready.adapters.audio import FfmpegAudio
from shelfready.errors import RejectedError
from shelfready.sniffing import HEAD_BYTES, sniff
from tests.fixtures.media import CalmWatcher


@pytest.mark.parametrize("folder", ["beets_rsrc", "fq_testdata"])
def test_odd_files_are_measured_or_refused(
    shared_audio: Path, audio: FfmpegAudio, watcher: CalmWatcher, folder: str
) -> None:
    """Other projects' test suites hold what publishers will send one day: facts or a refusal, and nothing else."""
    measured = refused = 0
    for path in sorted(file for file in (shared_audio / folder).rglob("*") if file.is_file()):
        with path.open("rb") as file:
            kind = sniff(file.read(HEAD_BYTES))
        try:
            facts = audio.measure(path, kind or "unknown", watcher).facts
        except RejectedError:
            refused += 1
        else:
            measured += 1
            assert facts.decoded_samples > 0
            assert facts.container == kind

    assert measured >= 20
    assert refused >= 10


def test_librivox_is_measured(shared_audio: Path, audio: FfmpegAudio, watcher: CalmWatcher) -> None:
    """A real book's tracks: 64 kbps, constant, 22.05 kHz mono; the timeline is exactly twice as many samples."""
    tracks = sorted((shared_audio / "librivox_dickinson_selected_poems").glob("*.mp3"))
    assert len(tracks) == 25
    found = [audio.measure(track, "mp3", watcher).facts for track in tracks[:5]]

    for facts in found:
        assert (facts.bitrate_kbps, facts.is_constant_bitrate) == (64, True)
        assert (facts.sample_rate_hz, facts.channels) == (22_050, 1)
        assert facts.timeline_samples == 2 * facts.decoded_samples
        assert facts.integrated_lufs is not None
        # Their catalogue says -22.5 to -26.1, mono as one channel; as two equal channels it is 3 LU more.
        assert -23.2 < facts.integrated_lufs < -19.4
        assert facts.header_duration_ms is not None
        assert abs(facts.header_duration_ms - facts.duration_ms) < 100


def test_embedded_chapters_are_read(shared_audio: Path, audio: FfmpegAudio, watcher: CalmWatcher) -> None:
    """Nine chapters stand in the tag of a real podcast."""
    facts = audio.measure(shared_audio / "auphonic_chapters_demo.mp3", "mp3", watcher).facts

    assert len(facts.chapters) == 9
    assert facts.chapters[0].title == "Intro"
    assert facts.tags.has_cover
