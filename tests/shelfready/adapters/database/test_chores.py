"""Chores are done by one process at a time."""

from concurrent.futures import ThreadPoolExecutor

from shelfready.ports import Catalogue, Chore
from tests.shelfready.adapters.database.making import after


def claim(catalogue: Catalogue, holder: str, at: float, until: float) -> bool:
    """Try to have a chore."""
    with catalogue.begin() as unit:
        return unit.chores.claim("garbage", holder, after(at), after(until))


def stands(catalogue: Catalogue) -> Chore:
    """How the chore stands."""
    with catalogue.begin(read_only=True) as unit:
        return unit.chores.get("garbage")


def test_a_chore_that_was_never_begun(any_catalogue: Catalogue) -> None:
    """Has neither holder nor end."""
    assert stands(any_catalogue) == Chore(name="garbage")


def test_one_holder_at_a_time(any_catalogue: Catalogue) -> None:
    """Until the time is over, or the holder lets go; who holds it may go on with it."""
    assert claim(any_catalogue, "one", 0, 10)
    assert not claim(any_catalogue, "two", 5, 15)
    assert claim(any_catalogue, "one", 8, 20)
    assert not claim(any_catalogue, "two", 15, 25)
    assert claim(any_catalogue, "two", 21, 30)
    assert not claim(any_catalogue, "one", 22, 40)

    assert stands(any_catalogue) == Chore(name="garbage", holder="two", held_until=after(30))


def test_letting_go(any_catalogue: Catalogue) -> None:
    """Done or not; what was done before stays known, and who has lost a chore ends nobody else's."""
    claim(any_catalogue, "one", 0, 10)
    with any_catalogue.begin() as unit:
        unit.chores.end("garbage", "two", after(5))
        assert unit.chores.get("garbage").holder == "one"
        unit.chores.end("garbage", "one", after(6))
        assert unit.chores.get("garbage") == Chore(name="garbage", done_at=after(6))
        assert unit.chores.claim("garbage", "two", after(7), after(9))
        unit.chores.end("garbage", "two", None)

    assert stands(any_catalogue) == Chore(name="garbage", done_at=after(6))


def test_chores_do_not_hinder_each_other(any_catalogue: Catalogue) -> None:
    """Each has a name."""
    claim(any_catalogue, "one", 0, 10)
    with any_catalogue.begin() as unit:
        assert unit.chores.claim("another", "two", after(1), after(10))


def test_of_many_who_try_at_once_one_does(any_catalogue: Catalogue) -> None:
    """Also for a chore that nobody ever had."""
    with ThreadPoolExecutor(8) as pool:
        claimed = list(pool.map(lambda number: claim(any_catalogue, f"holder {number}", 0, 10), range(8)))

    assert claimed.count(True) == 1
