"""Which tracks are there again, whatever happened around them."""

from hypothesis import given
from hypothesis import strategies as st

from shelfready.succession import kept

TRACKS = st.lists(st.sampled_from("ABCDEFGH"), max_size=12)


@given(TRACKS, TRACKS)
def test_what_is_kept_is_the_same_and_in_order(now: list[str], before: list[str]) -> None:
    """No track is taken for another one, none twice, and none before one that it followed."""
    found = kept(now, before)

    assert all(now[place] == before[was] for place, was in found.items())
    assert list(found) == sorted(found)
    assert list(found.values()) == sorted(set(found.values()))


@given(TRACKS)
def test_same_tracks_are_all_kept(tracks: list[str]) -> None:
    """Even where one file comes twice."""
    assert kept(tracks, tracks) == {place: place for place in range(len(tracks))}


@given(st.permutations("ABCDEFGH"), st.data())
def test_each_of_several_changes_is_seen_by_itself(tracks: list[str], data: st.DataObject) -> None:
    """Of different tracks, all but those that were replaced are kept."""
    replaced = data.draw(st.sets(st.integers(0, 7)))
    now = [f"new {place}" if place in replaced else name for place, name in enumerate(tracks)]

    assert kept(now, tracks) == {place: place for place in range(8) if place not in replaced}


def test_track_that_moved_is_the_only_one_not_kept() -> None:
    """The fourth of five comes first: the others stay in their order."""
    assert kept("DABCE", "ABCDE") == {1: 0, 2: 1, 3: 2, 4: 4}


def test_first_title_keeps_nothing() -> None:
    """There is nothing before it."""
    assert kept("AB", "") == {}


def test_five_thousand_of_one_track_are_compared_at_once() -> None:
    """The most tracks that a drop may have, all alike but for both ends: no comparison of each with each."""
    now, before = ["first", *["same"] * 5000, "last"], ["other", *["same"] * 4990, "end"]

    assert kept(now, before) == {}
