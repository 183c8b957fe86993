"""AUD-008: The loudest moment touches full scale.

What it checks
    The sample peak lies below the profile's ceiling.

Why it matters
    The encoder for listeners adds a little to every peak. Without head room, it clips where the original did not.

How to mend it
    Limit the master to -3 dBFS, or lower the gain by the difference.

Source
    ACX: peaks at -3 dBFS or lower; AES TD1008: -1 dBTP at the encoder. LibriVox books reach full scale and are heard
    without complaint, so it is a warning here. content-rules AUD-008

Example:
    >>> from shelfready.rules._examples import audio
    >>> peak_too_high(audio(sample_peak_dbfs=-3.1))
    []
    >>> [found.message for found in peak_too_high(audio(sample_peak_dbfs=0.0))]
    ['the highest sample is at 0.0 dBFS, and at most -0.1 dBFS is expected']
"""

from shelfready.findings import Says, Severity, rule
from shelfready.media import AudioFacts
from shelfready.profiles import Profile


@rule("AUD-008", Severity.WARNING)
def peak_too_high(audio: AudioFacts, profile: Profile) -> Says:
    """Compares the sample peak, which every tool measures alike."""
    if audio.sample_peak_dbfs > profile.highest_peak_dbfs:
        yield (
            f"the highest sample is at {audio.sample_peak_dbfs:.1f} dBFS, and at most "
            f"{profile.highest_peak_dbfs} dBFS is expected"
        )
