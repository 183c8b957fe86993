"""AUD-013: The book or a file of it is too short, too long or too large.

What it checks
    The whole title is as long as the profile expects of a book; no track is longer or larger than it takes, there are
    no more tracks than it takes, and all together are no larger.

Why it matters
    What lasts a few seconds is a test or a sample; what lasts a hundred hours is two books, or one twice. A file that
    is too large for a recipient is refused by it after hours of sending.

How to mend it
    Check that the drop holds the whole book, and only it. If the length is right, ask for the finding to be waived.

Source
    ACX 120 min and 170 MB a file; Google Play 5 min to 100 h; Apple 23 h a track; content-rules AUD-013

Example:
    >>> from shelfready.profiles.acx import acx
    >>> from shelfready.rules._examples import audio, audiobook, track
    >>> length_implausible(audiobook(track("01.mp3", audio(600))))
    []
    >>> [(found.severity.value, found.message) for found in length_implausible(audiobook(track("01.mp3", audio(3))))]
    [('W', 'the whole title lasts 3.0 s, and at least 30 s is expected')]
    >>> large = audiobook(track("01.mp3", audio(7_800), size_bytes=187_000_000))
    >>> for found in length_implausible(large, acx):
    ...     print(found.severity, found.asset, found.message)
    E 01.mp3 the track lasts 130 min, and at most 120 min is expected
    E 01.mp3 the track has 178 MiB, and at most 170 MiB is expected
"""

from shelfready.findings import Said, Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.titles import AssetFacts, TitleFacts

_MIB = 1024 * 1024

_SPLIT = "Split the track where a chapter ends, or at a pause; a lower bit rate makes it smaller, and not shorter."
_SMALLER = "Export the tracks at a lower bit rate, or in mono, until all of them together are small enough."
_FEWER = "Join tracks where chapters belong together, and give the chapters as marks in the files."


@rule("AUD-013", Severity.WARNING)
def length_implausible(title: TitleFacts, profile: Profile) -> Says:
    """A short title is only strange; one beyond all measure is refused before it is encoded."""
    lengths = [found.audio.duration_ms / 1000 for found in title.tracks if found.audio]
    if lengths:
        yield from _whole(sum(lengths), profile)
    size = sum(found.asset.size_bytes for found in title.tracks)
    largest = profile.largest_title_mib
    if largest is not None and size > largest * _MIB:
        message = f"the tracks have {size / _MIB:,.0f} MiB, and at most {largest:,} MiB is expected"
        yield Said(message, Severity.ERROR, remedy=_SMALLER)
    if profile.most_tracks is not None and len(title.tracks) > profile.most_tracks:
        message = f"the title has {len(title.tracks)} tracks, and at most {profile.most_tracks} are expected"
        yield Said(message, remedy=_FEWER)
    for found in title.tracks:
        yield from _track(found, profile)


def _whole(length: float, profile: Profile) -> Says:
    refused = profile.refused_shortest_title_s
    if refused is not None and length < refused:
        yield Said(f"the whole title lasts {length:.1f} s, and at least {refused:g} s is expected", Severity.ERROR)
    elif length < profile.shortest_title_s:
        yield f"the whole title lasts {length:.1f} s, and at least {profile.shortest_title_s:g} s is expected"
    if length > profile.longest_title_h * 3600:
        limit = f"{profile.longest_title_h:g} h"
        yield Said(f"the whole title lasts {length / 3600:.1f} h, and at most {limit} is expected", Severity.ERROR)


def _track(found: AssetFacts, profile: Profile) -> Says:
    name, minutes, limit = found.asset.name, 0.0, profile.longest_track_h * 60
    if found.audio is not None:
        minutes = found.audio.duration_ms / 60_000
    if minutes > limit:
        message = f"the track lasts {minutes:.0f} min, and at most {limit:.0f} min is expected"
        yield Said(message, Severity.ERROR, name, _SPLIT)
    size, largest = found.asset.size_bytes / _MIB, profile.largest_track_mib
    if largest is not None and size > largest:
        message = f"the track has {size:,.0f} MiB, and at most {largest:,} MiB is expected"
        yield Said(message, Severity.ERROR, name, _SPLIT)
