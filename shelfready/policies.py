"""What a publisher's titles are held to: a profile by name, and the publisher's own numbers over it."""

from datetime import datetime

from pydantic import Field, JsonValue

from shelfready.errors import RejectedError
from shelfready.profiles import PROFILES, STREAMING, Profile, overridden
from shelfready.values import Slug, Value


class Policy(Value):
    """Which profile counts for a publisher, with which numbers changed, and who said so, when and why.

    `number` counts a publisher's policies from 1; earlier ones are kept, because reports name what they were held to.
    """

    publisher: Slug
    number: int = 1
    profile: str = STREAMING.name
    overrides: dict[str, JsonValue] = Field(default_factory=dict)
    by: str = Field(min_length=1, max_length=200)
    why: str = Field(min_length=1, max_length=2000)
    at: datetime


def profile_of(policy: Policy | None) -> Profile:
    """The profile that a policy asks for, the default where a publisher has none; `RejectedError` if it cannot be had.

    >>> profile_of(None).name
    'streaming'
    """
    if policy is None:
        return STREAMING
    chosen = PROFILES.get(policy.profile.replace("_", "-"))
    if chosen is None:
        raise RejectedError(
            f"there is no profile {policy.profile[:60]!r}: choose one of {', '.join(PROFILES)}",
            cause_code="profile-unknown",
        )
    if not policy.overrides:
        return chosen
    return overridden(chosen, policy.overrides, f"{policy.profile} of {policy.publisher}")
