"""AUD-005: Some tracks are mono and others stereo.

What it checks
    All tracks have the same number of channels.

Why it matters
    The voice jumps from the middle to the sides between two chapters. We publish in mono, so listeners of the
    stream do not hear it; partners who get the originals refuse it.

How to mend it
    Export all tracks in mono, or all in stereo.

Source
    ACX audio submission requirements; content-rules AUD-005

Example:
    >>> from shelfready.rules._examples import audio, audiobook, track
    >>> channels_mixed(audiobook(track("01.mp3"), track("02.mp3")))
    []
    >>> mixed = audiobook(track("01.mp3"), track("02.mp3"), track("03.mp3", audio(channels=2)))
    >>> [found.message for found in channels_mixed(mixed)]
    ['2 tracks have 1 channel and 1 track has 2 (03.mp3); all are expected to have the same number']
"""

from collections import Counter

from shelfready.findings import Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.titles import TitleFacts


@rule("AUD-005", Severity.WARNING)
def channels_mixed(title: TitleFacts, _profile: Profile) -> Says:
    """Names the first tracks that differ from most."""
    channels = {found.asset.name: found.audio.channels for found in title.tracks if found.audio}
    counts = Counter(channels.values()).most_common()
    if len(counts) < 2:
        return
    usual, others = counts[0], [name for name, number in channels.items() if number != counts[0][0]]
    rest = ", ".join(_said(number, count) for number, count in counts[1:])
    named = ", ".join(others[:3]) + (", ..." if len(others) > 3 else "")
    most = f"{_said(*usual)} channel{'s' if usual[0] > 1 else ''}"
    yield f"{most} and {rest} ({named}); all are expected to have the same number"


def _said(channels: int, count: int) -> str:
    return f"{count} track{'s have' if count > 1 else ' has'} {channels}"
