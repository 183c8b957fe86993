"""A track that nobody has measured counts as the one in whose place it stands."""

from shelfready.rules._examples import book, cover, ebook, supplement, track
from shelfready.stand_ins import with_stand_ins
from shelfready.titles import Asset, AssetFacts
from tests.shelfready.planned_books import MINUTE, a_book, a_track

LIVE = a_book(*(a_track(name, place * MINUTE) for place, name in enumerate("abcde", start=1)))


def _asset(name: str) -> Asset:
    return a_track(name).asset


def _minutes(found: tuple[AssetFacts, ...] | None) -> list[int]:
    assert found is not None
    return [one.audio.timeline_samples // MINUTE for one in found if one.audio is not None]


def test_replaced_tracks_take_the_lengths_of_those_before_them() -> None:
    """One by one, between the tracks that stayed."""
    assets = [_asset(name) for name in ("a", "new", "newer", "d", "e")]
    known = {place: LIVE.tracks[place] for place in (0, 3, 4)}

    found = with_stand_ins(assets, known, LIVE)

    assert _minutes(found) == [1, 2, 3, 4, 5]
    assert found is not None
    assert [one.asset for one in found] == assets
    assert not {found[1].head, found[1].tail, found[1].waveform} & {found[2].head, LIVE.tracks[1].head}


def test_more_tracks_than_before_are_as_long_as_most() -> None:
    """The second of them stands in nobody's place: the middle length counts."""
    assets = [_asset(name) for name in ("a", "new", "newer", "c", "d", "e")]
    known = {0: LIVE.tracks[0], **{place: LIVE.tracks[place - 1] for place in (3, 4, 5)}}

    assert _minutes(with_stand_ins(assets, known, LIVE)) == [1, 2, 4, 3, 4, 5]


def test_track_that_was_measured_by_other_tools_stands_for_itself() -> None:
    """With the edges that were kept then: its neighbours are not taken to hear something else."""
    found = with_stand_ins([one.asset for one in LIVE.tracks], {}, LIVE)

    assert found == LIVE.tracks


def test_without_any_track_there_is_nothing_to_stand_in() -> None:
    """A first submission of which nothing is measured."""
    assert with_stand_ins([track().asset, cover().asset], {}, None) is None


def test_pictures_books_and_supplements_need_no_model() -> None:
    """What is made of them depends on no more than that they are there."""
    assets = [cover().asset, book().asset, supplement().asset]

    found = with_stand_ins(assets, {}, None)

    assert found is not None
    assert [(one.image is not None, one.epub is None, one.audio) for one in found] == [
        (True, True, None),
        (False, True, None),
        (False, True, None),
    ]
    live = ebook()
    again = with_stand_ins([book("new.epub").asset], {}, live)
    assert again is not None
    assert again[0].epub == live.assets[0].epub
