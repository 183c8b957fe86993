"""API keys, on both databases."""

from datetime import timedelta, timezone

import pytest

from shelfready.errors import ConflictError, MissingError
from shelfready.keys import Scope, new_key
from shelfready.ports import Catalogue
from tests.shelfready.adapters.database.making import NOON, after


def test_a_key_is_found_by_its_id_and_still_opens(any_catalogue: Catalogue) -> None:
    """What is kept accepts the secret that was shown once, and does not hold it."""
    key, text = new_key("acme", NOON, scope=Scope.OPERATIONS)
    secret = text.removeprefix(f"sr_{key.id}_")

    with any_catalogue.begin() as unit:
        unit.keys.add(key)

    with any_catalogue.begin() as unit:
        found = unit.keys.by_id(key.id)
    assert found == key
    assert found.accepts(secret, NOON)
    assert secret not in found.to_json().decode()


def test_an_unknown_key_is_none(any_catalogue: Catalogue) -> None:
    """Whoever guesses learns nothing."""
    with any_catalogue.begin() as unit:
        assert unit.keys.by_id("guess") is None


def test_an_expired_key_is_kept(any_catalogue: Catalogue) -> None:
    """It is still there to say that it has expired, in UTC."""
    key, text = new_key("acme", NOON, expires_at=after(1).astimezone(timezone(timedelta(hours=2))))

    with any_catalogue.begin() as unit:
        unit.keys.add(key)

    with any_catalogue.begin() as unit:
        found = unit.keys.by_id(key.id)
    assert found is not None
    assert found.expires_at is not None
    assert found.expires_at.utcoffset() == timedelta(0)
    secret = text.removeprefix(f"sr_{key.id}_")
    assert found.accepts(secret, NOON)
    assert not found.accepts(secret, after(2))


def test_a_revoked_key_is_saved_and_kept(any_catalogue: Catalogue) -> None:
    """Revoking is a change, not a removal."""
    key, text = new_key("acme", NOON)
    with any_catalogue.begin() as unit:
        unit.keys.add(key)

    with any_catalogue.begin() as unit:
        unit.keys.save(key.model_copy(update={"revoked_at": after(1)}))

    with any_catalogue.begin() as unit:
        found = unit.keys.by_id(key.id)
    assert found is not None
    assert found.revoked_at == after(1)
    assert not found.accepts(text.removeprefix(f"sr_{key.id}_"), NOON)


def test_an_id_is_used_once(any_catalogue: Catalogue) -> None:
    """A second key of the same id would take the first one's place."""
    key, _ = new_key("acme", NOON)
    with any_catalogue.begin() as unit:
        unit.keys.add(key)

    with any_catalogue.begin() as unit:
        with pytest.raises(ConflictError) as caught:
            unit.keys.add(key.model_copy(update={"publisher": "other"}))
        assert caught.value.cause_code == "key-exists"
        assert unit.keys.by_id(key.id) == key


def test_saving_a_key_does_not_add_it(any_catalogue: Catalogue) -> None:
    """Only what was issued can change."""
    key, _ = new_key("acme", NOON)

    with pytest.raises(MissingError, match=key.id), any_catalogue.begin() as unit:
        unit.keys.save(key)


def test_keys_are_listed_by_publisher_newest_first(any_catalogue: Catalogue) -> None:
    """Those that no longer count are among them."""
    keys = [new_key("acme", after(second), expires_at=after(0))[0] for second in (2, 3, 1)]
    other, _ = new_key("other", NOON)
    with any_catalogue.begin() as unit:
        for key in (*keys, other):
            unit.keys.add(key)

    with any_catalogue.begin() as unit:
        assert unit.keys.list("acme") == (keys[1], keys[0], keys[2])
        assert unit.keys.list("nobody") == ()
