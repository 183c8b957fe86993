"""Titles of chapters lose what is left in them of file names: an ISBN, a suffix, underscores between the words."""

from collections.abc import Iterator

from shelfready.findings import Change
from shelfready.fixing import Fix
from shelfready.media import AudioFacts, ChapterMark
from shelfready.profiles import Profile
from shelfready.title_residue import has_residue, without_residue
from shelfready.titles import AssetFacts, TitleFacts


def _mend(title: TitleFacts, _profile: Profile) -> tuple[TitleFacts, list[Change]]:
    mended = [_cleaned(found) for found in title.assets]
    changes = [change for _, changed in mended for change in changed]
    return title.model_copy(update={"assets": tuple(found for found, _ in mended)}) if changes else title, changes


def _cleaned(found: AssetFacts) -> tuple[AssetFacts, list[Change]]:
    changes: list[Change] = []
    if found.asset.title and has_residue(found.asset.title):
        after = without_residue(found.asset.title)
        changes.append(_change("title", found.asset.title, after, found))
        found = found.model_copy(update={"asset": found.asset.model_copy(update={"title": after})})
    if found.audio is not None:
        audio, changed = _of_audio(found.audio, found)
        found, changes = found.model_copy(update={"audio": audio}) if changed else found, changes + changed
    return found, changes


def _of_audio(audio: AudioFacts, found: AssetFacts) -> tuple[AudioFacts, list[Change]]:
    changes: list[Change] = []
    if audio.tags.title and has_residue(audio.tags.title):
        after = without_residue(audio.tags.title)
        changes.append(_change("tagged title", audio.tags.title, after, found))
        audio = audio.model_copy(update={"tags": audio.tags.model_copy(update={"title": after})})
    lists = tuple(
        one.model_copy(update={"marks": tuple(map(_without_residue, one.marks))}) for one in audio.chapter_lists
    )
    marks = tuple(map(_without_residue, audio.chapters))
    mended = audio.model_copy(update={"chapters": marks, "chapter_lists": lists})
    # What a player shows is one of the lists again, or all of them at once: each change is told once.
    told: set[str] = set()
    for (place, before), (_, now) in zip(_marks(audio), _marks(mended), strict=True):
        if before.title and now.title != before.title and before.title not in told:
            told.add(before.title)
            changes.append(_change(f"title of chapter {place}", before.title, now.title, found))
    return mended, changes


def _without_residue(mark: ChapterMark) -> ChapterMark:
    if mark.title and has_residue(mark.title):
        return mark.model_copy(update={"title": without_residue(mark.title)})
    return mark


def _marks(audio: AudioFacts) -> Iterator[tuple[int, ChapterMark]]:
    """Every mark of a recording with its place in its list, counted from 1."""
    for marks in (audio.chapters, *(one.marks for one in audio.chapter_lists)):
        yield from enumerate(marks, start=1)


def _change(field: str, before: str, after: str | None, found: AssetFacts) -> Change:
    return Change(code="CHP-007", field=field, before=before, after=after or "", asset=found.asset.name)


chapter_titles_cleaned = Fix(code="CHP-007", mend=_mend)
