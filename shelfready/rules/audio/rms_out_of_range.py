"""AUD-006: The track is louder or quieter than the recipient accepts.

What it checks
    The RMS level of the whole file, as it was delivered, lies within the profile's range. Barely outside, by a decibel,
    is a warning everywhere; farther outside it is an error where the recipient measures it so.

Why it matters
    ACX measures the RMS of every file and refuses those outside of its window; most fail for being too quiet. To our
    listeners, who get a gain of their own for each title, only the far ends matter.

How to mend it
    Raise or lower the whole file by one gain until its RMS lies in the range, and limit the peaks that then rise above
    the ceiling; lower the whole book alike, so that no chapter stands out.

Source
    ACX: -23 to -18 dB RMS per file, a plain RMS and no LUFS; content-rules 1.3 and AUD-006. The streaming range is ours

Example:
    >>> from shelfready.profiles.acx import acx
    >>> from shelfready.rules._examples import audio
    >>> rms_out_of_range(audio(rms_dbfs=-26.4)) + rms_out_of_range(audio(rms_dbfs=-20.5), acx)
    []
    >>> [(found.severity.value, found.message) for found in rms_out_of_range(audio(rms_dbfs=-33.2))]
    [('W', 'the RMS level is -33.2 dBFS, and -30 to -14 dBFS is expected')]
    >>> [found.severity.value for level in (-23.6, -26.4) for found in rms_out_of_range(audio(rms_dbfs=level), acx)]
    ['W', 'E']
"""

from shelfready.findings import Said, Says, Severity, rule
from shelfready.media import AudioFacts
from shelfready.profiles import Profile
from shelfready.rules.audio._windows import beyond, range_of


@rule("AUD-006", Severity.WARNING)
def rms_out_of_range(audio: AudioFacts, profile: Profile) -> Says:
    """Says nothing of silence, which `audio-silent` names."""
    if audio.sample_peak_dbfs <= profile.silent_peak_dbfs:
        return
    lowest, highest = profile.quietest_rms_dbfs, profile.loudest_rms_dbfs
    by = beyond(audio.rms_dbfs, (lowest, highest))
    if by > 0:
        is_refused = profile.refuses_rms_beyond_tolerance and by > profile.rms_tolerance_db
        expected = range_of(lowest, highest, "dBFS")
        message = f"the RMS level is {audio.rms_dbfs:.1f} dBFS, and {expected} is expected"
        yield Said(message, Severity.ERROR if is_refused else Severity.WARNING)
