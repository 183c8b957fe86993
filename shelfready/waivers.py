"""Findings that somebody has let pass: which, where, who and why. Recorded, and never silent."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import Field

from shelfready.values import Slug, Value


class Waiver(Value):
    """A finding's code, let pass within a scope: a whole publisher, one of its titles, or one file of a title.

    A fatal finding cannot be waived: nothing could be made of such a title. `until` is when it ends; None is never. One
    that was revoked lets nothing pass any more, and is kept, with who revoked it and when.
    """

    id: str
    code: str = Field(pattern=r"^[A-Z]{3,4}-\d{3}$")
    publisher: Slug
    title_id: str | None = None
    asset: str | None = None
    by: str = Field(min_length=1, max_length=200)
    why: str = Field(min_length=1, max_length=2000)
    at: datetime
    until: datetime | None = None
    revoked_by: str | None = None
    revoked_at: datetime | None = None

    def covers(self, code: str, title_id: str, asset: str | None, now: datetime) -> bool:
        """Whether it lets a finding of one of the publisher's titles pass."""
        return (
            self.code == code
            and self.title_id in (None, title_id)
            and self.asset in (None, asset)
            and (self.until is None or now < self.until)
            and (self.revoked_at is None or now < self.revoked_at)
        )


def covering(waivers: Iterable[Waiver], code: str, title_id: str, asset: str | None, now: datetime) -> Waiver | None:
    """The waiver that lets a finding pass: the narrowest, of these the oldest; None if there is none."""
    found = [waiver for waiver in waivers if waiver.covers(code, title_id, asset, now)]
    return min(found, key=lambda one: (one.asset is None, one.title_id is None, one.at, one.id), default=None)
