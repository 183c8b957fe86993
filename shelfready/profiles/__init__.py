"""The thresholds that recipients disagree on, by name: the numbers live here and never in a rule's body."""

import json
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Literal

from pydantic import ConfigDict, Field, ValidationError

from shelfready.errors import RejectedError
from shelfready.family import Family
from shelfready.severities import Severity
from shelfready.values import Value


class Profile(Value):
    """What a publisher's titles are held to. Levels in dBFS, loudness in LUFS, lengths in the unit of the name.

    A threshold named `refused_...` blocks the title; beyond any other, it is published with a warning. None: not asked.
    The defaults are those of `streaming`. A field's description is its row in docs/profiles.md.
    """

    model_config = ConfigDict(allow_inf_nan=False)

    name: str = "streaming"
    mends: bool = Field(True, description="what can be mended without asking is mended")
    severities: dict[str, Severity] = Field(
        default_factory=dict, description="codes whose findings are graver or lighter here than the rule says"
    )

    # How tracks are encoded.
    track_formats: tuple[str, ...] | None = Field(None, description="the only formats of tracks")
    lowest_kbps_mono: int | None = Field(64, description="bit rate of mono, at least, kbit/s")
    lowest_kbps_stereo: int | None = Field(96, description="bit rate of stereo, at least, kbit/s")
    refused_kbps_mono: int | None = Field(24, description="bit rate of mono, refused below, kbit/s")
    refused_kbps_stereo: int | None = Field(32, description="bit rate of stereo, refused below, kbit/s")
    exact_kbps: int | None = Field(None, description="the only bit rate, kbit/s")
    asks_constant_bitrate: bool = Field(False, description="bit rate constant and the same in all tracks")
    lowest_bits_per_sample: int | None = Field(16, description="bits of a sample in lossless tracks, at least")
    lowest_bandwidth_hz: int | None = Field(11_500, description="highest frequency left in a master, at least, Hz")
    master_kbps: int = Field(160, description="bit rate from which on a track counts as a master, kbit/s")
    sample_rates_hz: tuple[int, ...] | None = Field(None, description="the only sample rates, Hz")
    lowest_sample_rate_hz: int = Field(22_050, description="sample rate, at least, Hz")
    channels: tuple[int, ...] | None = Field(None, description="the only numbers of channels")
    refuses_mixed_channels: bool = Field(False, description="tracks in mono beside tracks in stereo are refused")
    identical_sides_db: float = Field(40.0, description="stereo is mono from this difference of mid and side on, dB")
    inverted_sides_db: float = Field(15.0, description="a channel is inverted from this difference on, dB")
    strict_containers: bool = Field(False, description="what a container may not hold is a warning")
    largest_track_mib: int | None = Field(None, description="size of a track, refused above, MiB")
    largest_title_mib: int | None = Field(None, description="size of all tracks together, refused above, MiB")

    # How they sound.
    quietest_rms_dbfs: float | None = Field(-30.0, description="RMS of a track, at least, dBFS")
    loudest_rms_dbfs: float | None = Field(-14.0, description="RMS of a track, at most, dBFS")
    rms_tolerance_db: float = Field(1.0, description="how far outside counts as barely outside, dB")
    refuses_rms_beyond_tolerance: bool = Field(False, description="RMS farther outside is refused")
    quietest_lufs: float | None = Field(-28.0, description="loudness of a track, at least, LUFS")
    loudest_lufs: float | None = Field(-14.0, description="loudness of a track, at most, LUFS")
    widest_loudness_spread_lu: float = Field(4.0, description="loudness between tracks, at most apart, LU")
    shortest_compared_track_s: float = Field(60.0, description="tracks shorter are not compared, s")
    highest_peak_dbfs: float = Field(-0.1, description="highest sample, at most, dBFS")
    refused_peak_dbfs: float | None = Field(None, description="highest sample, refused above, dBFS")
    highest_true_peak_dbtp: float | None = Field(None, description="true peak, at most, dBTP")
    highest_noise_floor_dbfs: float = Field(-50.0, description="noise floor, at most, dBFS")
    refused_noise_floor_dbfs: float | None = Field(None, description="noise floor, refused above, dBFS")
    clipped_runs_per_hour: int = Field(5, description="clipped places in an hour, at most")
    refused_clipped_runs_per_hour: int = Field(3600, description="clipped places in an hour, refused above")
    silent_peak_dbfs: float = Field(-60.0, description="nothing is heard where the highest sample is below, dBFS")
    longest_silence_without_warning_s: float = Field(10.0, description="silence within a track, at most, s")
    longest_silence_s: float = Field(60.0, description="silence within a track, refused above, s")
    longest_digital_silence_s: float | None = Field(5.0, description="silence without room tone, at most, s")
    shortest_head_s: float | None = Field(None, description="silence before the first sound, at least, s")
    longest_head_s: float | None = Field(10.0, description="silence before the first sound, at most, s")
    shortest_tail_s: float | None = Field(None, description="silence after the last sound, at least, s")
    longest_tail_s: float | None = Field(10.0, description="silence after the last sound, at most, s")

    # How listeners hear them, whatever was delivered.
    target_lufs: float | None = Field(-18.0, description="loudness of a title for listeners, LUFS; a dash leaves it")
    loudness_tolerance_lu: float = Field(1.0, description="titles nearer to it are left as they are, LU")
    true_peak_ceiling_dbtp: float = Field(
        -2.0, description="true peak that a gain may lead to, before anything is encoded, at most, dBTP"
    )
    copies_aac: bool = Field(True, description="a book of one AAC file is kept as it is where it may be")

    # How long, and how divided.
    shortest_title_s: float = Field(30.0, description="whole title, at least, s")
    refused_shortest_title_s: float | None = Field(None, description="whole title, refused below, s")
    longest_title_h: float = Field(100.0, description="whole title, refused above, h")
    longest_track_h: float = Field(30.0, description="one track, refused above, h")
    most_tracks: int | None = Field(None, description="tracks, at most")
    split: Literal["chapter", "whole"] | None = Field(None, description="one file for each chapter, or for the whole")
    whole_below_h: float | None = Field(None, description="titles shorter than this are one track, h")
    longest_missing_tail_s: float = Field(0.5, description="header and sound may differ by, s")
    longest_repeated_jingle_s: float = Field(30.0, description="sound that may come again, at most, s")
    duration_tolerance: float = Field(0.10, description="stated and measured length may differ by this share")
    chapter_tolerance_ms: int = Field(50, description="chapter marks may overlap, or leave a gap of, ms")
    mended_chapter_ms: int = Field(2_000, description="chapter marks off by no more are put right, ms")
    shortest_chapter_s: float = Field(2.0, description="chapter, at least, s")
    longest_chapter_min: float = Field(120.0, description="chapter, at most, min")
    fewest_disc_tracks: int = Field(40, description="a ripped CD is suspected of more tracks than this")
    shortest_disc_track_min: float = Field(3.0, description="... all of them at least, min")
    longest_disc_track_min: float = Field(6.0, description="... and at most, min")
    asks_credits: bool = Field(False, description="opening and closing credits in files of their own")
    asks_sample: bool = Field(False, description="a retail sample")
    longest_sample_s: float = Field(300.0, description="retail sample, at most, s")

    # Covers, names and the rest.
    smallest_cover_px: int = Field(1400, description="shorter side of the cover, at least, px")
    smallest_cover_without_warning_px: int = Field(2400, description="shorter side, remarked on below, px")
    refused_cover_px: int | None = Field(None, description="shorter side, refused below, px")
    largest_cover_px: int | None = Field(None, description="longer side of the cover, at most, px")
    largest_cover_mib: int = Field(20, description="size of the cover, at most, MiB")
    cover_formats: tuple[str, ...] | None = Field(None, description="the only formats of covers")
    widest_side_difference: float = Field(0.01, description="sides of a square cover differ by at most this share")
    largest_epub_gb: float = Field(2.0, description="EPUB, at most, GB")
    names: Literal["plain", "numbered", "librivox"] | None = Field(None, description="how files must be named")
    asks_isbn: bool = Field(False, description="the title is known by its ISBN-13")
    asks_tags: bool = Field(False, description="title, album and artist in the tags of every track")

    # Metadata. `duration_tolerance` above is where a stated length refuses.
    duration_tolerance_without_warning: float = Field(0.02, description="... and by this share without a warning")
    duration_slack_s: float = Field(60.0, description="... and by this in any case, s")
    shortest_description_chars: int = Field(50, description="description, at least, characters without markup")
    longest_description_chars: int = Field(4000, description="description, at most, characters without markup")
    longest_short_text_chars: int = Field(350, description="short description, at most, characters without markup")
    earliest_publication_year: int = Field(1900, description="publication dates before this year are refused")
    farthest_publication_days: int = Field(730, description="publication dates further ahead are refused, days")
    longest_tier_title_h: float = Field(15.0, description="longer titles exceed a listener's month, h")

    # Feeds: what one message may do to a publisher's titles on the shelf before somebody must approve it.
    largest_deleted_share: float = Field(0.02, description="titles that a feed may delete, share of those live")
    largest_withdrawn_share: float = Field(0.05, description="titles that a feed may withdraw, share of those live")
    largest_repriced_share: float = Field(0.05, description="titles that a feed may reprice, share of those live")
    largest_shrunk_share: float = Field(0.05, description="titles that a feed may offer in fewer places, share")
    tolerated_feed_titles: int = Field(3, description="titles that a feed may change in each of these ways anyhow")
    widest_price_change: float = Field(0.50, description="a price that changes by more counts as repriced, share")


