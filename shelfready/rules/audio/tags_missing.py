"""AUD-019: The tags of a track do not say what it is.

What it checks
    Where the profile asks for it, every track has a title, an album and an artist in its tags, and the album is the
    same in all.

Why it matters
    Listeners who download the files have nothing but the tags; LibriVox refuses a file without them.

How to mend it
    Write title, album and artist into the tags of every track (ID3v2 in MP3), the album alike in all.

Source
    LibriVox's validator; content-rules 1.6

Example:
    >>> from shelfready.profiles.librivox import librivox
    >>> from shelfready.rules._examples import audio, audiobook, track
    >>> tags_missing(audiobook())
    []
    >>> said = {"title": "01 - Storm", "album": "The Lighthouse", "artist": "Ada Brook"}
    >>> tags_missing(audiobook(track("01.mp3", audio(tags=said))), librivox)
    []
    >>> [(found.asset, found.message) for found in tags_missing(audiobook(track("01.mp3")), librivox)]
    [('01.mp3', 'the tags have no title, album, artist, and all three are expected')]
"""

from shelfready.findings import Said, Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.titles import TitleFacts

_ASKED = ("title", "album", "artist")


@rule("AUD-019", Severity.ERROR)
def tags_missing(title: TitleFacts, profile: Profile) -> Says:
    """Says nothing where nobody asks: our listeners read the metadata of the title."""
    if not profile.asks_tags:
        return
    tags = {found.asset.name: found.audio.tags for found in title.tracks if found.audio}
    for name, found in tags.items():
        missing = [field for field in _ASKED if not getattr(found, field)]
        if missing:
            yield Said(f"the tags have no {', '.join(missing)}, and all three are expected", asset=name)
    albums = {found.album for found in tags.values() if found.album}
    if len(albums) > 1:
        yield f"the tags name {len(albums)} albums ({', '.join(sorted(albums)[:3])}), and the same in all is expected"
