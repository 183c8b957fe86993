"""Chapters of a recording that marks nothing: by its pauses and a text, else by the pauses that stand out."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from shelfready.chapter_evidence.alignment import Alignment, Pause, align
from shelfready.chapter_evidence.reading import Entry, entries_of
from shelfready.chapter_evidence.starts import Said, Start, samples_of, track_at
from shelfready.chapter_titles import told
from shelfready.chapters import Evidence
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.titles import TitleFacts

LEAD_MS = 250
"""How long before the voice a chapter begins, or half the pause, if that is less: a breath is heard, and no gap."""

_HIGHEST, _PACE_SCALE = 0.95, 0.35
"""However well a text fits, nobody has listened; and a pace that differs by a third halves what is certain."""

_SHORTEST_WITH_TEXT_MS = 10 * 60_000
_SHORTEST_WITHOUT_MS = 60 * 60_000

# Without a text. A pause that divides is much longer than those that do not; chapters are neither short nor many.
_STANDS_OUT = 1.25
_SHORTEST_CHAPTER_MS, _MOST_CHAPTERS, _FEWEST = 90_000, 200, 3
_LONGEST_CREDITS_MS = 120_000
_BY_PAUSES_ALONE = 0.5


def from_pauses(facts: TitleFacts, places: Sequence[int]) -> Said | None:
    """The chapters of the whole title; None where the sound is too short to ask, or no pause divides it."""
    total_ms = round(places[-1] * 1000 / TIMELINE_RATE_HZ)
    entries = entries_of(facts) if total_ms >= _SHORTEST_WITH_TEXT_MS else ()
    pauses = tuple(_pauses(facts, places))
    if entries:
        found = align(entries, pauses, total_ms)
        if found is not None and len(found.placed) > 1:
            return Said(starts=tuple(_by_text(entries, found, places)))
    if total_ms < _SHORTEST_WITHOUT_MS:
        return None
    starts = tuple(_by_length(pauses, total_ms, places))
    return Said(starts=starts) if len(starts) >= _FEWEST else None


def _pauses(facts: TitleFacts, places: Sequence[int]) -> Iterator[Pause]:
    """All pauses on the timeline, and the joins of tracks, each as long as the silence on its two sides."""
    for index, track in enumerate(facts.tracks):
        audio = track.audio
        if audio is None:
            continue
        begin_ms = round(places[index] * 1000 / TIMELINE_RATE_HZ)
        if index > 0:
            before = facts.tracks[index - 1].audio
            length = audio.head_silence_ms + (before.tail_silence_ms if before else 0)
            yield Pause(at_ms=begin_ms, length_ms=max(1, length))
        for pause in audio.pauses or audio.silences:
            lead = min(LEAD_MS, pause.length_ms // 2)
            at_ms = begin_ms + pause.start_ms + pause.length_ms - lead
            if pause.start_ms > 0 and pause.start_ms + pause.length_ms < audio.duration_ms:
                yield Pause(at_ms=at_ms, length_ms=pause.length_ms)


def _by_text(entries: Sequence[Entry], found: Alignment, places: Sequence[int]) -> Iterator[Start]:
    steadiness = 1 / (1 + (found.spread / _PACE_SCALE) ** 2)
    first = found.placed[0]
    top = min(entries[placed.entry].level for placed in found.placed)
    if first.at_ms > 0:
        yield _start(0, places, "Opening Credits", min(_HIGHEST, first.likelihood * steadiness))
    for placed in found.placed:
        entry = entries[placed.entry]
        confidence = min(_HIGHEST, placed.likelihood * steadiness)
        yield _start(placed.at_ms, places, told(entry.title), confidence, entry.level - top + 1)
    if found.closing_ms is not None:
        yield _start(found.closing_ms, places, "Closing Credits", min(_HIGHEST, steadiness))


def _by_length(pauses: Sequence[Pause], total_ms: int, places: Sequence[int]) -> Iterator[Start]:
    """The pauses above the widest gap in their lengths, where what they divide is as long as chapters are."""
    dividing = _standing_out(pauses, total_ms)
    bounds = [0, *dividing, total_ms]
    for number, (begin, end) in enumerate(pairwise(bounds)):
        title = None
        if end - begin <= _LONGEST_CREDITS_MS and len(dividing) > 1:
            title = "Opening Credits" if number == 0 else "Closing Credits" if end == total_ms else None
        yield _start(begin, places, title, _BY_PAUSES_ALONE)


def _standing_out(pauses: Sequence[Pause], total_ms: int) -> list[int]:
    ordered = sorted(pauses, key=lambda pause: -pause.length_ms)
    best: tuple[float, list[int]] = (_STANDS_OUT, [])
    most = min(len(ordered), _MOST_CHAPTERS, total_ms // _SHORTEST_CHAPTER_MS)
    for count in range(_FEWEST - 1, most + 1):
        shorter = ordered[count].length_ms if count < len(ordered) else ordered[count - 1].length_ms / 2
        ratio = ordered[count - 1].length_ms / max(1, shorter)
        places = sorted(pause.at_ms for pause in ordered[:count])
        if ratio > best[0] and _are_chapters(places, total_ms):
            best = (ratio, places)
    return best[1]


def _are_chapters(places: Sequence[int], total_ms: int) -> bool:
    """Whether all that lies between is as long as a chapter; credits at either end may be shorter."""
    inner = [end - begin for begin, end in pairwise([0, *places, total_ms])][1:-1]
    return all(length >= _SHORTEST_CHAPTER_MS for length in inner)


def _start(at_ms: int, places: Sequence[int], title: str | None, confidence: float, level: int = 1) -> Start:
    sample = samples_of(at_ms)
    return Start(
        sample=sample,
        track=track_at(places, sample),
        title=title,
        evidence=Evidence.SILENCE,
        confidence=round(confidence, 3),
        level=level,
    )
