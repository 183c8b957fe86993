"""AUD-010: There is noise in the pauses.

What it checks
    The quietest half second is below the profile's ceiling, in tracks of at least a minute: a shorter one (credits)
    may hold no pause to measure. Above a second ceiling, where the profile has one, it is an error.

Why it matters
    Hiss, hum and traffic tire the listener; and they are heard most where the reader is silent.

How to mend it
    Record in a quieter room, or reduce the noise gently in the master; a hard gate is worse than the noise.

Source
    ACX: -60 dBFS or lower, measured like Audacity's ACX Check. -50 here finds what is heard on headphones in a train.
    content-rules AUD-010

Example:
    >>> from shelfready.rules._examples import audio
    >>> noise_floor_too_high(audio(noise_floor_dbfs=-58.0))
    []
    >>> noise_floor_too_high(audio(8, noise_floor_dbfs=-35.2))
    []
    >>> [found.message for found in noise_floor_too_high(audio(noise_floor_dbfs=-41.27))]
    ['the noise floor is at -41.3 dBFS, and at most -50.0 dBFS is expected']
    >>> from shelfready.profiles.acx import acx
    >>> [found.severity.value for found in noise_floor_too_high(audio(noise_floor_dbfs=-55.0), acx)]
    ['W']
    >>> [found.severity.value for found in noise_floor_too_high(audio(noise_floor_dbfs=-49.0), acx)]
    ['E']
"""

from shelfready.findings import Said, Says, Severity, rule
from shelfready.media import AudioFacts
from shelfready.profiles import Profile


@rule("AUD-010", Severity.WARNING)
def noise_floor_too_high(audio: AudioFacts, profile: Profile) -> Says:
    """Compares the quietest window."""
    has_pauses = audio.duration_ms >= profile.shortest_compared_track_s * 1000
    found, highest, refused = audio.noise_floor_dbfs, profile.highest_noise_floor_dbfs, profile.refused_noise_floor_dbfs
    if has_pauses and found > highest:
        message = f"the noise floor is at {found:.1f} dBFS, and at most {highest} dBFS is expected"
        yield Said(message, Severity.ERROR if refused is not None and found > refused else None)
