"""One chapter for each file: what each is called, and whether the files are chapters at all."""

import re
from collections.abc import Sequence

from shelfready.chapter_evidence.declared import titles_from_record
from shelfready.chapter_evidence.marks import only_title
from shelfready.chapter_titles import titles_of_names, told, without_number
from shelfready.chapters import Evidence
from shelfready.titles import AssetFacts, TitleFacts
from shelfready.values import Value

_N_OF_M = re.compile(
    r"(?<![^\W_])(\d{1,4}) ?(?:of|von|de|sur|van|av|di) ?(\d{1,4})(?![^\W_])", re.IGNORECASE | re.ASCII
)
_GENERIC = re.compile(
    r"(?:(?:part|track|disc|disk|cd|file|side|teil|spur|seite|piste|partie|parte|pista|traccia|deel|del|spor)[ _-]*)+"
    r"\d{1,4}(?:[ _-]+(?:part|track|disc|cd|side)?[ _-]*\d{1,4})*",
    re.IGNORECASE | re.ASCII,
)
"""Titles that say only where a file is on a disc or among the files."""

_DECLARED, _TAGGED, _NAMED, _NAMELESS = 1.0, 0.9, 0.8, 0.75
_PART = 0.5

_LONGEST_CHAPTER_MS = 120 * 60_000
"""What is longer without a mark in it is no chapter; profiles may warn of less."""

_FEWEST_OF_A_DISC, _SHORTEST_MS, _LONGEST_MS = 40, 3 * 60_000, 6 * 60_000
_ENDS_OF_A_DISC = 3
"""A ripped CD: more tracks than this, all of three to six minutes but for the shortest few."""

_EVEN_SHARE, _SHORTEST_PART_MS = 0.05, 15 * 60_000
"""Parts that somebody has cut by the clock are long, and as long as each other, but for the last."""


class FileTitle(Value):
    """What a file's chapter is called, and how far it can be trusted that the file is one."""

    title: str | None
    confidence: float
    evidence: Evidence = Evidence.FILE


def file_titles(facts: TitleFacts) -> tuple[FileTitle, ...]:
    """For each track; files that are mere parts of the book say so."""
    named = _named(facts)
    if len(facts.tracks) == 1 and not _is_cut(facts):
        return named
    if all(found.confidence >= _DECLARED for found in named) or not _are_parts(facts, named):
        return named
    return tuple(
        found.model_copy(update={"confidence": _PART, "evidence": Evidence.PART, "title": _not_of_set(found.title)})
        for found in named
    )


def _named(facts: TitleFacts) -> tuple[FileTitle, ...]:
    tracks = facts.tracks
    by_name = titles_of_names([track.asset.name for track in tracks])
    recorded = titles_from_record(facts)
    tagged = [told(track.audio.tags.title) if track.audio else None for track in tracks]
    # One text on most of the tracks is the book's title in the wrong field, and names no chapter.
    common = {title for title in tagged if title and len(tracks) > 1 and tagged.count(title) * 2 > len(tracks)}
    named: list[FileTitle] = []
    for index, track in enumerate(tracks):
        declared, tag = told(track.asset.title), tagged[index]
        record = told(recorded[index]) if recorded else None
        if declared:
            named.append(FileTitle(title=declared, confidence=_DECLARED))
        elif record:
            named.append(FileTitle(title=record, confidence=_DECLARED))
        elif tag and tag not in common:
            title = without_number(tag, _numbers(track, index))
            named.append(FileTitle(title=title, confidence=_TAGGED))
        elif by_name[index]:
            named.append(FileTitle(title=by_name[index], confidence=_NAMED))
        else:
            named.append(FileTitle(title=only_title(track), confidence=_NAMELESS))
    return tuple(named)


def _numbers(track: AssetFacts, index: int) -> tuple[int | None, ...]:
    return index, index + 1, track.asset.order, track.audio.tags.track if track.audio else None


def _are_parts(facts: TitleFacts, named: Sequence[FileTitle]) -> bool:
    """Whether the files are pieces that somebody cut without regard to chapters.

    Where each has a title of its own, they are chapters, however long or even they are.
    """
    if _is_set(facts):
        return True
    if any(found.title and not _GENERIC.fullmatch(found.title) for found in named):
        return _is_cut(facts) and len(facts.tracks) == 1
    return _is_cut(facts) or _is_disc(facts) or _is_even(facts)


def _is_set(facts: TitleFacts) -> bool:
    """Whether every name is `1 of 10`, and there is nothing in it that tells one from the other."""
    names = [track.asset.name.rpartition("/")[2] for track in facts.tracks]
    found = [_N_OF_M.search(name) for name in names]
    totals = {match[2] for match in found if match}
    rests = {_N_OF_M.sub("", name) for name in names}
    return len(names) > 1 and all(found) and len(totals) == 1 and len(rests) == 1


def _is_cut(facts: TitleFacts) -> bool:
    """Whether a track is longer than any chapter."""
    return any(length > _LONGEST_CHAPTER_MS for length in _lengths(facts))


def _is_disc(facts: TitleFacts) -> bool:
    lengths = sorted(_lengths(facts))
    inner = lengths[_ENDS_OF_A_DISC:]
    return len(lengths) > _FEWEST_OF_A_DISC and inner[0] >= _SHORTEST_MS and inner[-1] <= _LONGEST_MS


def _is_even(facts: TitleFacts) -> bool:
    """All of one length but the last, which is shorter."""
    *inner, last = _lengths(facts) or [0]
    if len(inner) < 2 or min(inner) < _SHORTEST_PART_MS:
        return False
    return max(inner) - min(inner) <= _EVEN_SHARE * max(inner) and last <= max(inner)


def _lengths(facts: TitleFacts) -> list[int]:
    return [track.audio.duration_ms for track in facts.tracks if track.audio]


def _not_of_set(title: str | None) -> str | None:
    return None if title is None or _GENERIC.fullmatch(title) else title
