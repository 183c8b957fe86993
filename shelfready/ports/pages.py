"""What the catalogue answers in pages, and how they follow one another."""

from datetime import datetime

from shelfready.releases import Release
from shelfready.values import Sha256, Value


class Page(Value):
    """Where to go on in a list: `cursor` of the last one seen, None for the beginning."""

    cursor: str | None = None
    limit: int = 50


class PublishedFacts(Value):
    """What the live release of a title was made of; `cursor` is where the next page begins."""

    publisher: str
    title_id: str
    submission_id: str
    facts_sha256: Sha256

    @property
    def cursor(self) -> str:
        """Where to go on after this one."""
        return self.submission_id


class KeptRelease(Value):
    """A release, and where what it was made of is written down; `cursor` is where the next page begins."""

    release: Release
    is_live: bool
    delivery_sha256: Sha256 | None = None
    facts_sha256: Sha256 | None = None

    @property
    def cursor(self) -> str:
        """Where to go on after this one."""
        return self.release.submission_id


class HeldFacts(Value):
    """Where a held record of a feed is kept; `cursor` is where the next page begins."""

    feed_id: str
    index: int
    facts_sha256: Sha256 | None

    @property
    def cursor(self) -> str:
        """Where to go on after this one."""
        return f"{self.feed_id}/{self.index}"


class Chore(Value):
    """Work that one process does for all, now and then: who is at it, until when, and when it was last done."""

    name: str
    holder: str | None = None
    held_until: datetime | None = None
    done_at: datetime | None = None
