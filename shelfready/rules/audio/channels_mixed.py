"""AUD-005: The channels are not what they should be: mixed, doubled, or one of them inverted.

What it checks
    All tracks have the same number of channels, and one that is taken. The two channels of a stereo track are not the
    same sound twice, nor the same sound with one of them upside down.

Why it matters
    The voice jumps from the middle to the sides between two chapters. We publish in mono: doubled sound is mended by
    that without loss, but where one channel is inverted the voice cancels itself and almost nothing is left.

How to mend it
    Export all tracks in mono, or all in stereo. Of an inverted track, export one channel alone, or invert one of the
    two.

Source
    ACX: all mono or all stereo; ONIX list 175, A410 and A411; content-rules AUD-005

Example:
    >>> from shelfready.rules._examples import audio, audiobook, track
    >>> channels_mixed(audiobook(track("01.mp3"), track("02.mp3")))
    []
    >>> mixed = audiobook(track("01.mp3"), track("02.mp3"), track("03.mp3", audio(channels=2)))
    >>> [found.message for found in channels_mixed(mixed)]
    ['2 tracks have 1 channel, 1 has 2 (03.mp3); the same in all is expected']
    >>> upside_down = audio(channels=2, mid_rms_dbfs=-58.0, side_rms_dbfs=-21.0)
    >>> [(found.severity.value, found.message) for found in channels_mixed(audiobook(track("01.mp3", upside_down)))]
    [('E', 'one of the two channels is inverted: in mono the sound drops by 37 dB and the voice is lost')]
"""

from shelfready.doubled_sound import is_doubled, lost_in_mono
from shelfready.findings import Said, Says, Severity, rule
from shelfready.media import AudioFacts
from shelfready.profiles import Profile
from shelfready.rules._majority import odd_ones
from shelfready.titles import TitleFacts

_INVERTED = "Export one of the two channels alone, or invert one of them in the master, and send the track again."
_MIXED = "Export all tracks in mono, or all in stereo, best in mono: a voice alone needs no second channel."
_DOUBLED = "Export the tracks in mono; nothing is lost by it, because both channels hold the same."


@rule("AUD-005", Severity.WARNING)
def channels_mixed(title: TitleFacts, profile: Profile) -> Says:
    """Doubled mono is no fault where we mend: every rendition is mono."""
    tracks = {found.asset.name: found.audio for found in title.tracks if found.audio}
    for name, audio in tracks.items():
        if profile.channels is not None and audio.channels not in profile.channels:
            wanted = " or ".join(map(str, profile.channels))
            message = f"the track has {_channels(audio.channels)}, and {wanted} is expected"
            remedy = f"Export the track again from the master with {wanted} channel{'' if wanted == '1' else 's'}."
            yield Said(message, Severity.ERROR, name, remedy)
        lost = lost_in_mono(audio)
        if lost is not None and lost > profile.inverted_sides_db:
            drop = f"drops by {lost:.0f} dB" if lost < 100 else "vanishes"
            message = f"one of the two channels is inverted: in mono the sound {drop} and the voice is lost"
            yield Said(message, Severity.ERROR, name, _INVERTED)
    odd = odd_ones({name: _heard(audio, profile) for name, audio in tracks.items()})
    if odd is not None:
        usual, others = odd
        most = f"{usual.count} track{'s have' if usual.count > 1 else ' has'} {_channels(usual.value)}"
        severity = Severity.ERROR if profile.refuses_mixed_channels else Severity.WARNING
        yield Said(f"{most}, {others}; the same in all is expected", severity, remedy=_MIXED)
    doubled = [name for name, audio in tracks.items() if is_doubled(audio, profile)]
    if doubled and not profile.mends:
        named = ", ".join(doubled[:3]) + (", ..." if len(doubled) > 3 else "")
        count = f"{len(doubled)} stereo track{'s hold' if len(doubled) > 1 else ' holds'}"
        message = f"{count} the same sound in both channels ({named}), and mono is expected of such a recording"
        yield Said(message, remedy=_DOUBLED)


def _heard(audio: AudioFacts, profile: Profile) -> int:
    """How many channels there are after mending: one, where two hold the same sound and we make it mono."""
    return 1 if profile.mends and is_doubled(audio, profile) else audio.channels


def _channels(number: int) -> str:
    return f"{number} channel{'s' if number > 1 else ''}"
