"""CHP-007: The chapters do not look like those of a book.

What it checks
    No chapter is shorter than two seconds or longer than two hours; a book of more than forty tracks without marks does
    not consist of tracks of three to six minutes alone; and no title of a chapter is left of an ISBN or a file name.

Why it matters
    Whoever looks for a chapter finds nothing: a book in one piece has no chapters at all, and tracks of a ripped CD
    were cut wherever the disc needed it.

How to mend it
    Send one file for each chapter, or one file with chapter marks. If these are the chapters, nothing need be done.

Source
    ONIX code list 24, note on tracks; NetGalley shows names as titles; content-rules CHP-007

Example:
    >>> from shelfready.rules._examples import audio, audiobook, track
    >>> chapters_implausible(audiobook())
    []
    >>> [found.message for found in chapters_implausible(audiobook(track("book.mp3", audio(36_000))))]
    ['1 of 1 chapters lasts more than 120 min (Book: 600 min): nobody finds a place in it']
    >>> disc = [track(f"{number}.mp3", audio(240 + number)) for number in range(1, 61)]
    >>> [(found.severity.value, found.message) for found in chapters_implausible(audiobook(*disc))]
    [('I', 'all 60 tracks last from 3 to 6 minutes, as on a CD: they will be listed as chapters')]
"""

from shelfready.chapters import ChapterTable
from shelfready.findings import Said, Says, Severity, rule
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.profiles import Profile
from shelfready.rules.chapters._table import table_of
from shelfready.title_residue import has_residue
from shelfready.titles import TitleFacts

_TITLES = "Give the chapters the titles of the print edition, in the manifest or in the tags of the tracks."
_JOIN = (
    "Join what is no chapter to the one before or after it, or leave the mark out. If it is one, nothing need be done."
)
_DISC = "If the chapters are others, send a file for each, or give them as marks. If not, nothing need be done."

_SHORTER_ON_A_DISC = 3
"""Credits, a dedication and the last track may be shorter than the others."""


@rule("CHP-007", Severity.WARNING)
def chapters_implausible(title: TitleFacts, profile: Profile) -> Says:
    """Looks at the table that the title gets. That a CD was ripped is a remark: some books have short chapters."""
    table = table_of(title)
    if table is None:
        return
    yield from _lengths(table, profile)
    yield from _disc(title, profile)
    odd = [chapter.title for chapter in table.chapters if has_residue(chapter.title)]
    if odd:
        named = ", ".join(odd[:3]) + (", ..." if len(odd) > 3 else "")
        hold = "titles holds" if len(odd) == 1 else "titles hold"
        message = f"{len(odd)} of {len(table.chapters)} {hold} what is left of an ISBN or a file name ({named})"
        yield Said(message, remedy=_TITLES)


def _lengths(table: ChapterTable, profile: Profile) -> Says:
    lasts = {one.title: (one.end_sample - one.start_sample) / TIMELINE_RATE_HZ for one in table.chapters}
    short = {name: length for name, length in lasts.items() if length < profile.shortest_chapter_s}
    if short:
        name = min(short, key=short.__getitem__)
        s, found = "s" if len(short) == 1 else "", f"{name}: {short[name]:.1f} s"
        less = f"{len(short)} of {len(lasts)} chapters last{s} less than {profile.shortest_chapter_s:g} s ({found})"
        yield Said(less, remedy=_JOIN)
    long = {name: length for name, length in lasts.items() if length > profile.longest_chapter_min * 60}
    if long:
        name = max(long, key=long.__getitem__)
        s, found = "s" if len(long) == 1 else "", f"{name}: {long[name] / 60:.0f} min"
        more = f"{len(long)} of {len(lasts)} chapters last{s} more than {profile.longest_chapter_min:g} min ({found})"
        yield f"{more}: nobody finds a place in it"


def _disc(title: TitleFacts, profile: Profile) -> Says:
    recordings = [found.audio for found in title.tracks if found.audio]
    if len(recordings) <= profile.fewest_disc_tracks or any(len(recording.chapters) > 1 for recording in recordings):
        return
    minutes = sorted(recording.duration_ms / 60_000 for recording in recordings)[_SHORTER_ON_A_DISC:]
    shortest, longest = profile.shortest_disc_track_min, profile.longest_disc_track_min
    if minutes and minutes[0] >= shortest and minutes[-1] <= longest:
        count = f"all {len(recordings)} tracks last from {shortest:g} to {longest:g} minutes"
        yield Said(f"{count}, as on a CD: they will be listed as chapters", Severity.INFO, remedy=_DISC)