STREAMING = Profile()
"""The default: what a listener of the platform notices, nothing stricter."""

PROFILES = Family(__name__, Profile)
"""A folder that is a table: one file, one recipient."""

_WINDOWS = (
    ("quietest_rms_dbfs", "loudest_rms_dbfs"),
    ("quietest_lufs", "loudest_lufs"),
    ("shortest_head_s", "longest_head_s"),
    ("shortest_tail_s", "longest_tail_s"),
    ("smallest_cover_px", "largest_cover_px"),
)
_LONGEST_SHOWN = 60


def overridden(profile: Profile, overrides: Mapping[str, object], name: str) -> Profile:
    """The profile with a publisher's own numbers, under a name of its own; null takes a demand away.

    Every field that there is not, and every value that a field cannot have, is told at once by `RejectedError`.
    """
    known = {field for field in Profile.model_fields if field != "name"}
    faults = [_unknown(field, known) for field in overrides if field not in known]
    usual = profile.model_dump(mode="json")
    fields = usual | {"name": name} | {field: value for field, value in overrides.items() if field in known}
    try:
        # As JSON and strictly, so that "64" is no number, and a list is a list.
        made = Profile.model_validate_json(json.dumps(fields, default=str), strict=True)
    except (ValidationError, ValueError) as error:
        told = error.errors(include_url=False) if isinstance(error, ValidationError) else []
        faults += [f"{_place(fault['loc'])} is {_shown(fault['input'])}: {fault['msg']}" for fault in told]
        faults += [] if told else [f"the numbers are no JSON: {error}"]
    else:
        faults += _crossed(made)
    if faults:
        count = f"{len(faults)} of the profile's thresholds cannot be" if len(faults) > 1 else "a threshold cannot be"
        raise RejectedError(f"{count} changed: {'; '.join(faults)}", cause_code="profile-invalid")
    return made


def _unknown(field: str, known: set[str]) -> str:
    near = get_close_matches(field, sorted(known), n=1)
    hint = f" (did you mean {near[0]}?)" if near else ""
    return f"{_shown(field)} is no threshold{hint}"


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(map(str, location))


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."


def _crossed(made: Profile) -> Iterator[str]:
    for lowest, highest in _WINDOWS:
        low, high = getattr(made, lowest), getattr(made, highest)
        if low is not None and high is not None and low > high:
            yield f"{lowest} is {low:g}, more than {highest}, which is {high:g}"
