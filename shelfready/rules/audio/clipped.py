"""AUD-009: The recording was driven into full scale, and sounds torn.

What it checks
    Runs of samples at full scale are no more frequent than the profile allows; a single short track may have as
    many as an hour.

Why it matters
    Clipping is distortion that no later step can undo.

How to mend it
    Record or master the place again with less gain; lowering the volume of a clipped file only makes the distortion
    quieter.

Source
    content-rules AUD-009; refused from once a second on, which is ours

Example:
    >>> from shelfready.rules._examples import audio
    >>> clipped(audio(600, clipped_runs=5))
    []
    >>> [(found.severity.value, found.message) for found in clipped(audio(600, clipped_runs=40))]
    [('W', '40 runs of samples at full scale in 600 s (240 an hour), and at most 5 an hour are expected')]
    >>> [found.severity.value for found in clipped(audio(600, clipped_runs=900))]
    ['E']
"""

from shelfready.findings import Said, Says, Severity, rule
from shelfready.media import AudioFacts
from shelfready.profiles import Profile


@rule("AUD-009", Severity.WARNING)
def clipped(audio: AudioFacts, profile: Profile) -> Says:
    """Warns by the hour; refuses what is torn from end to end."""
    hours = audio.duration_ms / 3_600_000
    allowed = profile.clipped_runs_per_hour
    if audio.clipped_runs <= allowed * max(1.0, hours):
        return
    rate = audio.clipped_runs / hours if hours else 0.0
    message = (
        f"{audio.clipped_runs} runs of samples at full scale in {audio.duration_ms / 1000:.0f} s "
        f"({rate:,.0f} an hour), and at most {allowed} an hour are expected"
    )
    yield Said(message, Severity.ERROR) if rate > profile.refused_clipped_runs_per_hour else message
