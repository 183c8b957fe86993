"""AUD-013: The book is too short or too long to be one.

What it checks
    The whole title is as long as the profile expects of a book, and no track is longer than it allows.

Why it matters
    What lasts a few seconds is a test or a sample; what lasts a hundred hours is two books, or one twice.

How to mend it
    Check that the drop holds the whole book, and only it. If the length is right, ask for the finding to be waived.

Source
    Google Play: at most 100 hours; content-rules AUD-013

Example:
    >>> from shelfready.rules._examples import audio, audiobook, track
    >>> length_implausible(audiobook(track("01.mp3", audio(600))))
    []
    >>> [(found.severity.value, found.message) for found in length_implausible(audiobook(track("01.mp3", audio(3))))]
    [('W', 'the whole title lasts 3.0 s, and at least 30 s is expected')]
"""

from shelfready.findings import Said, Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.titles import TitleFacts


@rule("AUD-013", Severity.WARNING)
def length_implausible(title: TitleFacts, profile: Profile) -> Says:
    """A short title is only strange; one beyond all measure is refused before it is encoded."""
    lengths = {found.asset.name: found.audio.duration_ms / 1000 for found in title.tracks if found.audio}
    total = sum(lengths.values())
    if lengths and total < profile.shortest_title_s:
        yield f"the whole title lasts {total:.1f} s, and at least {profile.shortest_title_s:g} s is expected"
    if total > profile.longest_title_h * 3600:
        limit = f"{profile.longest_title_h:g} h"
        yield Said(f"the whole title lasts {total / 3600:.1f} h, and at most {limit} is expected", Severity.ERROR)
    for name, length in lengths.items():
        if length > profile.longest_track_h * 3600:
            limit = f"{profile.longest_track_h:g} h"
            yield Said(f"{name} lasts {length / 3600:.1f} h, and at most {limit} is expected", Severity.ERROR)
