"""CHP-001: A track is missing from the book, or is there twice.

What it checks
    The declared places of the tracks run from 0 or 1 without a gap or a repeat; so do the numbers in their names,
    where names are numbered; "2 of 9" means nine tracks; and no two tracks hold the same sound (a jingle of less
    than half a minute may come again).

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
from collections import Counter
from collections.abc import Iterator, Sequence

from shelfready.findings import Said, Says, Severity, rule
from shelfready.numbering import numbers_of
from shelfready.profiles import Profile
from shelfready.titles import AssetFacts, TitleFacts


@rule("CHP-001", Severity.ERROR)
def tracks_missing_or_repeated(title: TitleFacts, profile: Profile) -> Says:
    """Looks at places, at names, and at the sound itself."""
    declared = [found.asset.order for found in title.tracks if found.asset.order is not None]
    names = [found.asset.name for found in title.tracks]
    yield from _gaps("the declared places count", declared, first=1)
    numbers = numbers_of(names) or ()
    # Names that skip more than they count (10, 20, 30; years) are no row of tracks; and a second volume may go on
    # counting where the first one ended.
    if numbers and max(numbers) - min(numbers) < 2 * len(numbers):
        yield from _gaps("the names count", numbers, first=1 if min(numbers) <= 2 else min(numbers))
    yield from _incomplete_sets(names)
    yield from _repeats(title.tracks, profile)


def _gaps(what: str, numbers: Sequence[int], *, first: int) -> Iterator[str]:
    if not numbers:
        return
    first, last = 0 if 0 in numbers else first, max(numbers)
    repeated = sorted(number for number, times in Counter(numbers).items() if times > 1)
    missing = sorted(set(range(first, last + 1)) - set(numbers))
    if repeated:
        yield f"{what} from {first} to {last}, and {_listed(repeated)} more than once"
    if missing:
        yield f"{what} from {first} to {last}, and {_listed(missing)} missing among them"


def _incomplete_sets(names: Sequence[str]) -> Iterator[str]:
    stated = [re.search(r"(?<!\d)(\d{1,4}) ?of ?(\d{1,4})(?!\d)", name, re.IGNORECASE | re.ASCII) for name in names]
    totals = {int(match[2]) for match in stated if match}
    if all(stated) and len(totals) == 1 and totals != {len(names)}:
        yield f"the names say that there are {totals.pop()} tracks, and {len(names)} were delivered"


def _repeats(tracks: Sequence[AssetFacts], profile: Profile) -> Iterator[str | Said]:
    first_with: dict[str, AssetFacts] = {}
    for found in tracks:
        if found.audio is None or not found.audio.decoded_samples:
            continue
        earlier = first_with.setdefault(found.audio.pcm_sha256, found)
        if earlier is not found:
            message = f"{earlier.asset.name} and {found.asset.name} hold the same sound, sample for sample"
            is_jingle = found.audio.duration_ms < profile.longest_repeated_jingle_s * 1000
            yield Said(message, Severity.WARNING) if is_jingle else message


def _listed(numbers: Sequence[int]) -> str:
    listed = ", ".join(map(str, numbers[:5])) + (", ..." if len(numbers) > 5 else "")
    return f"{listed} {'is' if len(numbers) == 1 else 'are'}"
