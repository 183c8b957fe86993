"""AUD-010: There is noise in the pauses.

What it checks
    The quietest half second is below the profile's ceiling, in tracks of at least a minute: a shorter one (credits)
    may hold no pause to measure.

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
"""

from shelfready.findings import Says, Severity, rule
from shelfready.media import AudioFacts
from shelfready.profiles import Profile


@rule("AUD-010", Severity.WARNING)
def noise_floor_too_high(audio: AudioFacts, profile: Profile) -> Says:
    """Compares the quietest window."""
    has_pauses = audio.duration_ms >= profile.shortest_compared_track_s * 1000
    if has_pauses and audio.noise_floor_dbfs > profile.highest_noise_floor_dbfs:
        yield (
            f"the noise floor is at {audio.noise_floor_dbfs:.1f} dBFS, and at most "
            f"{profile.highest_noise_floor_dbfs} dBFS is expected"
        )
