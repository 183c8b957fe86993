"""Takes feeds in: fetched, read into pages, looked at as a whole, and entered page by page."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from temporalio import activity

from activities.beating import Beat
from activities.scratch import Scratch
from shelfready.blobs import Blobs
from shelfready.feed_applying import said_of
from shelfready.feed_checking import check_feed
from shelfready.feed_effects import Tally, effects_of
from shelfready.feed_entering import enter_page, feed_of, terms_of
from shelfready.feed_ledger import Ledger, snapshot
from shelfready.feeds import Feed, FeedDecision, FeedRef, FeedState
from shelfready.findings import Finding
from shelfready.metadata_facts import MessageHeader, MetadataFacts
from shelfready.onix.recognising import is_xml
from shelfready.ports import Catalogue, Clock, Fetcher, Tables
from shelfready.product_ids import title_id_of
from shelfready.sheets import read as read_sheet
from shelfready.values import Blob, Sha256, Value

PAGE_RECORDS = 500
"""Records that are entered in one transaction: enough to be quick, few enough to hold nobody up."""
PAGE_BYTES = 4 * 1024 * 1024
HEAD_BYTES = 64 * 1024
"""What tells a message from a sheet stands at its beginning."""


class FetchedFeed(Value):
    """Where the message is."""

    blob: Blob


class StageRequest(Value):
    """A message that was fetched."""

    feed: FeedRef
    blob: Blob


class Pages(Value):
    """The records of a message in pages, each a stored document of one record a line."""

    pages: tuple[Sha256, ...]


class Staged(Value):
    """A message that was read. `pages` is where its pages are listed; `is_held` that somebody must decide first."""

    pages: Sha256
    records: int
    is_held: bool = False


class ApplyRequest(Value):
    """A message whose records are to be entered."""

    feed: FeedRef
    pages: Sha256


class FeedChange(Value):
    """A feed's new state, with what belongs to it."""

    feed: FeedRef
    state: FeedState
    problem: str | None = None
    decision: FeedDecision | None = None


