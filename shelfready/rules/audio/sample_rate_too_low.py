"""AUD-004: The recording has fewer samples a second than a clear voice needs.

What it checks
    The sample rate is at least that of the profile.

Why it matters
    Below 22.05 kHz nothing above 11 kHz is left: s, f and th are hard to tell apart.

How to mend it
    Export the track again from the master at 44.1 kHz. Converting a low rate upwards mends nothing.

Source
    ACX and Google Play ask for 44.1 kHz; LibriVox publishes at 22.05 kHz. content-rules AUD-004

Example:
    >>> from shelfready.rules._examples import audio
    >>> sample_rate_too_low(audio(sample_rate_hz=22_050))
    []
    >>> [found.message for found in sample_rate_too_low(audio(sample_rate_hz=8_000))]
    ['the sample rate is 8,000 Hz, and at least 22,050 Hz is expected']
"""

from shelfready.findings import Says, Severity, rule
from shelfready.media import AudioFacts
from shelfready.profiles import Profile


@rule("AUD-004", Severity.WARNING)
def sample_rate_too_low(audio: AudioFacts, profile: Profile) -> Says:
    """Compares the file's own rate."""
    if audio.sample_rate_hz < profile.lowest_sample_rate_hz:
        lowest = profile.lowest_sample_rate_hz
        yield f"the sample rate is {audio.sample_rate_hz:,} Hz, and at least {lowest:,} Hz is expected"
