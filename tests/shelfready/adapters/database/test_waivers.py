"""What was let pass, on both databases."""

import pytest

from shelfready.errors import ConflictError, MissingError
from shelfready.ports import Catalogue, Page
from shelfready.waivers import Waiver
from tests.shelfready.adapters.database.making import NOON, after


def waiver(id: str = "wai_1", **changes: object) -> Waiver:
    """A waiver of a whole publisher."""
    usual = {"id": id, "code": "AUD-017", "publisher": "acme", "by": "ann", "why": "an old recording", "at": NOON}
    return Waiver.model_validate(usual | changes)


def add(catalogue: Catalogue, *waivers: Waiver) -> None:
    """Remember waivers."""
    with catalogue.begin() as unit:
        for one in waivers:
            unit.waivers.add(one)


def test_a_waiver_is_read_back_whole(any_catalogue: Catalogue) -> None:
    """With its scope and its end."""
    whole = waiver(title_id="9780000000001", asset="01.mp3", until=after(60))
    add(any_catalogue, whole)

    with any_catalogue.begin(read_only=True) as unit:
        assert unit.waivers.get("wai_1") == whole
        assert unit.waivers.get("wai_2") is None


def test_an_id_is_used_once_and_only_what_was_added_is_saved(any_catalogue: Catalogue) -> None:
    """Who let something pass is never written over by another."""
    add(any_catalogue, waiver())

    with pytest.raises(ConflictError) as caught:
        add(any_catalogue, waiver(by="bob"))
    assert caught.value.cause_code == "waiver-exists"
    with pytest.raises(MissingError, match="wai_2"), any_catalogue.begin() as unit:
        unit.waivers.save(waiver("wai_2"))


def test_what_counts_is_neither_over_nor_revoked(any_catalogue: Catalogue) -> None:
    """Whichever comes first ends it, to the very moment; another publisher's never count."""
    add(
        any_catalogue,
        waiver("wai_1"),
        waiver("wai_2", until=after(10)),
        waiver("wai_3", until=after(20), revoked_by="bob", revoked_at=after(5)),
        waiver("wai_4", publisher="other"),
    )

    with any_catalogue.begin(read_only=True) as unit:
        assert [one.id for one in unit.waivers.counting("acme", after(4))] == ["wai_1", "wai_2", "wai_3"]
        assert [one.id for one in unit.waivers.counting("acme", after(5))] == ["wai_1", "wai_2"]
        assert [one.id for one in unit.waivers.counting("acme", after(10))] == ["wai_1"]


def test_a_revoked_waiver_is_kept(any_catalogue: Catalogue) -> None:
    """It is listed with who revoked it, newest first, in pages."""
    add(any_catalogue, waiver("wai_1"), waiver("wai_2"), waiver("wai_3", publisher="other"))
    revoked = waiver("wai_1", revoked_by="bob", revoked_at=after(5))
    with any_catalogue.begin() as unit:
        unit.waivers.save(revoked)

    with any_catalogue.begin(read_only=True) as unit:
        assert unit.waivers.list("acme", Page(limit=1)) == (waiver("wai_2"),)
        assert unit.waivers.list("acme", Page(cursor="wai_2")) == (revoked,)
        assert [one.id for one in unit.waivers.list(None, Page())] == ["wai_3", "wai_2", "wai_1"]
        assert unit.waivers.counting("acme", after(6)) == (waiver("wai_2"),)
