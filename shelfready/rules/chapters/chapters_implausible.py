"""CHP-007: The tracks look like those of a ripped CD, not like chapters.

What it checks
    A book of more than forty tracks without chapter marks does not consist of tracks of three to six minutes alone.

Why it matters
    CD tracks were cut every few minutes wherever the disc needed it; as a table of contents, they tell the listener
    nothing.

How to mend it
    If you have the chapters of the print edition, send one file for each, or one file with chapter marks.

Source
    ONIX code list 24, note on tracks; content-rules CHP-007

Example:
    >>> from shelfready.rules._examples import audio, audiobook, track
    >>> tracks_are_not_chapters(audiobook())
    []
    >>> disc = [track(f"{number}.mp3", audio(240 + number)) for number in range(1, 61)]
    >>> [found.message for found in tracks_are_not_chapters(audiobook(*disc))]
    ['all 60 tracks last from 3 to 6 minutes, as on a CD: they will be listed as chapters']
"""

from shelfready.findings import Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.titles import TitleFacts


@rule("CHP-007", Severity.INFO)
def tracks_are_not_chapters(title: TitleFacts, _profile: Profile) -> Says:
    """A remark: a book of short chapters may look the same. Credits and the last track may be shorter."""
    recordings = [found.audio for found in title.tracks if found.audio]
    minutes = sorted(recording.duration_ms / 60_000 for recording in recordings)[3:]
    is_marked = any(len(recording.chapters) > 1 for recording in recordings)
    if len(recordings) > 40 and not is_marked and minutes[0] >= 3 and minutes[-1] <= 6:
        yield f"all {len(recordings)} tracks last from 3 to 6 minutes, as on a CD: they will be listed as chapters"
