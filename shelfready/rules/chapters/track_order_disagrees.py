"""CHP-002: The playing order is not that of the track numbers or of the names.

What it checks
    The order in which the tracks will be played is that of the numbers in their names and that of the numbers in their
    tags (disc, then track), wherever all tracks have them. The order of a manifest is followed although one of the two
    contradicts it, with a warning. Where both do, or where nobody said the order, it is an error.

Why it matters
    One of them is wrong, and a book in the wrong order is unusable.

How to mend it
    Send a manifest that gives the order, or correct the numbers in the tags and names, so that all say the same.

Source
    content-rules CHP-002; a LibriVox check compares name, title and track number in the same way

Example:
    >>> from shelfready.rules._examples import audio, audiobook, track
    >>> def numbered(name, number, **place):
    ...     return track(name, audio(pcm_sha256="a" * 64, tags={"track": number}), **place)
    >>> track_order_disagrees(audiobook(numbered("a.mp3", 1), numbered("b.mp3", 2)))
    []
    >>> guessed = audiobook(numbered("1.mp3", 2), numbered("2.mp3", 1))
    >>> [(found.severity.value, found.message) for found in track_order_disagrees(guessed)]
    [('E', '1.mp3 is played before 2.mp3, and their tags say the opposite')]
    >>> declared = audiobook(numbered("a.mp3", 2, order=1), numbered("b.mp3", 1, order=2))
    >>> [found.severity.value for found in track_order_disagrees(declared)]
    ['W']
"""

from itertools import pairwise

from shelfready.findings import Said, Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.titles import TitleFacts
from shelfready.track_order import Places, by_names, by_tags, is_declared, is_in_order


@rule("CHP-002", Severity.ERROR)
def track_order_disagrees(title: TitleFacts, _profile: Profile) -> Says:
    """Names the first two tracks that are the other way round."""
    signs = {"names": by_names(title), "tags": by_tags(title)}
    against = {sign: places for sign, places in signs.items() if places is not None and not is_in_order(places)}
    is_followed = is_declared(title) and len(against) < len(signs)
    for sign, places in against.items():
        here, there = _first_swap(places, title)
        message = f"{here} is played before {there}, and their {sign} say the opposite"
        yield Said(message, Severity.WARNING if is_followed else None)


def _first_swap(places: Places, title: TitleFacts) -> tuple[str, str]:
    names = [found.asset.name for found in title.tracks]
    swapped = (pair for pair, (here, there) in zip(pairwise(names), pairwise(places), strict=True) if here > there)
    return next(swapped)
