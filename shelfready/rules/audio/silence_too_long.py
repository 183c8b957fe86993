"""AUD-011: There is a silence that listeners take for the end, or one without any room tone.

What it checks
    No silence between two sounds of a track lasts longer than the profile allows; and no stretch of samples that are
    all zero does. What comes before the first sound and after the last is `head_or_tail_unfit`'s to judge.

Why it matters
    After ten seconds listeners look at their player; after a minute they have gone. A long silence is mostly a gap
    that nobody closed in the edit, and dead silence is heard as a fault: a room is never quite silent.

How to mend it
    Close the gap in the edit; leave one to three seconds between sections, and fill them with room tone.

Source
    ACX Check warns of a noise floor of minus infinity; content-rules AUD-011

Example:
    >>> from shelfready.rules._examples import audio
    >>> silence_too_long(audio(silences=({"start_ms": 60_000, "length_ms": 4_000},)))
    []
    >>> gap = {"start_ms": 245_000, "length_ms": 14_200}
    >>> [(found.severity.value, found.message) for found in silence_too_long(audio(silences=(gap,)))]
    [('W', 'a silence at 4:05 lasts 14.2 s, and at most 10 s is expected')]
    >>> [found.severity.value for found in silence_too_long(audio(silences=(gap | {"length_ms": 90_000},)))]
    ['E']
    >>> [found.message for found in silence_too_long(audio(longest_digital_silence_ms=7_000))]
    ['for 7.0 s every sample is zero, and room tone is expected after 5 s']
"""

from shelfready.findings import Said, Says, Severity, rule
from shelfready.media import AudioFacts, Silence
from shelfready.profiles import Profile

_EDGE_MS = 50
"""What is left of a head or tail when silences are told in blocks."""


@rule("AUD-011", Severity.WARNING)
def silence_too_long(audio: AudioFacts, profile: Profile) -> Says:
    """Names the longest, and how many there are; silence throughout is `audio-silent`'s to name."""
    if audio.sample_peak_dbfs <= profile.silent_peak_dbfs:
        return
    limit = profile.longest_silence_without_warning_s
    long = [silence for silence in audio.silences if _is_inside(silence, audio) and silence.length_ms > limit * 1000]
    if long:
        longest = max(long, key=lambda silence: silence.length_ms)
        seconds = longest.length_ms / 1000
        rest = f" (and {len(long) - 1} more {'is' if len(long) == 2 else 'are'} too long)" if len(long) > 1 else ""
        message = (
            f"a silence at {_clock(longest.start_ms)} lasts {seconds:.1f} s{rest}, and at most {limit:g} s is expected"
        )
        yield Said(message, Severity.ERROR if seconds > profile.longest_silence_s else None)
    dead, longest_dead = audio.longest_digital_silence_ms / 1000, profile.longest_digital_silence_s
    if longest_dead is not None and dead >= longest_dead and not long and not _is_an_end(dead, audio, profile):
        message = f"for {dead:.1f} s every sample is zero, and room tone is expected after {longest_dead:g} s"
        yield Said(message, remedy="Fill the pause with room tone of the same recording, or close it in the edit.")


def _is_inside(silence: Silence, audio: AudioFacts) -> bool:
    return silence.start_ms > _EDGE_MS and silence.start_ms + silence.length_ms < audio.duration_ms - _EDGE_MS


def _is_an_end(dead: float, audio: AudioFacts, profile: Profile) -> bool:
    """Whether it is a head or a tail that is too long, and told as that."""
    ends = ((audio.head_silence_ms, profile.longest_head_s), (audio.tail_silence_ms, profile.longest_tail_s))
    return any(longest is not None and found / 1000 >= max(dead - _EDGE_MS / 1000, longest) for found, longest in ends)


def _clock(ms: int) -> str:
    """A place in a track: 4:05, or 1:02:03."""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
