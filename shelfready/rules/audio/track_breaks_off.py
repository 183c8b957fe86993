"""AUD-020: A track ends in the middle of its sound, and all others end in silence.

What it checks
    Where at least five tracks and nearly all of a title end in silence, so does every track. Of several that do not,
    nothing is said: that is how the book was made. Tracks with a noisy room have no silence, and count for nothing.

Why it matters
    An MP3 that was cut off on the way, or in the edit, plays to the place where it ends. No header tells of it, and
    listeners hear half a word.

How to mend it
    Listen to the last seconds of the track. If the end is missing, export the track again from the master and send it;
    if it is meant to end like that, nothing need be done.

Source
    ours: an MP3 with constant bit rate does not say how long it is; content-rules AUD-001 ("not truncated")

Example:
    >>> from shelfready.rules._examples import audio, audiobook, track
    >>> def ending(*silences):
    ...     tails = enumerate(silences, start=1)
    ...     return audiobook(*(track(f"{n:02}.mp3", audio(600 + n, tail_silence_ms=ms)) for n, ms in tails))
    >>> track_breaks_off(ending(900, 1200, 800, 1000, 700, 650)) + track_breaks_off(ending(0, 0, 0, 900, 0, 0, 0))
    []
    >>> for found in track_breaks_off(ending(900, 1200, 800, 0, 700, 650)):
    ...     print(found.asset, found.message)
    04.mp3 there is sound up to the last sample, and 5 of 6 tracks end in silence: is the end missing?
"""

from shelfready.findings import Said, Says, Severity, Status, rule
from shelfready.media import AudioFacts
from shelfready.profiles import Profile
from shelfready.titles import TitleFacts

_SILENCE_DBFS = -60.0
"""Below this the instruments call a hundredth of a second silent: room tone above it is none to them."""

_BROKEN_OFF_MS, _ENDED_MS = 20, 250
"""A word that is cut has no more silence after it than within it; a track that has ended has a pause."""

_FEWEST_ENDED = 5
_MOST_BROKEN_OFF = 2


@rule("AUD-020", Severity.WARNING, status=Status.PREVIEW)
def track_breaks_off(title: TitleFacts, profile: Profile) -> Says:
    """Says nothing of tracks that lack what their header announces, which `audio-cut-short` names."""
    tracks = {found.asset.name: found.audio for found in title.tracks if found.audio and _has_silence(found.audio)}
    broken = [name for name, audio in tracks.items() if audio.tail_silence_ms <= _BROKEN_OFF_MS]
    ended = sum(audio.tail_silence_ms >= _ENDED_MS for audio in tracks.values())
    # All others, so that a book of which some chapters were cut into parts is left in peace.
    if not 0 < len(broken) <= _MOST_BROKEN_OFF or ended < _FEWEST_ENDED or ended + len(broken) < len(tracks):
        return
    for name in broken:
        if not _is_shorter_than_announced(tracks[name], profile):
            end = f"{ended} of {len(title.tracks)} tracks end in silence"
            yield Said(f"there is sound up to the last sample, and {end}: is the end missing?", asset=name)


def _has_silence(audio: AudioFacts) -> bool:
    return audio.noise_floor_dbfs <= _SILENCE_DBFS and audio.decoded_samples > 0


def _is_shorter_than_announced(audio: AudioFacts, profile: Profile) -> bool:
    announced = audio.header_duration_ms or 0
    return announced - audio.duration_ms > profile.longest_missing_tail_s * 1000
