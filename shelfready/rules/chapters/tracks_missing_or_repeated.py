"""CHP-001: A track is missing from the book, or is there twice.

What it checks
    Every track of the drop's list is there. The declared places of the tracks run from 0 or 1 without a gap or a
    repeat; so do the numbers in their names, where names are numbered, in each folder by itself if need be; "2 of 9",
    in the names or in the tags of all tracks, means nine tracks. No two tracks hold the same sound (a jingle of less
    than half a minute may come again) or the same recording, encoded twice; and none holds the whole book beside its
    parts.

Why it matters
    Missing, repeated and misplaced chapters are what ACX finds most often after wrong grouping, and what listeners
    forgive least.

How to mend it
    Add what is missing, leave out what is there twice, and number the tracks from 1 without a gap.

Source
    ACX quality blog, part 2; Bokbasen (001 upwards without gaps); content-rules CHP-001

Example:
    >>> from shelfready.rules._examples import audiobook, digest, audio, track
    >>> tracks_missing_or_repeated(audiobook(track("01.mp3"), track("02.mp3"), track("03.mp3")))
    []
    >>> gap = audiobook(track("01.mp3"), track("02.mp3"), track("04.mp3"))
    >>> [found.message for found in tracks_missing_or_repeated(gap)]
    ['the names count from 1 to 4, and 3 is missing among them']
    >>> same = audio(pcm_sha256=digest("the same sound"))
    >>> twice = audiobook(track("01.mp3", same), track("02.mp3", same))
    >>> [found.message for found in tracks_missing_or_repeated(twice)]
    ['01.mp3 and 02.mp3 hold the same sound, sample for sample']
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from shelfready.findings import Said, Says, Severity, rule
from shelfready.media import AudioTags
from shelfready.numbering import numbers_of
from shelfready.profiles import Profile
from shelfready.rules.chapters._copies import copies
from shelfready.titles import Role, TitleFacts

_MISSING = "Send what is missing. If nothing is, number the tracks from 1 without a gap."


@rule("CHP-001", Severity.ERROR)
def tracks_missing_or_repeated(title: TitleFacts, profile: Profile) -> Says:
    """Looks at places, at names, and at the sound itself."""
    yield from _not_delivered(title)
    places = _sent(title)
    declared = [order for order in places.values() if order is not None]
    yield from _gaps("the declared places count", declared, first=1)
    by_names = [*_gaps_in_names(list(places)), *_incomplete_sets(list(places))]
    yield from by_names or _incomplete_tags(title)
    yield from copies(title.tracks, profile)


def _not_delivered(title: TitleFacts) -> Iterator[Said]:
    """What could not be taken in, and why, other rules say."""
    there = {found.asset.name for found in title.assets} | {refusal.asset for refusal in title.refusals}
    for declared in title.declared:
        if declared.role is Role.TRACK and declared.name not in there:
            message = f"{declared.name} is on the list of tracks and was not delivered"
            yield Said(message, remedy="Send the file, or take it off the list if the book is whole without it.")


def _sent(title: TitleFacts) -> dict[str, int | None]:
    """The tracks that were sent, by name, with their places; also those that could not be taken in."""
    refused = {refusal.asset for refusal in title.refusals}
    sent = {found.asset.name: found.asset.order for found in title.tracks}
    left = {one.name: one.order for one in title.declared if one.role is Role.TRACK and one.name in refused}
    return {**sent, **left}


def _gaps_in_names(names: Sequence[str]) -> Iterator[Said]:
    """The names as they count through the book; or else, in each folder (disc) by itself."""
    if numbers := numbers_of(names):
        yield from _gaps_in_row("the names count", numbers)
        return
    folders: dict[str, list[str]] = defaultdict(list)
    for name in names:
        folders[name.rpartition("/")[0]].append(name.rpartition("/")[2])
    if len(folders) < 2:
        return
    for folder, row in folders.items():
        yield from _gaps_in_row(f"the names in {folder or 'the outer folder'} count", numbers_of(row) or ())
    yield from _gaps_in_row("the folders count", numbers_of(list(folders)) or ())


def _gaps_in_row(what: str, numbers: Sequence[int]) -> Iterator[Said]:
    # Names that skip more than they count (10, 20, 30; years) are no row of tracks; and a second volume may go on
    # counting where the first one ended.
    if numbers and max(numbers) - min(numbers) < 2 * len(numbers):
        yield from _gaps(what, numbers, first=1 if min(numbers) <= 2 else min(numbers))


def _gaps(what: str, numbers: Sequence[int], *, first: int) -> Iterator[Said]:
    if not numbers:
        return
    first, last = 0 if 0 in numbers else first, max(numbers)
    repeated = sorted(number for number, times in Counter(numbers).items() if times > 1)
    missing = sorted(set(range(first, last + 1)) - set(numbers))
    if repeated:
        message = f"{what} from {first} to {last}, and {_listed(repeated)} there more than once"
        yield Said(message, remedy="If a track is there twice, leave one out; if not, give each a number of its own.")
    if missing:
        yield Said(f"{what} from {first} to {last}, and {_listed(missing)} missing among them", remedy=_MISSING)


def _incomplete_sets(names: Sequence[str]) -> Iterator[Said]:
    stated = [re.search(r"(?<!\d)(\d{1,4}) ?of ?(\d{1,4})(?!\d)", name, re.IGNORECASE | re.ASCII) for name in names]
    totals = {int(match[2]) for match in stated if match}
    if all(stated) and len(totals) == 1 and totals != {len(names)}:
        message = f"the names say that there are {totals.pop()} tracks, and {len(names)} were delivered"
        yield Said(message, remedy=_MISSING)


def _incomplete_tags(title: TitleFacts) -> Iterator[Said]:
    """Tags of "3 of 9" in every track, disc by disc: what is missing at the end is seen nowhere else."""
    tags = [found.audio.tags for found in title.tracks if found.audio]
    if len(tags) < len(title.tracks) or any(refusal.asset for refusal in title.refusals):
        return
    discs: dict[int, list[AudioTags]] = defaultdict(list)
    for tag in tags:
        discs[tag.disc or 0].append(tag)
    for disc, row in sorted(discs.items()):
        numbers, totals = {tag.track for tag in row}, {tag.tracks for tag in row}
        total = totals.pop() if len(totals) == 1 else None
        if total is None or len(numbers) < len(row) or not numbers <= set(range(1, total + 1)):
            continue
        if missing := sorted(set(range(1, total + 1)) - numbers):
            where = f" on disc {disc}" if disc else ""
            message = f"the tags count {total} tracks{where}, and {_listed(missing)} missing among them"
            yield Said(message, remedy="Send what is missing. If nothing is, correct the track numbers in the tags.")


def _listed(numbers: Sequence[int]) -> str:
    listed = ", ".join(map(str, numbers[:5])) + (", ..." if len(numbers) > 5 else "")
    return f"{listed} {'is' if len(numbers) == 1 else 'are'}"
