"""Uploads under way, on both databases."""

from datetime import timedelta, timezone

import pytest

from shelfready.errors import ConflictError, MissingError
from shelfready.ports import Catalogue
from shelfready.uploads import Upload
from tests.shelfready.adapters.database.making import HASH, NOON, after


def upload(id: str = "u-1") -> Upload:
    """A file on its way in."""
    return Upload(
        id=id,
        publisher="acme",
        name="../Chapter 1.mp3",
        size_bytes=5 * 2**30,
        sha256=HASH,
        store_upload="store-1",
        created_at=NOON,
        expires_at=after(3600),
    )


def test_an_upload_is_read_back_whole(any_catalogue: Catalogue) -> None:
    """Name, size and the store's id survive."""
    with any_catalogue.begin() as unit:
        unit.uploads.add(upload())

    with any_catalogue.begin() as unit:
        assert unit.uploads.get("u-1") == upload()


def test_an_unknown_upload_is_none(any_catalogue: Catalogue) -> None:
    """What was never begun is not there."""
    with any_catalogue.begin() as unit:
        assert unit.uploads.get("u-1") is None


def test_saving_writes_what_changed(any_catalogue: Catalogue) -> None:
    """Completing an upload, and giving it more time, are kept; times come out in UTC."""
    with any_catalogue.begin() as unit:
        unit.uploads.add(upload())
    later = after(7200).astimezone(timezone(timedelta(hours=5)))

    with any_catalogue.begin() as unit:
        unit.uploads.save(upload().model_copy(update={"is_complete": True, "expires_at": later}))

    with any_catalogue.begin() as unit:
        found = unit.uploads.get("u-1")
    assert found == upload().model_copy(update={"is_complete": True, "expires_at": after(7200)})
    assert found.expires_at.utcoffset() == timedelta(0)


def test_saving_does_not_add(any_catalogue: Catalogue) -> None:
    """Only what was begun can change."""
    with pytest.raises(MissingError, match="u-1"), any_catalogue.begin() as unit:
        unit.uploads.save(upload())


def test_an_id_is_used_once(any_catalogue: Catalogue) -> None:
    """A second upload of the same id would take over the first one's parts."""
    with any_catalogue.begin() as unit:
        unit.uploads.add(upload())

    with pytest.raises(ConflictError) as caught, any_catalogue.begin() as unit:
        unit.uploads.add(upload().model_copy(update={"publisher": "other"}))
    assert caught.value.cause_code == "upload-exists"


def test_the_expired_are_those_whose_time_is_over(any_catalogue: Catalogue) -> None:
    """Whether complete or not, the longest over first, up to a limit; the others are the unexpired."""
    with any_catalogue.begin() as unit:
        for id, seconds in (("u-1", 20), ("u-2", 10), ("u-3", 30)):
            unit.uploads.add(upload(id).model_copy(update={"expires_at": after(seconds), "is_complete": id == "u-2"}))

    with any_catalogue.begin(read_only=True) as reader:
        assert [one.id for one in reader.uploads.expired(after(25), 9)] == ["u-2", "u-1"]
        assert [one.id for one in reader.uploads.expired(after(25), 1)] == ["u-2"]
        assert reader.uploads.expired(after(10), 9) == ()
        assert [one.id for one in reader.uploads.unexpired(after(25))] == ["u-3"]


def test_a_removed_upload_is_gone(any_catalogue: Catalogue) -> None:
    """It alone; removing it again changes nothing."""
    with any_catalogue.begin() as unit:
        unit.uploads.add(upload("u-1"))
        unit.uploads.add(upload("u-2"))

    for _ in range(2):
        with any_catalogue.begin() as unit:
            unit.uploads.remove("u-1")

    with any_catalogue.begin(read_only=True) as reader:
        assert reader.uploads.get("u-1") is None
        assert reader.uploads.get("u-2") == upload("u-2")
