"""AUD-014: There is nothing to hear in the track.

What it checks
    The loudest sample is above the level at which anything can be heard.

Why it matters
    An empty export looks like a chapter in every list and is found by the listener who reaches it.

How to mend it
    Export the track again with its voice unmuted; leave out tracks that are meant to be empty.

Source
    content-rules AUD-001 ("not silent")

Example:
    >>> from shelfready.rules._examples import audio
    >>> audio_silent(audio())
    []
    >>> [found.message for found in audio_silent(audio(sample_peak_dbfs=float("-inf")))]
    ['every sample is zero: there is nothing to hear, and a recording is expected']
"""

from math import inf

from shelfready.findings import Says, Severity, rule
from shelfready.media import AudioFacts
from shelfready.profiles import Profile


@rule("AUD-014", Severity.ERROR)
def audio_silent(audio: AudioFacts, profile: Profile) -> Says:
    """Looks at the peak, so that a single word is enough to be heard."""
    if audio.decoded_samples and audio.sample_peak_dbfs <= profile.silent_peak_dbfs:
        peak = audio.sample_peak_dbfs
        found = f"the loudest sample is at {peak:.1f} dBFS" if peak > -inf else "every sample is zero"
        yield f"{found}: there is nothing to hear, and a recording is expected"
