"""Made-up readings of made-up books, with the truth about where their chapters begin."""

import math
import random
from dataclasses import dataclass

from shelfready.chapter_evidence.alignment import Pause
from shelfready.chapter_evidence.reading import Entry, Heard

_PACE_S = 0.08


@dataclass(frozen=True)
class Reading:
    """A table of contents, what is heard of it, and when (in seconds) each entry that is read begins."""

    entries: tuple[Entry, ...]
    pauses: tuple[Pause, ...]
    total_ms: int
    truth: dict[int, float]


def reading(seed: int, *, chapters: int = 12, unsteadiness: float = 0.05, gap_s: float = 2.5) -> Reading:
    """A reader whose pace varies, front matter that is not read, credits, scenes that end with a long pause."""
    chance = random.Random(seed)
    front = [Entry(title="Title", characters=40, heard=Heard.HARDLY)]
    front += [Entry(title="Preface", characters=6_000, heard=Heard.PERHAPS)]
    middle = [Entry(title=f"Chapter {n}", characters=chance.randint(5_000, 25_000)) for n in range(1, chapters + 1)]
    back = [Entry(title="Notes", characters=80_000, heard=Heard.HARDLY)]
    entries = (*front, *middle, *back)
    pauses: list[Pause] = []
    truth: dict[int, float] = {}
    at = 0.0

    def heard(seconds: float, after_s: float) -> None:
        nonlocal at
        for _ in range(int(seconds / 60)):
            _pause(at + chance.uniform(5, seconds - 5), max(0.9, chance.gauss(1.1, 0.2)))
        if chance.random() < 0.3:
            _pause(at + chance.uniform(5, seconds - 5), chance.gauss(0.8 * gap_s, 0.2))
        at += seconds
        if after_s:
            at += after_s
            _pause(at, after_s)

    def _pause(end_s: float, length_s: float) -> None:
        pauses.append(Pause(at_ms=round(end_s * 1000), length_ms=round(length_s * 1000)))

    heard(chance.uniform(15, 40), gap_s)
    for place, entry in enumerate(entries):
        if entry in middle:
            truth[place] = at
            seconds = entry.characters * _PACE_S * math.exp(chance.gauss(0, unsteadiness)) + 3
            heard(seconds, max(1.2, chance.gauss(gap_s, 0.2)))
    heard(chance.uniform(15, 40), 0)
    ordered = sorted(pauses, key=lambda pause: pause.at_ms)
    return Reading(entries, tuple(ordered), round(at * 1000), truth)
