"""Pages of feeds are entered whole, against what holds at that very moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest

from shelfready.adapters.database import SqlCatalogue
from shelfready.adapters.objects.local import LocalStore
from shelfready.blobs import Blobs
from shelfready.errors import DefectError
from shelfready.feed_entering import enter_page, follow_up
from shelfready.feeds import Feed, FeedRef
from shelfready.ports import Catalogue, Page, UnitOfWork
from shelfready.titles import SubmissionState
from tests.shelfready.adapters.database.making import HASH, NOON, add, after, release, submission
from tests.shelfready.test_knowing import ISBN, OTHER, held, said

REF = FeedRef(feed_id="fed_1", publisher="north")


@pytest.fixture
def blobs(local_store: LocalStore) -> Blobs:
    """A store."""
    return Blobs(local_store)


def accepted(catalogue: Catalogue) -> None:
    """Write the feed down."""
    feed = Feed(id="fed_1", publisher="north", name="f", source="s", created_at=after(3600), updated_at=NOON)
    with catalogue.begin() as unit:
        unit.feeds.add(feed, idempotency_key=None, body_sha256=HASH)


@dataclass
class Interrupted:
    """A catalogue in which another message is applied right after a page was read, once."""

    catalogue: SqlCatalogue
    has_interrupted: bool = False

    @contextmanager
    def begin(self, *, read_only: bool = False) -> Iterator[UnitOfWork]:
        """The same transactions, and something in between."""
        with self.catalogue.begin(read_only=read_only) as unit:
            yield unit
        if read_only and not self.has_interrupted:
            self.has_interrupted = True
            newer = said("Newer", sent=after(60))
            with self.catalogue.begin() as unit:
                unit.records.put([held(newer, sent_at=after(60))])


def test_a_page_is_judged_by_what_holds_when_it_is_entered(catalogue: SqlCatalogue, blobs: Blobs) -> None:
    """A message that was applied in between is newer: the page is judged anew, and skipped."""
    accepted(catalogue)
    enter_page(Interrupted(catalogue), blobs, REF, [said("Older", sent=NOON)], NOON)

    with catalogue.begin(read_only=True) as unit:
        (line,) = unit.feeds.records("fed_1")
        holds = unit.records.get("north", ISBN)
    assert line.outcome.value == "skipped"
    assert holds is not None
    assert holds.sent_at == after(60)


def test_a_page_is_entered_whole_or_not_at_all(
    catalogue: SqlCatalogue, blobs: Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failure in the middle leaves no record behind, and the next attempt enters all."""
    accepted(catalogue)
    page = [said(sent=NOON), said("Two", sent=NOON, reference="r2").model_copy(update={"index": 2})]

    def fail(*_: object) -> None:
        raise DefectError("broken")

    with monkeypatch.context() as patched:
        patched.setattr("shelfready.adapters.database.feeds.SqlFeeds.add_records", fail)
        with pytest.raises(DefectError):
            enter_page(catalogue, blobs, REF, page, NOON)
    with catalogue.begin(read_only=True) as unit:
        assert (unit.feeds.last_index("fed_1"), unit.records.get("north", ISBN)) == (0, None)
    enter_page(catalogue, blobs, REF, page, NOON)
    with catalogue.begin(read_only=True) as unit:
        assert unit.feeds.last_index("fed_1") == 2


def test_what_is_due_follows_when_nothing_hinders_it(catalogue: SqlCatalogue) -> None:
    """Once; what is hindered stays due, and a title without kept files is not asked for again."""
    for title, number in ((ISBN, 1), (OTHER, 2)):
        add(catalogue, submission(f"s-{number}", publisher="north", title_id=title, state=SubmissionState.PUBLISHED))
        with catalogue.begin() as unit:
            unit.titles.publish(release(f"s-{number}", publisher="north", title_id=title), NOON)
    kept = submission("s-1", publisher="north", title_id=ISBN, state=SubmissionState.PUBLISHED)
    with catalogue.begin() as unit:
        unit.submissions.save(kept.model_copy(update={"facts_sha256": HASH}))
        unit.records.put([held(said(), is_due=True), held(said(reference="r2"), OTHER, is_due=True)])

    counts = [follow_up(catalogue, 9, NOON + timedelta(days=1)) for _ in range(2)]

    with catalogue.begin(read_only=True) as unit:
        made = [one.title_id for one in unit.submissions.list("north", Page()) if one.origin is not None]
    assert (counts, made) == ([2, 0], [ISBN])
