"""AUD-017: The recording is much louder or quieter than listeners are used to.

What it checks
    Integrated loudness (EBU R 128, mono measured as dual mono) lies within the profile's range. A track that
    `rms-out-of-range` speaks of is left to it.

Why it matters
    Listeners reach for the volume between two books; in traffic, a quiet book is lost.

How to mend it
    Master the whole book to about -18 LUFS with one gain, keeping the true peak under -1 dBTP.

Source
    AES TD1008: speech at -18 LUFS, plus or minus 2. The range here is wider: it finds only what is heard at once.

Example:
    >>> from shelfready.rules._examples import audio
    >>> loudness_out_of_range(audio(integrated_lufs=-26.1)) + loudness_out_of_range(audio(integrated_lufs=None))
    []
    >>> [found.message for found in loudness_out_of_range(audio(integrated_lufs=-31.04))]
    ['integrated loudness is -31.0 LUFS, and -28 to -14 LUFS is expected']
"""

from math import isfinite

from shelfready.findings import Says, Severity, rule
from shelfready.media import AudioFacts
from shelfready.profiles import Profile
from shelfready.rules.audio._windows import is_outside, range_of


@rule("AUD-017", Severity.WARNING)
def loudness_out_of_range(audio: AudioFacts, profile: Profile) -> Says:
    """Says nothing of digital silence, which `audio-silent` names."""
    found, quietest, loudest = audio.integrated_lufs, profile.quietest_lufs, profile.loudest_lufs
    if found is None or not isfinite(found) or is_outside(audio.rms_dbfs, _rms(profile)):
        return
    if is_outside(found, (quietest, loudest)):
        yield f"integrated loudness is {found:.1f} LUFS, and {range_of(quietest, loudest)} LUFS is expected"


def _rms(profile: Profile) -> tuple[float | None, float | None]:
    return profile.quietest_rms_dbfs, profile.loudest_rms_dbfs
