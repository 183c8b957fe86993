"""AUD-007: Some tracks are much louder than others of the same book.

What it checks
    The loudness of all tracks that last at least a minute lies within the spread that the profile allows. Shorter
    ones (credits, an epigraph) are not compared, nor are tracks whose tags name different narrators.

Why it matters
    One gain is used for a whole book, so a jump between two chapters stays a jump.

How to mend it
    Bring the named tracks to the loudness of the others, best in the master, and send them again.

Source
    AES TD1008 allows 2 LU on either side of the target, so 4 in all; content-rules AUD-007

Example:
    >>> from shelfready.rules._examples import audio, audiobook, track
    >>> loudness_uneven(audiobook(track("01.mp3"), track("02.mp3", audio(integrated_lufs=-23.0))))
    []
    >>> uneven = audiobook(track("01.mp3"), track("02.mp3", audio(integrated_lufs=-26.0)))
    >>> [found.message for found in loudness_uneven(uneven)]
    ['01.mp3 is 6.0 LU louder than 02.mp3 (-20.0 and -26.0 LUFS), and at most 4.0 LU is expected']
"""

from collections import defaultdict
from math import isfinite

from shelfready.findings import Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.titles import TitleFacts


@rule("AUD-007", Severity.WARNING)
def loudness_uneven(title: TitleFacts, profile: Profile) -> Says:
    """Names the loudest and the quietest track of each narrator."""
    by_narrator: dict[str | None, dict[str, float]] = defaultdict(dict)
    for found in title.tracks:
        if found.audio is None or found.audio.duration_ms < profile.shortest_compared_track_s * 1000:
            continue
        level = found.audio.integrated_lufs
        if level is not None and isfinite(level):
            by_narrator[found.audio.tags.narrator][found.asset.name] = level
    for levels in by_narrator.values():
        loudest, quietest = max(levels, key=levels.__getitem__), min(levels, key=levels.__getitem__)
        spread = levels[loudest] - levels[quietest]
        if spread > profile.widest_loudness_spread_lu:
            yield (
                f"{loudest} is {spread:.1f} LU louder than {quietest} ({levels[loudest]:.1f} and "
                f"{levels[quietest]:.1f} LUFS), and at most {profile.widest_loudness_spread_lu} LU is expected"
            )
