"""CHP-002: The playing order is not that of the track numbers or of the names.

What it checks
    The order in which the tracks will be played is that of the numbers in their tags (disc, then track) and that of
    the numbers in their names, wherever all tracks have them.

Why it matters
    One of the two is wrong, and a book in the wrong order is unusable. The declared order is followed.

How to mend it
    Correct the order in the manifest, or the numbers in the tags and names, so that all say the same.

Source
    content-rules CHP-002; a LibriVox check compares name, title and track number in the same way

Example:
    >>> from shelfready.rules._examples import audio, audiobook, track
    >>> def numbered(name, number):
    ...     return track(name, audio(pcm_sha256="a" * 64, tags={"track": number}))
    >>> track_order_disagrees(audiobook(numbered("a.mp3", 1), numbered("b.mp3", 2)))
    []
    >>> [found.message for found in track_order_disagrees(audiobook(numbered("a.mp3", 2), numbered("b.mp3", 1)))]
    ['a.mp3 is played before b.mp3, and the tags say the opposite (track 2, track 1)']
"""

from itertools import pairwise

from shelfready.findings import Says, Severity, rule
from shelfready.numbering import numbers_of
from shelfready.profiles import Profile
from shelfready.titles import TitleFacts


@rule("CHP-002", Severity.WARNING)
def track_order_disagrees(title: TitleFacts, _profile: Profile) -> Says:
    """Names the first two tracks that are the other way round."""
    names = [found.asset.name for found in title.tracks]
    tags = [found.audio.tags for found in title.tracks if found.audio]
    places = [(tag.disc or 0, tag.track) for tag in tags if tag.track is not None]
    if len(places) == len(names) == len(set(places)):
        for index, (here, there) in enumerate(pairwise(places)):
            if here > there:
                numbers = f"track {here[1]}, track {there[1]}"
                yield f"{names[index]} is played before {names[index + 1]}, and the tags say the opposite ({numbers})"
                break
    for index, (one, other) in enumerate(pairwise(numbers_of(names) or ())):
        if one > other:
            yield f"{names[index]} is played before {names[index + 1]}, and their names say the opposite"
            break
