"""How loud a title is, and the one gain that makes it as loud as its listeners expect.

Loudness is measured once over the whole book (EBU R 128), not over each track: quiet chapters stay quieter than loud
ones, as they were meant. The gain is linear and one number for the title: nothing is compressed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import floor, inf, isfinite, log10

from shelfready.doubled_sound import lost_in_mono
from shelfready.media import AudioFacts, LoudnessBin
from shelfready.profiles import Profile
from shelfready.titles import TitleFacts
from shelfready.values import Value

KEPT_WITHIN_LU = 0.5
"""How far off the gain of the release before may be and still be kept: one track that was replaced shall not encode all
others anew. Half a loudness unit is heard by nobody."""

_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0
"""What is silent, or far below the rest, does not count as programme (ITU-R BS.1770-5, annex 1)."""


class Sound(Value):
    """What a title sounds like before and after its gain.

    `integrated_lufs` is the loudness of the whole book as delivered, `true_peak_dbtp` the highest true peak of any
    track; None where there is nothing to hear. `mono_lufs` is the loudness when two channels are mixed into one: less
    where they differ. `silent_share` is how much of it is silent (see `AudioFacts`), between 0 and 1. `reason` says why
    the gain is what it is.
    """

    integrated_lufs: float | None = None
    mono_lufs: float | None = None
    true_peak_dbtp: float | None = None
    silent_share: float = 0.0
    target_lufs: float | None = None
    gain_db: float = 0.0
    reason: str = "nothing to hear"


def sound_of(facts: TitleFacts, profile: Profile, previous: Sound | None = None) -> Sound:
    """What a title sounds like, and the gain that brings it to the profile's target.

    The gain of the `previous` release is kept while it still does.
    """
    tracks = [track.audio for track in facts.tracks if track.audio is not None]
    loudness = loudness_of(bin for audio in tracks for bin in audio.loudness)
    peak = max((_peak(audio) for audio in tracks), default=-inf)
    if loudness is None or not isfinite(peak):
        return Sound(silent_share=_silent_share(tracks), target_lufs=profile.target_lufs)
    measured = Sound(
        integrated_lufs=round(loudness, 2),
        mono_lufs=_rounded(loudness_of(bin for audio in tracks for bin in _mixed(audio))),
        true_peak_dbtp=round(peak, 2),
        silent_share=_silent_share(tracks),
        target_lufs=profile.target_lufs,
    )
    gain_db, reason = _gain(loudness, peak, profile)
    if previous is not None and previous.gain_db != gain_db and _still_does(previous, loudness, peak, profile):
        reason = (
            f"kept from the release before: {loudness:.1f} LUFS become {loudness + previous.gain_db:.1f}, and what was "
            f"encoded stays; made for the first time it would be {gain_db:+.1f} dB"
        )
        gain_db = previous.gain_db
    return measured.model_copy(update={"gain_db": gain_db, "reason": reason})


def loudness_of(bins: Iterable[LoudnessBin]) -> float | None:
    """The integrated loudness of everything that was counted, in LUFS; None where nothing is above the gates.

    Within a bin of one LU all blocks are on one side of a gate: they are, but in the one bin that the gate divides.

    >>> loud, quiet = LoudnessBin(lufs=-20, blocks=90, power=0.0118), LoudnessBin(lufs=-45, blocks=10, power=4e-5)
    >>> round(loudness_of([loud, quiet]), 1)
    -20.0
    """
    blocks, power = defaultdict[int, int](int), defaultdict[int, float](float)
    for bin in bins:
        if bin.lufs >= _ABSOLUTE_GATE_LUFS and bin.blocks > 0 and bin.power > 0:
            blocks[bin.lufs] += bin.blocks
            power[bin.lufs] += bin.blocks * bin.power
    if not blocks:
        return None
    gate = _lufs(sum(power.values()) / sum(blocks.values())) + _RELATIVE_GATE_LU
    heard = [lufs for lufs in blocks if _lufs(power[lufs] / blocks[lufs]) > gate]
    return _lufs(sum(power[lufs] for lufs in heard) / sum(blocks[lufs] for lufs in heard))


def _gain(loudness: float, peak: float, profile: Profile) -> tuple[float, str]:
    target, ceiling = profile.target_lufs, profile.true_peak_ceiling_dbtp
    if target is None:
        return 0.0, f"the profile {profile.name} names no loudness: nothing is changed"
    is_near = abs(target - loudness) <= profile.loudness_tolerance_lu
    wanted = 0.0 if is_near else round(target - loudness, 1)
    if peak + wanted <= ceiling:
        if is_near:
            within = f"within {profile.loudness_tolerance_lu:g} LU of {target:g} LUFS"
            return 0.0, f"{loudness:.1f} LUFS are {within}: nothing is changed"
        return wanted, f"from {loudness:.1f} LUFS to {target:g} LUFS"
    # Rounded down: a ceiling holds.
    limited = floor((ceiling - peak) * 10 + 1e-6) / 10
    return limited, (
        f"from {loudness:.1f} LUFS towards {target:g} LUFS, to {loudness + limited:.1f} LUFS: the highest peak, "
        f"{peak:.1f} dBTP, may become {ceiling:g} dBTP at most"
    )


def _still_does(previous: Sound, loudness: float, peak: float, profile: Profile) -> bool:
    """Whether a title with this gain is as loud as it should be, or near enough."""
    target, ceiling = profile.target_lufs, profile.true_peak_ceiling_dbtp
    if target is None or previous.target_lufs != target or peak + previous.gain_db > ceiling:
        return False
    aim = min(target, loudness + ceiling - peak)
    # Where nothing was changed, being near was enough.
    slack = KEPT_WITHIN_LU + (profile.loudness_tolerance_lu if previous.gain_db == 0 else 0.0)
    return abs(loudness + previous.gain_db - aim) <= slack


def _mixed(audio: AudioFacts) -> Iterator[LoudnessBin]:
    """The loudness of a track when its two channels are mixed into one: what is in their difference is gone."""
    lost = lost_in_mono(audio)
    left = 1.0 if lost is None else 1 / (1 + 10 ** (lost / 10))
    for bin in audio.loudness:
        power = bin.power * left
        if power > 0:
            yield LoudnessBin(lufs=floor(_lufs(power)), blocks=bin.blocks, power=power)


def _peak(audio: AudioFacts) -> float:
    return audio.sample_peak_dbfs if audio.true_peak_dbtp is None else audio.true_peak_dbtp


def _silent_share(tracks: Iterable[AudioFacts]) -> float:
    lengths = [(audio.silent_ms, audio.duration_ms) for audio in tracks]
    whole = sum(length for _, length in lengths)
    return round(min(1.0, sum(silent for silent, _ in lengths) / whole), 4) if whole else 0.0


def _rounded(loudness: float | None) -> float | None:
    return None if loudness is None else round(loudness, 2)


def _lufs(power: float) -> float:
    return -0.691 + 10 * log10(power)
