"""Chapter marks that are a little off are put end to end, from the beginning of the sound to its end.

Marks that go backwards are left alone: they may begin anew with each part, and then nobody knows where they belong. So
are marks far behind the end: they are those of another file.
"""

from itertools import pairwise

from shelfready.findings import Change
from shelfready.fixing import Fix
from shelfready.media import ChapterMark
from shelfready.profiles import Profile
from shelfready.titles import AssetFacts, TitleFacts

_MOST_SHOWN = 5

Marks = tuple[ChapterMark, ...]


def _mend(title: TitleFacts, profile: Profile) -> tuple[TitleFacts, list[Change]]:
    mended = [_of_file(found, profile.mended_chapter_ms) for found in title.assets]
    changes = [change for _, changed in mended for change in changed]
    return title.model_copy(update={"assets": tuple(found for found, _ in mended)}) if changes else title, changes


def _of_file(found: AssetFacts, most_ms: int) -> tuple[AssetFacts, list[Change]]:
    if found.audio is None:
        return found, []
    before, length = found.audio.chapters, found.audio.duration_ms
    after = _clamped(before, length, most_ms)
    # The same is done to each carrier's own list, which is what chapters are made from.
    lists = tuple(
        one.model_copy(update={"marks": _clamped(one.marks, length, most_ms)}) for one in found.audio.chapter_lists
    )
    if after == before:
        return found, []
    change = Change(
        code="CHP-005",
        field="chapter marks",
        before=_shown(before, after),
        after=_shown(after, before),
        asset=found.asset.name,
    )
    audio = found.audio.model_copy(update={"chapters": after, "chapter_lists": lists})
    return found.model_copy(update={"audio": audio}), [change]


def _clamped(marks: Marks, length: int, most_ms: int) -> Marks:
    goes_backwards = any(there.start_ms < here.start_ms for here, there in pairwise(marks))
    if not marks or goes_backwards or marks[-1].start_ms > length + most_ms:
        return marks
    kept: dict[int, ChapterMark] = {}
    for mark in marks:
        start = 0 if not kept and 0 < mark.start_ms <= most_ms else mark.start_ms
        if start < length and (start not in kept or kept[start].title is None):
            kept[start] = mark  # of two marks at one place, the one with a name
    starts = [*kept, length]
    return tuple(
        mark.model_copy(update={"start_ms": start, "end_ms": _end(mark, end, most_ms)})
        for (start, mark), end in zip(kept.items(), starts[1:], strict=True)
    )


def _end(mark: ChapterMark, next_start: int, most_ms: int) -> int | None:
    """A chapter ends where the next one begins; one that ends far from there is left to a rule."""
    if mark.end_ms is None or abs(mark.end_ms - next_start) > most_ms:
        return mark.end_ms
    return next_start


def _shown(marks: Marks, others: Marks) -> str:
    """The marks that the others have not, in seconds, the first few: `0.000-61.200, 61.200-`."""
    known = set(map(_times, others))
    changed = [_times(mark) for mark in marks if _times(mark) not in known]
    more = f", ... ({len(changed)} of {len(marks)})" if len(changed) > _MOST_SHOWN else ""
    return (", ".join(changed[:_MOST_SHOWN]) or "none") + more


def _times(mark: ChapterMark) -> str:
    return f"{mark.start_ms / 1000:.3f}-" + (f"{mark.end_ms / 1000:.3f}" if mark.end_ms is not None else "")


chapter_marks_clamped = Fix(code="CHP-005", mend=_mend)
