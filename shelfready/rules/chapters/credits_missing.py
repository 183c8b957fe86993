"""CHP-003: The opening or the closing credits are not there, or not in their place.

What it checks
    Where the profile asks for it, the first chapter is called opening credits and the last one closing credits, by any
    of their usual names, in the manifest, the tags or the file names.

Why it matters
    The opening credits tell listeners what they have opened; without the closing ones, they cannot tell the end of the
    book from a broken file. ACX refuses titles without.

How to mend it
    Record both as files of their own: title, author and narrator at the beginning, "The end" with the same names at the
    end. Call the files "Opening Credits" and "Closing Credits". If they are there under another name, nothing is wrong.

Source
    ACX audio submission requirements; Bokbasen (first and last file); content-rules CHP-003. What is spoken in them is
    not listened to: `credits-do-not-match` is planned

Example:
    >>> from shelfready.profiles.acx import acx
    >>> from shelfready.rules._examples import audiobook, track
    >>> credits_missing(audiobook())
    []
    >>> whole = audiobook(track("01_Opening Credits.mp3"), track("02_Storm.mp3"), track("03_End Credits.mp3"))
    >>> credits_missing(whole, acx)
    []
    >>> [found.message for found in credits_missing(audiobook(track("01_Storm.mp3"), track("02_Credits.mp3")), acx)]
    ['no chapter is called opening credits, and the first one is expected to be']
"""

from shelfready.chapters import ChapterKind
from shelfready.findings import Says, Severity, Status, rule
from shelfready.profiles import Profile
from shelfready.rules.chapters._table import table_of
from shelfready.titles import TitleFacts


@rule("CHP-003", Severity.WARNING, status=Status.PREVIEW)
def credits_missing(title: TitleFacts, profile: Profile) -> Says:
    """Goes by what chapters are called, in any language that the chapter table knows credits in."""
    table = table_of(title) if profile.asks_credits else None
    if table is None:
        return
    kinds = [chapter.kind for chapter in table.chapters]
    for wanted, place, where in ((ChapterKind.OPENING_CREDITS, 0, "first"), (ChapterKind.CLOSING_CREDITS, -1, "last")):
        name = wanted.value.replace("-", " ")
        if wanted not in kinds:
            yield f"no chapter is called {name}, and the {where} one is expected to be"
        elif kinds[place] is not wanted:
            yield f"the {name} are chapter {kinds.index(wanted) + 1}, and expected to be the {where} one"
