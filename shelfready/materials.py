"""What renditions choose their parameters by: how a title lies on its timeline, and how it sounds."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from shelfready.chapters import Chapter, ChapterTable
from shelfready.doubled_sound import lost_in_mono
from shelfready.media import TIMELINE_RATE_HZ, AudioFacts
from shelfready.plans import AudioFormat, Material, Span
from shelfready.profiles import Profile
from shelfready.sound import Sound
from shelfready.timeline import track_starts
from shelfready.titles import TitleFacts

_WEIGHTY_SHARE = 0.10
"""From this share of a title on, tracks in stereo make it a title in stereo: an opening tune does not."""

_COPIED_KBPS = range(40, 161)
"""Bit rates of AAC that is as good as ours and no heavier than a master: lower sounds worse, higher is for archives."""


def material_of(
    facts: TitleFacts, chapters: ChapterTable | None, sound: Sound, spans: tuple[Span, ...], profile: Profile
) -> Material:
    """What there is to make renditions of; `chapters` are those of the tracks as they were delivered."""
    channels = _channels(facts, profile)
    return Material(
        facts=facts,
        chapters=_placed(chapters, track_starts(facts), spans) if chapters else None,
        sound=sound,
        total_samples=spans[-1].end_sample if spans else 0,
        channels=channels,
        copied=_copied(facts, sound, channels, profile),
    )


def _placed(table: ChapterTable, starts: Sequence[int], spans: Sequence[Span]) -> ChapterTable:
    """The chapters where their tracks lie now: padding moves whatever comes after it."""

    def moved(sample: int) -> int:
        track = bisect_right(starts, sample, hi=len(spans)) - 1
        return spans[track].start_sample + sample - starts[track]

    total = spans[-1].end_sample
    places = [*(moved(chapter.start_sample) for chapter in table.chapters), total]
    chapters = tuple(_at(chapter, *place) for chapter, place in zip(table.chapters, pairwise(places), strict=True))
    return ChapterTable(chapters=chapters, total_samples=total)


def _at(chapter: Chapter, start: int, end: int) -> Chapter:
    return chapter.model_copy(update={"start_sample": start, "end_sample": end})


def _channels(facts: TitleFacts, profile: Profile) -> int:
    """How many channels are worth encoding: two only where enough of the title has something in their difference."""
    tracks = [track.audio for track in facts.tracks if track.audio is not None]
    stereo = sum(audio.timeline_samples for audio in tracks if _is_stereo(audio, profile))
    return 2 if stereo > _WEIGHTY_SHARE * sum(audio.timeline_samples for audio in tracks) else 1


def _is_stereo(audio: AudioFacts, profile: Profile) -> bool:
    lost = lost_in_mono(audio)
    return lost is not None and -lost < profile.identical_sides_db


def _copied(facts: TitleFacts, sound: Sound, channels: int, profile: Profile) -> AudioFormat | None:
    """The publisher's own AAC, where it is one whole book and what we would make of it would be no better."""
    if not profile.copies_aac or sound.gain_db != 0 or len(facts.tracks) != 1:
        return None
    (track,) = facts.tracks
    audio = track.audio
    if audio is None or audio.codec != "aac" or track.kind not in ("m4a", "aac") or audio.decoder_errors:
        return None
    if (audio.sample_rate_hz, audio.channels) != (TIMELINE_RATE_HZ, channels) or not audio.timeline_samples:
        return None
    kbps = audio.bitrate_kbps
    return AudioFormat(kbps=kbps, channels=channels, is_copied=True) if kbps in _COPIED_KBPS else None
