"""Chapters by the marks in a file: the best of its carriers, held against the others."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from shelfready.chapter_evidence.starts import Said, Start, apart, samples_of
from shelfready.chapter_titles import told
from shelfready.chapters import Evidence
from shelfready.media import TIMELINE_RATE_HZ, AudioFacts, Carrier, ChapterList
from shelfready.titles import AssetFacts

LEAD_IN_SAMPLES = 10 * TIMELINE_RATE_HZ
"""Sound before a file's first mark that belongs to that mark: a jingle or a breath, not a chapter of its own."""

_ORDER = (
    Carrier.QUICKTIME,
    Carrier.NERO,
    Carrier.ID3,
    Carrier.OVERDRIVE,
    Carrier.CUE,
    Carrier.VORBIS,
    Carrier.OTHER,
)
_NAMES = {
    Carrier.QUICKTIME: "QuickTime's chapter track",
    Carrier.NERO: "Nero's list",
    Carrier.ID3: "the ID3 chapters",
    Carrier.OVERDRIVE: "OverDrive's markers",
    Carrier.CUE: "the cue sheet",
    Carrier.VORBIS: "the Vorbis comments",
    Carrier.OTHER: "the container",
}
_SAME_MS = 500
_FEWEST = 2
_NERO_MOST = 255  # it counts in one byte

# One list alone, two that agree, two that do not. Even then the better one is published: a book without chapters would
# be worse.
_ALONE, _AGREED, _DISPUTED = 0.95, 1.0, 0.75

_CONTINUED = re.compile(r".*\(?\bcontinued\)?", re.IGNORECASE)
"""How OverDrive's parts name the rest of a chapter that began in the part before."""


def from_marks(track: AssetFacts, index: int, place: Sequence[int]) -> Said | None:
    """The marks of one track, on the timeline; None where they do not divide it, such as one at its beginning.

    `place` is where the track starts and ends.
    """
    lists = [(found.carrier, _cleaned(found, index, place)) for found in lists_of(track.audio)]
    usable = [(carrier, starts) for carrier, starts in lists if _divides(starts, place[0])]
    if not usable:
        return None
    carrier, chosen = usable[0]
    doubts = [doubt for other, starts in usable[1:] if (doubt := _disagreement((carrier, chosen), (other, starts)))]
    confidence = _DISPUTED if doubts else _AGREED if len(usable) > 1 else _ALONE
    starts = tuple(start.model_copy(update={"confidence": confidence}) for start in chosen)
    return Said(starts=starts, doubts=tuple(f"{track.asset.name}: {doubt}" for doubt in doubts))


def only_title(track: AssetFacts) -> str | None:
    """The title of a file's only mark, which names it."""
    for found in lists_of(track.audio):
        if found.marks:
            return told(found.marks[0].title)
    return None


def lists_of(audio: AudioFacts | None) -> list[ChapterList]:
    """The chapter lists of a recording, best first."""
    if audio is None:
        return []
    if not audio.chapter_lists:
        return [ChapterList(carrier=Carrier.OTHER, marks=audio.chapters)] if audio.chapters else []
    return sorted(audio.chapter_lists, key=lambda found: _ORDER.index(found.carrier))


def is_continued(title: str | None) -> bool:
    """Whether a title says that its chapter began in the file before."""
    return bool(_CONTINUED.fullmatch(title or ""))


def _divides(starts: Sequence[Start], begin: int) -> bool:
    """One mark does, too, that lies within the file, or says that the file goes on with the chapter before."""
    if len(starts) != 1:
        return len(starts) >= _FEWEST
    return starts[0].sample - begin >= LEAD_IN_SAMPLES or is_continued(starts[0].title)


def _cleaned(found: ChapterList, index: int, place: Sequence[int]) -> tuple[Start, ...]:
    """In order, within the file, one for each place.

    What is left out here, the rule on impossible marks speaks of.
    """
    begin, end = place
    evidence = Evidence.EMBEDDED if found.carrier is Carrier.OTHER else Evidence(found.carrier.value)
    starts = [
        Start(sample=sample, track=index, title=told(mark.title), evidence=evidence, level=mark.level)
        for mark in found.marks
        if (sample := begin + max(0, samples_of(mark.start_ms))) < end
    ]
    return apart(starts)


def _disagreement(one: tuple[Carrier, tuple[Start, ...]], other: tuple[Carrier, tuple[Start, ...]]) -> str | None:
    """In what two lists contradict each other; a list that only has fewer marks, all of them there, does not."""
    (best, starts), (second, others) = one, other
    if second is Carrier.NERO and len(others) == _NERO_MOST < len(starts):
        starts = starts[:_NERO_MOST]  # that it is cut is another rule's business
    if len(starts) == len(others):
        off = [abs(here.sample - there.sample) for here, there in zip(starts, others, strict=True)]
        worst = max(range(len(off)), key=off.__getitem__)
        if off[worst] <= samples_of(_SAME_MS):
            return None
        difference = f"at chapter {worst + 1} by {off[worst] / TIMELINE_RATE_HZ:.1f} s"
    else:
        known = [start.sample for start in starts]
        lonely = [start for start in others if _distance(start.sample, known) > samples_of(_SAME_MS)]
        if not lonely:
            return None
        difference = f"{len(starts)} chapters against {len(others)}, {len(lonely)} of them at other places"
    return f"{_NAMES[best]} and {_NAMES[second]} disagree ({difference}); the first is believed"


def _distance(sample: int, ordered: Sequence[int]) -> int:
    """How far the nearest of samples in order is away."""
    at = bisect_left(ordered, sample)
    return min(abs(other - sample) for other in ordered[max(0, at - 1) : at + 1])