@dataclass(frozen=True)
class Feeds:
    """The department that takes feeds in."""

    catalogue: Catalogue
    clock: Clock
    blobs: Blobs
    fetcher_for: Callable[[str], Fetcher]
    read_onix: Callable[[Iterable[bytes], str], Iterator[MetadataFacts]]
    """Reads a message of ONIX by its bytes and its name; a parser, which workflow code must not load."""
    tables: Tables
    scratch: Scratch
    max_file_bytes: int

    @activity.defn(name="feeds.fetch", no_thread_cancel_exception=True)
    def fetch(self, ref: FeedRef) -> FetchedFeed:
        """Bring the message in and store it by content; a second time finds it there."""
        feed = self._change(FeedChange(feed=ref, state=FeedState.RUNNING))
        if feed.sha256 is not None and feed.size_bytes is not None:
            stored = Blob(sha256=feed.sha256, size_bytes=feed.size_bytes)
            if self.blobs.has(stored):
                return FetchedFeed(blob=stored)
        beat = Beat()
        with self.scratch.folder() as folder:
            path = folder / "feed"
            blob = self.fetcher_for(ref.publisher).fetch(feed.source, path, beat, limit_bytes=self.max_file_bytes)
            self.blobs.put_file(path, blob, beat.moved)
        self._save(ref, sha256=blob.sha256, size_bytes=blob.size_bytes)
        return FetchedFeed(blob=blob)

    @activity.defn(name="feeds.stage", no_thread_cancel_exception=True)
    def stage(self, request: StageRequest) -> Staged:
        """Read the whole message into pages, and say what it would do to what is on the shelf."""
        with self.catalogue.begin(read_only=True) as unit:
            feed = feed_of(unit, request.feed)
        stored: list[Sha256] = []
        header, count, tally = MessageHeader(), 0, Tally()
        for page in _paged(self._records(feed, request.blob)):
            stored.append(self.blobs.put_bytes(b"\n".join(facts.to_json() for facts in page)).sha256)
            self._tally(feed, page, tally)
            header, count = page[-1].header, count + len(page)
        findings = self._judged(feed, tally)
        self._save(request.feed, header=header, records=count, findings=findings)
        pages = self.blobs.put_value(Pages(pages=tuple(stored)))
        # Somebody may have to decide first, and take weeks over it.
        self.blobs.need(request.feed.feed_id, [pages.sha256, *stored])
        return Staged(pages=pages.sha256, records=count, is_held=any(finding.blocks for finding in findings))

    @activity.defn(name="feeds.apply", no_thread_cancel_exception=True)
    def apply(self, request: ApplyRequest) -> None:
        """Enter all pages, going on where an earlier attempt was broken off."""
        beat = Beat()
        pages = self.blobs.read_value(Pages, request.pages).pages
        for number in range(beat.resumed_at, len(pages)):
            page = [MetadataFacts.from_json(line) for line in self.blobs.read(pages[number]).split(b"\n")]
            enter_page(self.catalogue, self.blobs, request.feed, page, self.clock.now())
            beat.reached(number + 1)

    @activity.defn(name="feeds.record", no_thread_cancel_exception=True)
    def record(self, change: FeedChange) -> None:
        """Write a new state down; a second time changes nothing."""
        self._change(change)

    def _records(self, feed: Feed, blob: Blob) -> Iterator[MetadataFacts]:
        """The records of the message, whether it is ONIX or a sheet: no sheet is XML."""
        beat = Beat()
        pieces = self._pieces(blob, beat)
        head = b""
        while len(head) < HEAD_BYTES and (piece := next(pieces, None)) is not None:
            head += piece
        if is_xml(head[:HEAD_BYTES]):
            yield from self.read_onix(chain([head], pieces), feed.name)
            return
        with self.scratch.folder(blob.size_bytes) as folder:
            path = folder / "feed"
            self.blobs.download(blob.sha256, path, beat.moved)
            with self.tables.rows(path, beat) as table:
                for facts in read_sheet(table, name=feed.name):
                    beat.moved()
                    yield facts

    def _pieces(self, blob: Blob, beat: Beat) -> Iterator[bytes]:
        for piece in self.blobs.stream(blob.sha256):
            beat.moved()
            yield piece

    def _tally(self, feed: Feed, page: Sequence[MetadataFacts], tally: Tally) -> None:
        """Count what a page would do to titles on the shelf."""
        with self.catalogue.begin(read_only=True) as unit:
            terms = terms_of(unit, feed, self.clock.now())
            ledger = Ledger(snapshot(unit, feed.publisher, page))
        for facts in page:
            standing = ledger.standing(facts)
            record = said_of(facts, standing, terms)
            if record is not None and standing.is_live:
                held = standing.held.facts.record if standing.held else None
                widest = terms.profile.widest_price_change
                tally.add(title_id_of(record) or "", effects_of(held, record, widest_price_change=widest))

    def _judged(self, feed: Feed, tally: Tally) -> tuple[Finding, ...]:
        with self.catalogue.begin(read_only=True) as unit:
            terms = terms_of(unit, feed, self.clock.now())
            live = unit.titles.count_live(feed.publisher)
        return check_feed(tally.facts(feed.publisher, live), terms.profile)

    def _change(self, change: FeedChange) -> Feed:
        with self.catalogue.begin() as unit:
            feed = feed_of(unit, change.feed)
            if feed.state.is_final:
                return feed
            update = {
                "state": change.state,
                "problem": change.problem,
                "decision": change.decision or feed.decision,
                "updated_at": self.clock.now(),
            }
            changed = feed.model_copy(update=update)
            unit.feeds.save(changed)
            return changed

    def _save(self, ref: FeedRef, **found: object) -> None:
        with self.catalogue.begin() as unit:
            feed = feed_of(unit, ref)
            unit.feeds.save(feed.model_copy(update={**found, "updated_at": self.clock.now()}))


def _paged(records: Iterable[MetadataFacts]) -> Iterator[list[MetadataFacts]]:
    """Pages of so many records, or so many bytes."""
    page: list[MetadataFacts] = []
    size = 0
    for facts in records:
        page.append(facts)
        size += len(facts.to_json())
        if len(page) >= PAGE_RECORDS or size >= PAGE_BYTES:
            yield page
            page, size = [], 0
    if page:
        yield page
