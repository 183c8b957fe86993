"""META-017: The tags of a track name another book by somebody else.

What it checks
    Where nearly all tracks name one album and one artist in their tags, no track names another album and another
    artist. One of the two alone is no fault: discs have albums of their own, and the stories of an anthology artists.

Why it matters
    A track of another book was sent among those of this one. Its number may fit, and nobody hears it before the
    listeners.

How to mend it
    Listen to the track. If it is of another book, send the right one; if it is of this book, correct its tags.

Source
    ours; content-rules CHP-001

Example:
    >>> from shelfready.rules._examples import audio, audiobook, track
    >>> def tagged(*books):
    ...     names = [{"album": album, "artist": artist} for album, artist in books]
    ...     return audiobook(*(track(f"{n}.mp3", audio(600 + n, tags=tags)) for n, tags in enumerate(names, start=1)))
    >>> own, disc = ("The Lighthouse", "Ada Brook"), ("The Lighthouse (Disc 2)", "Brook, Ada")
    >>> track_of_another_book(tagged(own, own, disc, disc, ("The Lighthouse", "Tom Hill")))
    []
    >>> for found in track_of_another_book(tagged(own, own, own, own, ("Winter Tales", "Al Stone"))):
    ...     print(found.asset, found.message)
    5.mp3 the tags name 'Winter Tales' by 'Al Stone', and those of 4 of 5 tracks 'The Lighthouse' by 'Ada Brook'
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shelfready.chapter_titles import credits_title
from shelfready.findings import Said, Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.rules._described import short
from shelfready.titles import AssetFacts, TitleFacts
from shelfready.wordings import are_same_people, are_same_title, words_of

_FEWEST_ALIKE = 4
_MOST_OTHERS = 0.2

_VOLUME = re.compile(r"\b(disc|disk|cd|part|teil|vol(ume)?|band|side|tome)\b|[0-9]+|\b[ivx]+\b", re.IGNORECASE)
"""What albums of one book differ in."""

_NOBODY = frozenset(
    {"unknown", "various", "artist", "artists", "n", "a", "na", "none", "diverse", "author", "narrator"}
)


@dataclass(frozen=True)
class _Named:
    """What the tags of a track say that it is of, and by whom."""

    track: AssetFacts
    album: str
    people: tuple[str, ...]
    narrator: str | None


@rule("META-017", Severity.WARNING)
def track_of_another_book(title: TitleFacts, _profile: Profile) -> Says:
    """Compares with what most tracks say, and with what is known of the title."""
    named = [one for found in title.tracks if (one := _named(found))]
    usual = _usual(named)
    if usual is None:
        return
    # One narrator reads many books; but some write the narrator where others write the author.
    makers = (*usual.people, *([usual.narrator] if usual.narrator else []))
    alike = [one for one in named if _is_of(one.album, usual.album) and are_same_people(one.people, makers)]
    if len(alike) < max(_FEWEST_ALIKE, (1 - _MOST_OTHERS) * len(named)):
        return
    for one in named:
        is_other = not _is_of(one.album, usual.album) and not are_same_people(one.people, makers)
        if is_other and not _is_known(one, title) and not _is_credits(one.track):
            own, most = _quoted(one), _quoted(usual)
            yield Said(
                f"the tags name {own}, and those of {len(alike)} of {len(title.tracks)} tracks {most}",
                asset=one.track.asset.name,
            )


def _named(found: AssetFacts) -> _Named | None:
    tags = found.audio.tags if found.audio else None
    if tags is None or not tags.album:
        return None
    people = tuple(name for name in (tags.artist, tags.album_artist) if name and not set(words_of(name)) <= _NOBODY)
    return _Named(found, tags.album, people, tags.narrator) if people else None


def _usual(named: Sequence[_Named]) -> _Named | None:
    """One of the tracks that name what most name."""
    return max(named, key=lambda one: sum(other.album == one.album for other in named), default=None)


def _is_of(album: str, other: str) -> bool:
    return are_same_title((_VOLUME.sub(" ", album),), (_VOLUME.sub(" ", other),))


def _is_known(one: _Named, title: TitleFacts) -> bool:
    """Whether the album or the people are the title's own: then it is the others whose tags are odd."""
    known = title.metadata
    own = tuple(filter(None, (*known.authors, *known.narrators, known.publisher)))
    is_own_title = known.title is not None and _is_of(one.album, known.title)
    return is_own_title or (bool(own) and are_same_people(one.people, own))


def _is_credits(found: AssetFacts) -> bool:
    """A publisher's jingle may come from somewhere else."""
    stem = re.sub(r"^[0-9]+[ ._-]*", "", found.asset.name.rpartition("/")[2].rpartition(".")[0])
    told = (found.asset.title, found.audio.tags.title if found.audio else None, stem)
    return any(credits_title(text) for text in told if text)


def _quoted(one: _Named) -> str:
    return f"{short(one.album, 50)!r} by {short(one.people[0], 50)!r}"
