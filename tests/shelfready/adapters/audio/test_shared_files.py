"""Files that others made: every one gives facts or is refused with a reason."""

import math
from pathlib import Path

import pytest

from shelfready.adapters.audio import FfmpegAudio
from shelfready.errors import RejectedError
from shelfready.media import AudioFacts
from shelfready.ports import PEAKS_PER_S, MeasuredAudio
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
            found = audio.measure(path, kind or "unknown", watcher)
        except RejectedError:
            refused += 1
        else:
            measured += 1
            _assert_sound(found)
            assert found.facts.container == kind

    assert measured >= 20
    assert refused >= 10


def _assert_sound(found: MeasuredAudio) -> None:
    """The facts agree with each other, and survive being stored."""
    facts = found.facts
    assert facts.decoded_samples > 0
    assert facts.timeline_samples > 0
    assert AudioFacts.from_json(facts.to_json()) == facts
    assert facts.true_peak_dbtp is not None
    # Both are rounded.
    assert facts.true_peak_dbtp >= facts.sample_peak_dbfs >= facts.rms_dbfs - 0.02
    assert (facts.mid_rms_dbfs is not None) == (facts.side_rms_dbfs is not None) == (facts.channels == 2)
    assert facts.bandwidth_hz is None or 0 < facts.bandwidth_hz <= facts.sample_rate_hz / 2
    assert facts.longest_digital_silence_ms <= facts.duration_ms
    assert facts.is_lossless or facts.bits_per_sample is None
    # Ten pairs a second, the last of which may be of less than a tenth.
    assert len(found.waveform) == 2 * math.ceil(facts.decoded_samples * PEAKS_PER_S / facts.sample_rate_hz)


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
        assert facts.true_peak_dbtp is not None
        assert -4 < facts.true_peak_dbtp < 1
        assert facts.bandwidth_hz is not None
        assert 9000 < facts.bandwidth_hz <= 11_025
        assert facts.bits_per_sample is None


def test_embedded_chapters_are_read(shared_audio: Path, audio: FfmpegAudio, watcher: CalmWatcher) -> None:
    """Nine chapters stand in the tag of a real podcast."""
    facts = audio.measure(shared_audio / "auphonic_chapters_demo.mp3", "mp3", watcher).facts

    assert len(facts.chapters) == 9
    assert facts.chapters[0].title == "Intro"
    assert facts.tags.has_cover
