"""AUD-012: The silence before the first word, or after the last, is too short or too long.

What it checks
    The silence at either end of a track lies within the profile's range. Ends that are not silent because the whole
    track is noisy are left to `noise-floor-too-high`.

Why it matters
    A word that begins with the file is cut off by many players; ten seconds of nothing are taken for the end of the
    book. ACX measures both ends of every file.

How to mend it
    Give every file half a second to a second of room tone before the first word, and one to five seconds after the
    last; cut what is more.

Source
    ACX 0.5 to 1 s and 1 to 5 s; Author's Republic 1 to 5 s at both; content-rules AUD-012. The streaming limit is ours

Example:
    >>> from shelfready.profiles.acx import acx
    >>> from shelfready.rules._examples import audio
    >>> head_or_tail_unfit(audio())
    []
    >>> head_or_tail_unfit(audio(head_silence_ms=700, tail_silence_ms=3_000), acx)
    []
    >>> [found.message for found in head_or_tail_unfit(audio(head_silence_ms=100, tail_silence_ms=3_000), acx)]
    ['0.1 s of silence precede the first sound, and 0.5 to 1 s is expected']
    >>> [found.message for found in head_or_tail_unfit(audio(tail_silence_ms=14_000))]
    ['14.0 s of silence follow the last sound, and at most 10 s is expected']
"""

from shelfready.findings import Said, Says, Severity, rule
from shelfready.media import AudioFacts
from shelfready.profiles import Profile
from shelfready.rules.audio._windows import beyond, range_of

_SILENCE_DBFS = -60.0
"""Below this the instruments call a hundredth of a second silent: room tone above it is none to them."""

_ROUNDING_S = 0.05
"""What is measured in blocks is not refused for a block."""

_ADD = "Put room tone of the same recording there until the length is right; silence without any is heard as a gap."
_CUT = "Cut the silence in the edit, and leave a second or two of room tone."


@rule("AUD-012", Severity.WARNING)
def head_or_tail_unfit(audio: AudioFacts, profile: Profile) -> Says:
    """Says nothing of a track that is silent throughout, which `audio-silent` names."""
    if audio.sample_peak_dbfs <= profile.silent_peak_dbfs:
        return
    for found_ms, shortest, longest, where in (
        (audio.head_silence_ms, profile.shortest_head_s, profile.longest_head_s, "precede the first sound"),
        (audio.tail_silence_ms, profile.shortest_tail_s, profile.longest_tail_s, "follow the last sound"),
    ):
        asked = shortest if audio.noise_floor_dbfs <= _SILENCE_DBFS else None
        if beyond(found_ms / 1000, (asked, longest)) > _ROUNDING_S:
            message = f"{found_ms / 1000:.1f} s of silence {where}, and {range_of(asked, longest, 's')} is expected"
            is_short = asked is not None and found_ms / 1000 < asked
            yield Said(message, remedy=_ADD if is_short else _CUT)
