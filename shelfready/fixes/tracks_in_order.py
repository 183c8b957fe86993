"""Tracks are put in order where nobody said the order and the signs leave no doubt: numbers in names, else in tags.

A declared order is never touched. Numbers must count without a gap and a repeat, and tags must not contradict them;
anything else is a finding, for a book in a wrong order is worse than one that waits.
"""

from itertools import groupby

from shelfready.findings import Change
from shelfready.fixing import Fix
from shelfready.profiles import Profile
from shelfready.titles import AssetFacts, Role, TitleFacts
from shelfready.track_order import Places, by_names, by_tags, is_declared, is_in_order

_MOST_SHOWN = 10


def _mend(title: TitleFacts, _profile: Profile) -> tuple[TitleFacts, list[Change]]:
    places = None if is_declared(title) else _certain(title)
    if places is None or is_in_order(places):
        return title, []
    tracks = title.tracks
    ordered = [track for _, track in sorted(zip(places, tracks, strict=True), key=lambda pair: pair[0])]
    numbered = iter(
        track.model_copy(update={"asset": track.asset.model_copy(update={"order": order})})
        for order, track in enumerate(ordered, start=1)
    )
    assets = tuple(next(numbered) if found.asset.role is Role.TRACK else found for found in title.assets)
    change = Change(code="CHP-002", field="order of tracks", before=_shown(tracks), after=_shown(ordered))
    return title.model_copy(update={"assets": assets}), [change]


def _certain(title: TitleFacts) -> Places | None:
    names, tags = by_names(title), by_tags(title)
    if names is not None:
        return names if _counts(names) and (tags is None or _ranks(tags) == _ranks(names)) else None
    return tags if tags is not None and _counts(tags) else None


def _counts(places: Places) -> bool:
    """Whether the numbers, disc by disc, run without a gap."""
    for _, group in groupby(sorted(places), key=lambda place: place[0]):
        numbers = [number for _, number in group]
        if numbers[-1] - numbers[0] != len(numbers) - 1:
            return False
    return True


def _ranks(places: Places) -> list[int]:
    return sorted(range(len(places)), key=places.__getitem__)


def _shown(tracks: list[AssetFacts] | tuple[AssetFacts, ...]) -> str:
    names = [found.asset.name for found in tracks]
    return ", ".join(names[:_MOST_SHOWN]) + (f", ... ({len(names)} in all)" if len(names) > _MOST_SHOWN else "")


tracks_in_order = Fix(code="CHP-002", mend=_mend)
