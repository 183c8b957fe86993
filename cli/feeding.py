"""Sends a feed and follows it until nothing more happens by itself."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from cli.client import Api
from cli.feed_answers import FeedAnswer, FeedRecordList, FeedRecordView, FeedView, NewFeed, feed_path
from cli.sending.submitting import SendingView
from cli.sending.uploads import Uploader, measure
from shelfready.feeds import RecordOutcome

SHOWN = 10
"""Records that were not taken, of each kind, that are told of: who has more than that mends the first ones first."""
_AGAIN_S = 0.5


class TakingView(Protocol):
    """Shows how far a feed is."""

    def feed(self, stands: FeedView) -> None:
        """It got further, or stands otherwise than before."""


def send_feed(api: Api, uploader: Uploader, path: Path, view: SendingView, *, key: str | None = None) -> FeedView:
    """Upload a file and send it as a feed."""
    blob = measure(path)
    with view.file(path.name, blob.size_bytes) as sent:
        source = uploader.upload(path, path.name, blob, sent)
    new = NewFeed(source=source, name=path.name)
    feed = api.post("/v1/feeds", new, FeedView, idempotency_key=key or f"cli-{uuid4()}")
    uploader.forget(path.name, blob)
    return feed


def follow_feed(api: Api, feed_id: str, view: TakingView, pause: Callable[[float], None] | None = None) -> FeedAnswer:
    """Look at a feed until it is settled; answers it with the first records that were not taken."""
    pause = pause or api.pause
    before: FeedView | None = None
    while True:
        stands = api.get(feed_path(feed_id), FeedView)
        if stands != before:
            view.feed(stands)
        if stands.is_settled:
            return FeedAnswer(feed=stands, troubled=_troubled(api, stands))
        before = stands
        pause(_AGAIN_S)


def _troubled(api: Api, feed: FeedView) -> tuple[FeedRecordView, ...]:
    found: list[FeedRecordView] = []
    for outcome in (RecordOutcome.REJECTED, RecordOutcome.HELD):
        if feed.counts.get(outcome.value):
            path = f"{feed_path(feed.id)}/records"
            found += api.get(path, FeedRecordList, outcome=outcome.value, limit=SHOWN).items
    return tuple(found)
