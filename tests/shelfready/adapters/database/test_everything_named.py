"""What a sweep of the store asks of the catalogue: everything that it names, in pages, on both databases."""

from sqlmodel import select

from shelfready.adapters.database import SqlCatalogue
from shelfready.adapters.database.tables import SubmissionRow
from shelfready.feeds import Feed, FeedRecord, FeedState, RecordOutcome
from shelfready.ports import Catalogue, Page
from shelfready.titles import SubmissionState
from tests.shelfready.adapters.database.making import HASH, NOON, add, release, submission


def test_what_was_made_of_a_submission_is_kept_with_it(any_catalogue: SqlCatalogue) -> None:
    """Where its delivery, its facts and its plan are comes back as it was written, in the document and in columns."""
    made = {"delivery_sha256": "b" * 64, "facts_sha256": HASH, "plan_sha256": "c" * 64}
    add(any_catalogue, submission("s-1"), submission("s-2").model_copy(update=made))
    with any_catalogue.begin() as unit:
        unit.submissions.save(submission("s-1").model_copy(update=made))

    with any_catalogue.begin(read_only=True) as unit:
        kept = [unit.submissions.get(id) for id in ("s-1", "s-2")]
        rows = unit.session.exec(
            select(SubmissionRow.delivery_sha256, SubmissionRow.facts_sha256, SubmissionRow.plan_sha256)
        ).all()
    assert [one.model_dump(include=set(made)) for one in kept if one] == [made, made]
    assert [tuple(row) for row in rows] == [tuple(made.values())] * 2


def test_every_submission_is_read_in_pages(any_catalogue: Catalogue) -> None:
    """Of all publishers and states, by id, each once; also what is added behind the page meanwhile."""
    states = list(SubmissionState)
    add(any_catalogue, *(submission(f"s-{index}", publisher=f"p-{index}", state=states[index]) for index in range(5)))

    seen: list[str] = []
    page = Page(limit=2)
    while True:
        with any_catalogue.begin(read_only=True) as unit:
            found = [one.id for one in unit.submissions.every(page)]
        if not found:
            break
        seen += found
        page = Page(limit=2, cursor=found[-1])
        if len(seen) == 2:
            add(any_catalogue, submission("s-9"))
    assert seen == ["s-0", "s-1", "s-2", "s-3", "s-4", "s-9"]


def test_every_release_is_read_with_what_it_was_made_of(any_catalogue: Catalogue) -> None:
    """By the ids of submissions; which one is live is said, and a submission that was never published is left out."""
    made = {"delivery_sha256": "b" * 64, "facts_sha256": HASH}
    for number, title in enumerate(("one", "two", "one")):
        add(any_catalogue, submission(f"s-{number}", publisher=f"p-{title}", title_id=title).model_copy(update=made))
        with any_catalogue.begin() as unit:
            unit.titles.publish(release(f"s-{number}", publisher=f"p-{title}", title_id=title), NOON)
    add(any_catalogue, submission("s-9", title_id="three"))
    with any_catalogue.begin() as unit:
        unit.titles.claim("acme", "three", "audiobook", NOON)

    with any_catalogue.begin(read_only=True) as unit:
        first = unit.titles.every_release(Page(limit=2))
        rest = unit.titles.every_release(Page(limit=2, cursor=first[-1].cursor))
        one = unit.titles.release("p-one", "one", 2)
    found = [*first, *rest]
    assert [(kept.cursor, kept.release.number, kept.is_live) for kept in found] == [
        ("s-0", 1, False),
        ("s-1", 1, True),
        ("s-2", 2, True),
    ]
    assert found[-1].release == one
    assert {(kept.delivery_sha256, kept.facts_sha256) for kept in found} == {("b" * 64, HASH)}


def feed(id: str, state: FeedState) -> Feed:
    """A feed."""
    return Feed(id=id, publisher="acme", name="n", source="s", state=state, created_at=NOON, updated_at=NOON)


def test_every_feed_and_every_held_record_is_read(any_catalogue: Catalogue) -> None:
    """Of all states, by id; of records only those that somebody must decide about, by feed and index."""
    lines = [
        FeedRecord(index=index, outcome=outcome, facts_sha256=HASH)
        for index, outcome in enumerate(
            (RecordOutcome.HELD, RecordOutcome.APPLIED, RecordOutcome.HELD, RecordOutcome.HELD), 9
        )
    ]
    with any_catalogue.begin() as unit:
        for id, state in (("fed_2", FeedState.DONE), ("fed_1", FeedState.HELD), ("fed_3", FeedState.RUNNING)):
            unit.feeds.add(feed(id, state), idempotency_key=None, body_sha256=HASH)
            unit.feeds.add_records(id, lines if id != "fed_2" else lines[:1])

    with any_catalogue.begin(read_only=True) as unit:
        feeds = unit.feeds.every(Page(limit=2))
        feeds += unit.feeds.every(Page(limit=2, cursor=feeds[-1].id))
        held = unit.feeds.every_held(Page(limit=4))
        held += unit.feeds.every_held(Page(limit=4, cursor=held[-1].cursor))
    assert [one.id for one in feeds] == ["fed_1", "fed_2", "fed_3"]
    assert [one.cursor for one in held] == [
        "fed_1/9",
        "fed_1/11",
        "fed_1/12",
        "fed_2/9",
        "fed_3/9",
        "fed_3/11",
        "fed_3/12",
    ]
    assert {one.facts_sha256 for one in held} == {HASH}
