"""The thresholds that recipients disagree on, by name: the numbers live here and never in a rule's body."""

from pydantic import Field

from shelfready.severities import Severity
from shelfready.values import Value


class Profile(Value):
    """What a publisher's titles are held to. Levels in dBFS, loudness in LUFS, lengths in the unit of the name.

    A threshold named `refused_...` blocks the title; beyond any other, it is published with a warning.
    """

    name: str = "streaming"
    lowest_kbps_mono: int = 64
    lowest_kbps_stereo: int = 96
    highest_peak_dbfs: float = -0.1
    quietest_lufs: float = -28.0
    loudest_lufs: float = -14.0
    highest_noise_floor_dbfs: float = -50.0
    longest_silence_s: float = 60.0
    shortest_title_s: float = 30.0
    longest_title_h: float = 100.0
    longest_track_h: float = 30.0
    smallest_cover_px: int = 1400
    smallest_cover_without_warning_px: int = 2400
    duration_tolerance: float = 0.10
    refused_kbps_mono: int = 24
    refused_kbps_stereo: int = 32
    lowest_sample_rate_hz: int = 22_050
    widest_loudness_spread_lu: float = 4.0
    shortest_compared_track_s: float = 60.0
    clipped_runs_per_hour: int = 5
    refused_clipped_runs_per_hour: int = 3600
    silent_peak_dbfs: float = -60.0
    longest_silence_without_warning_s: float = 10.0
    longest_missing_tail_s: float = 0.5
    longest_repeated_jingle_s: float = 30.0
    widest_side_difference: float = 0.01
    severities: dict[str, Severity] = Field(default_factory=dict)
    """Codes whose findings are graver or lighter here than the rule says."""
    mends: bool = True
    """Whether what can be mended without asking is mended."""


STREAMING = Profile()
"""The default: what a listener of the platform notices, nothing stricter."""

PROFILES = {STREAMING.name: STREAMING}
