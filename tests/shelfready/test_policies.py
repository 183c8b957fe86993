"""A publisher's policy is a profile with numbers of its own."""

from datetime import UTC, datetime

import pytest

from shelfready.errors import RejectedError
from shelfready.policies import Policy, profile_of
from shelfready.profiles import STREAMING


def policy(profile: str, **overrides: object) -> Policy:
    """A policy."""
    now = datetime(2026, 3, 1, tzinfo=UTC)
    return Policy.model_validate(
        {"publisher": "acme", "profile": profile, "overrides": overrides, "by": "ann", "why": "so", "at": now}
    )


def test_without_a_policy_the_default_counts() -> None:
    """Nobody has said anything else."""
    assert profile_of(None) is STREAMING


def test_numbers_are_laid_over_the_profile() -> None:
    """The rest stays as the profile says; a report names whose numbers they are."""
    usual, own = profile_of(policy("acx")), profile_of(policy("acx", lowest_kbps_mono=128))

    assert (usual.name, own.name) == ("acx", "acx of acme")
    assert own == usual.model_copy(update={"lowest_kbps_mono": 128, "name": own.name})


def test_what_cannot_be_is_said() -> None:
    """An unknown profile names those that there are."""
    with pytest.raises(RejectedError, match="streaming") as caught:
        profile_of(policy("gold"))
    assert caught.value.cause_code == "profile-unknown"
    with pytest.raises(RejectedError, match="lowest_kbps_mono"):
        profile_of(policy("acx", lowest_kbps_momo=1))
