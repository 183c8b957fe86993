"""CHP-008: The book is not divided into files as the recipient asks.

What it checks
    Where the profile wants a file for each chapter, no file holds several. Where it wants the whole book in one, there
    is one track, unless the book is too long for that.

Why it matters
    Wrong grouping is what ACX finds most often: several chapters in one file, or one chapter in several.

How to mend it
    Export the book again, one file for each chapter, or in one piece.

Source
    ACX quality blog, part 1; Apple (a book of less than 23 h must be one track); content-rules 1.1 and 7.1

Example:
    >>> from shelfready.profiles.acx import acx
    >>> from shelfready.profiles.apple import apple
    >>> from shelfready.rules._examples import audio, audiobook, track
    >>> split_not_as_asked(audiobook()) + split_not_as_asked(audiobook(), acx)
    []
    >>> marked = audio(600, chapters=({"start_ms": 0}, {"start_ms": 300_000}))
    >>> [(found.asset, found.message) for found in split_not_as_asked(audiobook(track("1.mp3", marked)), acx)]
    [('1.mp3', 'the track holds 2 chapters, and a file for each is expected')]
    >>> [found.message for found in split_not_as_asked(audiobook(), apple)]
    ['the book has 2 tracks and lasts 0.3 h, and one track is expected of books below 23 h']
"""

from shelfready.findings import Said, Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.titles import TitleFacts


@rule("CHP-008", Severity.WARNING)
def split_not_as_asked(title: TitleFacts, profile: Profile) -> Says:
    """Goes by the marks in the files; a chapter that is scattered over files is not found."""
    recordings = {found.asset.name: found.audio for found in title.tracks if found.audio}
    if profile.split == "chapter":
        for name, audio in recordings.items():
            if len(audio.chapters) > 1:
                count = len(audio.chapters)
                message = f"the track holds {count} chapters, and a file for each is expected"
                yield Said(message, asset=name, remedy="Export the book again, one file for each chapter.")
    hours = sum(audio.duration_ms for audio in recordings.values()) / 3_600_000
    limit = profile.whole_below_h
    if profile.split == "whole" and len(recordings) > 1 and (limit is None or hours < limit):
        below = "" if limit is None else f" of books below {limit:g} h"
        message = f"the book has {len(recordings)} tracks and lasts {hours:.1f} h, and one track is expected{below}"
        yield Said(message, remedy="Export the book again in one piece, with a chapter mark for each of the tracks.")
