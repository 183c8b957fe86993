"""AUD-006: The recording is much louder or quieter than listeners are used to.

What it checks
    Integrated loudness (EBU R 128, mono measured as dual mono) lies within the profile's range.

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
    ['integrated loudness is -31.0 LUFS, not between -28.0 and -14.0']
"""

from math import isfinite

from shelfready.findings import Says, Severity, rule
from shelfready.media import AudioFacts
from shelfready.profiles import Profile


@rule("AUD-006", Severity.WARNING)
def loudness_out_of_range(audio: AudioFacts, profile: Profile) -> Says:
    """Says nothing of digital silence, which `audio-silent` names."""
    found, quietest, loudest = audio.integrated_lufs, profile.quietest_lufs, profile.loudest_lufs
    if found is not None and isfinite(found) and not quietest <= found <= loudest:
        yield f"integrated loudness is {found:.1f} LUFS, not between {quietest} and {loudest}"
