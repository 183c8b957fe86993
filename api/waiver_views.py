"""Waivers and policies as the API takes and shows them."""

from datetime import datetime
from typing import Any

from pydantic import AwareDatetime, ConfigDict, Field, JsonValue

from shelfready.policies import Policy
from shelfready.titles import FileName, TitleId
from shelfready.values import Slug, StrictValue, Value
from shelfready.waivers import Waiver

_WAIVER: dict[str, Any] = {
    "code": "AUD-017",
    "publisher": "harbour-press",
    "title_id": "9780306406157",
    "by": "j.doe",
    "why": "a recording of 1932, as loud as it gets",
}
_POLICY: dict[str, Any] = {
    "profile": "acx",
    "overrides": {"lowest_kbps_mono": 128},
    "by": "j.doe",
    "why": "agreed with the publisher on 1 March",
}


class WaiverRequest(StrictValue):
    """A finding to let pass within a scope: a publisher, one of its titles, or one file of a title."""

    model_config = ConfigDict(json_schema_extra={"examples": [_WAIVER]})

    code: str = Field(pattern=r"^[A-Z]{3,4}-\d{3}$", description="the finding's code")
    publisher: Slug
    title_id: TitleId | None = Field(None, description="only for this title")
    asset: FileName | None = Field(None, description="only for this file of the title")
    by: str = Field(min_length=1, max_length=200, description="who lets it pass")
    why: str = Field(min_length=1, max_length=2000)
    until: AwareDatetime | None = Field(None, description="when it ends; never if absent")


class WaiverList(Value):
    """A page of waivers, newest first; revoked ones say so."""

    items: tuple[Waiver, ...]
    next: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class PolicyRequest(StrictValue):
    """What a publisher's titles are held to from now on."""

    model_config = ConfigDict(json_schema_extra={"examples": [_POLICY]})

    profile: str = Field(min_length=1, max_length=64, description="a profile's name, see docs/profiles.md")
    overrides: dict[str, JsonValue] = Field(
        default_factory=dict,
        max_length=200,
        description="thresholds that are other for this publisher; null: not asked",
    )
    by: str = Field(min_length=1, max_length=200, description="who decided so")
    why: str = Field(min_length=1, max_length=2000)


class PolicyView(Value):
    """What a publisher's titles are held to, and what they were held to before."""

    publisher: str
    profile: str
    overrides: dict[str, JsonValue]
    number: int | None = Field(description="counts the publisher's policies from 1; null: nobody ever said one")
    by: str | None
    why: str | None
    at: datetime | None
    history: tuple[Policy, ...] = Field(description="the newest fifty, newest first")
