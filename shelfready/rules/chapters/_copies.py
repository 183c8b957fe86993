"""Tracks that are heard twice: the same file, the same recording encoded again, or the whole book beside its parts."""

from collections.abc import Iterator, Sequence

from shelfready.findings import Said, Severity
from shelfready.media import AudioFacts
from shelfready.profiles import Profile
from shelfready.titles import AssetFacts

_ENCODING_MS = 120
"""What encoders add to a recording, or take from it."""

_ENCODING_DB = 0.3
"""What encoders change of the distance between two levels; a gain changes nothing of it."""

_FEWEST_PAUSES = 3
"""So many pauses at the same places are no chance."""

_FEWEST_PARTS = 3
"""One of three tracks is soon as long as the two others."""

_WHOLE_SHARE = 0.003

_TWICE = "Send the right recording in place of one of the two, or leave one out."
_WHOLE = "Send either the whole book or its parts. If the length is mere chance, ask for a waiver."


def copies(tracks: Sequence[AssetFacts], profile: Profile) -> Iterator[Said]:
    """What is said of each track that holds what another one holds as well."""
    known: list[tuple[str, AudioFacts]] = []
    for found in tracks:
        if found.audio is None or not found.audio.decoded_samples:
            continue
        is_jingle = found.audio.duration_ms < profile.longest_repeated_jingle_s * 1000
        yield from _copy(found.asset.name, found.audio, known, is_jingle=is_jingle)
        known.append((found.asset.name, found.audio))
    yield from _whole_beside_parts(known)


def _copy(name: str, own: AudioFacts, known: Sequence[tuple[str, AudioFacts]], *, is_jingle: bool) -> Iterator[Said]:
    """A jingle may come again, and is too short to be known by its pauses."""
    same = next((other for other, audio in known if audio.pcm_sha256 == own.pcm_sha256), None)
    if same is not None:
        message = f"{same} and {name} hold the same sound, sample for sample"
        remedy = "If the jingle comes again on purpose, nothing need be done." if is_jingle else _TWICE
        yield Said(message, Severity.WARNING if is_jingle else None, name, remedy)
        return
    again = next((other for other, audio in known if not is_jingle and _is_encoded_again(own, audio)), None)
    if again is not None:
        message = f"{again} and {name} hold the same recording, encoded twice: they pause at the same places"
        yield Said(message, None, name, _TWICE)


def _is_encoded_again(one: AudioFacts, other: AudioFacts) -> bool:
    """By length, by the places of the pauses, and by how the levels lie to each other, whatever the gain."""
    if abs(one.duration_ms - other.duration_ms) > _ENCODING_MS or len(one.silences) < _FEWEST_PAUSES:
        return False
    if len(one.silences) != len(other.silences):
        return False
    pauses = zip(one.silences, other.silences, strict=True)
    shapes = zip(_shape(one), _shape(other), strict=True)
    return all(abs(here.start_ms - there.start_ms) <= _ENCODING_MS for here, there in pauses) and all(
        abs(here - there) <= _ENCODING_DB for here, there in shapes
    )


def _shape(audio: AudioFacts) -> tuple[float, float]:
    return audio.sample_peak_dbfs - audio.rms_dbfs, (audio.integrated_lufs or 0.0) - audio.rms_dbfs


def _whole_beside_parts(known: Sequence[tuple[str, AudioFacts]]) -> Iterator[Said]:
    """An M4B of the book among its chapters: the longest is as long as all others together."""
    if len(known) <= _FEWEST_PARTS:
        return
    name, longest = max(known, key=lambda one: one[1].duration_ms)
    rest_ms = sum(audio.duration_ms for _, audio in known) - longest.duration_ms
    if abs(longest.duration_ms - rest_ms) > rest_ms * _WHOLE_SHARE + _ENCODING_MS * len(known):
        return
    parts = len(known) - 1
    message = f"{name} is as long as the {parts} other tracks together: the book would be heard twice"
    has_their_marks = len(longest.chapters) >= _FEWEST_PARTS
    yield Said(message, None if has_their_marks else Severity.WARNING, name, _WHOLE)
