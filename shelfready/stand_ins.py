"""Facts that stand in for those of a file that nobody has measured yet, so that the rest of its title can be planned.

What was made of the tracks that are there again depends on a new one only where they hear it: its length and sound do
not matter to them, and are taken from the track in whose place it stands.
"""

from collections.abc import Iterator, Mapping, Sequence

from shelfready.blobs import action_key
from shelfready.media import ImageFacts
from shelfready.succession import kept
from shelfready.titles import Asset, AssetFacts, Role, TitleFacts

_ANY_COVER = ImageFacts(format="JPEG", width_px=2400, height_px=2400, mode="RGB")
"""A picture like most: nothing that is made of a cover depends on more than its being one."""


def with_stand_ins(
    assets: Sequence[Asset], known: Mapping[int, AssetFacts], live: TitleFacts | None
) -> tuple[AssetFacts, ...] | None:
    """Facts for every asset: those `known` by the assets' indexes, and stand-ins for the rest.

    None where there is no track that another one could stand for.
    """
    models = _models(assets, live.tracks if live else ())
    measured = [found for found in known.values() if found.audio is not None] or list(live.tracks if live else ())
    by_length = sorted(measured, key=lambda found: found.audio.timeline_samples if found.audio else 0)
    usual = by_length[len(by_length) // 2] if by_length else None
    found: list[AssetFacts] = []
    for index, asset in enumerate(assets):
        facts = known.get(index)
        if facts is None:
            facts = _stand_in(asset, models.get(index) or usual, live)
        if facts is None:
            return None
        found.append(facts)
    return tuple(found)


def _models(assets: Sequence[Asset], before: Sequence[AssetFacts]) -> dict[int, AssetFacts]:
    """The track of the live release in whose place each track stands, by the index of the asset."""
    places = [index for index, asset in enumerate(assets) if asset.role is Role.TRACK]
    here = kept([assets[index].sha256 for index in places], [found.asset.sha256 for found in before])
    models: dict[int, AssetFacts] = {}
    gap: Iterator[int] = iter(())
    for place, index in enumerate(places):
        if place in here:  # what measures has changed since, and not the track
            models[index] = before[here[place]]
            continue
        if place == 0 or place - 1 in here:
            until = next((here[later] for later in range(place, len(places)) if later in here), len(before))
            gap = iter(range(here[place - 1] + 1 if place else 0, until))
        model = next(gap, None)
        if model is not None:
            models[index] = before[model]
    return models


def _stand_in(asset: Asset, model: AssetFacts | None, live: TitleFacts | None) -> AssetFacts | None:
    match asset.role:
        case Role.TRACK:
            return _of_track(asset, model) if model is not None else None
        case Role.COVER:
            return AssetFacts(asset=asset, kind="jpeg", image=_ANY_COVER)
        case Role.EPUB:
            books = live.in_role(Role.EPUB) if live else ()
            return AssetFacts(asset=asset, kind="epub", epub=books[0].epub if books else None)
        case _:
            return AssetFacts(asset=asset)


def _of_track(asset: Asset, model: AssetFacts) -> AssetFacts:
    if model.asset.sha256 == asset.sha256:
        return model.model_copy(update={"asset": asset})
    edges = {part: _unheard(asset, part) for part in ("head", "tail", "waveform")}
    return model.model_copy(update={"asset": asset, **edges})


def _unheard(asset: Asset, part: str) -> str:
    """A name for what will be kept of a track, under which nothing lies yet."""
    return action_key("unheard", part=part, of=asset.sha256)
