"""AUD-008: The loudest moment touches full scale.

What it checks
    The highest sample lies below the profile's ceiling; so does the true peak, that of the wave between the samples,
    where a profile asks for it.

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
    >>> from shelfready.profiles.acx import acx
    >>> both = peak_too_high(audio(sample_peak_dbfs=-2.0, true_peak_dbtp=-0.4), acx)
    >>> [(found.severity.value, found.message) for found in both]
    [('E', 'the highest sample is at -2.0 dBFS, and at most -3.0 dBFS is expected')]
    >>> between = peak_too_high(audio(sample_peak_dbfs=-3.1, true_peak_dbtp=-0.4), acx)
    >>> [(found.severity.value, found.message) for found in between]
    [('W', 'the true peak is at -0.4 dBTP, and at most -1.0 dBTP is expected')]
"""

from shelfready.findings import Said, Says, Severity, rule
from shelfready.media import AudioFacts
from shelfready.profiles import Profile


@rule("AUD-008", Severity.WARNING)
def peak_too_high(audio: AudioFacts, profile: Profile) -> Says:
    """Compares the sample peak, which every tool measures alike; the true peak where that is low enough."""
    found, refused, true = audio.sample_peak_dbfs, profile.refused_peak_dbfs, audio.true_peak_dbtp
    ceiling = profile.highest_true_peak_dbtp
    if refused is not None and found > refused:
        yield Said(f"the highest sample is at {found:.1f} dBFS, and at most {refused} dBFS is expected", Severity.ERROR)
    elif found > profile.highest_peak_dbfs:
        highest = profile.highest_peak_dbfs
        yield f"the highest sample is at {found:.1f} dBFS, and at most {highest} dBFS is expected"
    elif true is not None and ceiling is not None and true > ceiling:
        yield f"the true peak is at {true:.1f} dBTP, and at most {ceiling} dBTP is expected"
