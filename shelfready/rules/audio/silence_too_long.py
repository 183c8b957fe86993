"""AUD-011: There is a silence that listeners take for the end.

What it checks
    No silence lasts longer than the profile allows.

Why it matters
    After ten seconds listeners look at their player; after a minute they have gone. A long silence is mostly a gap
    that nobody closed in the edit.

How to mend it
    Close the gap in the edit; leave one to three seconds between sections.

Source
    content-rules AUD-011

Example:
    >>> from shelfready.rules._examples import audio
    >>> silence_too_long(audio(longest_silence_ms=4_000))
    []
    >>> [(found.severity.value, found.message) for found in silence_too_long(audio(longest_silence_ms=14_200))]
    [('W', 'the longest silence lasts 14.2 s, and at most 10 s is expected')]
    >>> [found.severity.value for found in silence_too_long(audio(longest_silence_ms=90_000))]
    ['E']
"""

from shelfready.findings import Said, Says, Severity, rule
from shelfready.media import AudioFacts
from shelfready.profiles import Profile


@rule("AUD-011", Severity.WARNING)
def silence_too_long(audio: AudioFacts, profile: Profile) -> Says:
    """Warns from one length on, refuses from the other; silence throughout is `audio-silent`'s to name."""
    longest = audio.longest_silence_ms / 1000
    limit = profile.longest_silence_without_warning_s
    if longest > limit and audio.sample_peak_dbfs > profile.silent_peak_dbfs:
        message = f"the longest silence lasts {longest:.1f} s, and at most {limit:g} s is expected"
        yield Said(message, Severity.ERROR) if longest > profile.longest_silence_s else message
