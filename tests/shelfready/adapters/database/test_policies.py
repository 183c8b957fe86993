"""What publishers' titles are held to, on both databases."""

from shelfready.policies import Policy
from shelfready.ports import Catalogue
from tests.shelfready.adapters.database.making import NOON, after


def policy(publisher: str = "acme", **changes: object) -> Policy:
    """A policy with a number of its own and a demand taken away."""
    usual: dict[str, object] = {
        "publisher": publisher,
        "profile": "acx",
        "overrides": {"lowest_kbps_mono": 128, "quietest_lufs": None},
        "by": "ann",
        "why": "agreed",
        "at": NOON,
    }
    return Policy.model_validate(usual | changes)


def test_the_newest_policy_counts_and_earlier_ones_are_kept(any_catalogue: Catalogue) -> None:
    """Numbered from 1 for each publisher; what was taken away (null) stays taken away."""
    with any_catalogue.begin() as unit:
        first = unit.policies.put(policy())
        other = unit.policies.put(policy("other"))
    with any_catalogue.begin() as unit:
        second = unit.policies.put(policy(profile="apple", overrides={}, at=after(5)))

    assert (first.number, second.number, other.number) == (1, 2, 1)
    with any_catalogue.begin(read_only=True) as unit:
        assert unit.policies.get("acme") == second
        assert unit.policies.history("acme", 9) == (second, policy())
        assert unit.policies.history("acme", 1) == (second,)
        assert unit.policies.get("nobody") is None
