"""What feeds do to titles on the shelf: they follow their records, and nothing is taken away unasked."""

from pathlib import Path

import pytest

from shelfready.adapters.database import SqlCatalogue
from shelfready.adapters.objects.local import LocalStore
from shelfready.metadata_facts import MetadataFacts
from shelfready.titles import (
    Drop,
    DropKind,
    SubmissionState,
)
from tests.activities.feed_desk import ISBN, REF, Desk, open_desk
from tests.activities.messages import message, numbers, product


@pytest.fixture
def desk(catalogue: SqlCatalogue, local_store: LocalStore, tmp_path: Path) -> Desk:
    """A department over a real catalogue and a real store."""
    return open_desk(catalogue, local_store, tmp_path)


def test_a_title_on_the_shelf_follows_its_record(desk: Desk) -> None:
    """A submission is made that delivers the files once more; a price alone changes no release."""
    desk.publish()
    lines = desk.take(message(product(ISBN)), 1)
    (update,) = desk.updates()
    priced = desk.take(message(product(ISBN, price="9.99"), sent="20260401"), 2)

    assert lines[0].submission_id == update.id
    assert (update.origin, update.drop, update.content_type) == ("feed:fed_1", Drop(kind=DropKind.FILES), "audiobook")
    assert [line.outcome.value for line in priced] == ["applied"], priced
    assert desk.updates() == [update]


def test_an_update_waits_for_what_its_publisher_has_sent(desk: Desk) -> None:
    """It must not take the place of a submission that is open: the title is due, and follows later."""
    desk.publish()
    desk.take(message(product(ISBN)), 1)
    lines = desk.take(message(product(ISBN, title="Another"), sent="20260401"), 2)

    held = desk.held()
    assert held is not None
    assert (held.is_due, lines[0].submission_id, len(desk.updates())) == (True, None, 1)
    assert lines[0].reason


def test_an_update_that_is_parked_gives_way_to_the_record_that_mends_it(desk: Desk) -> None:
    """Nobody else would mend it: what a feed has made is not for its publisher to send again."""
    desk.publish()
    desk.take(message(product(ISBN)), 1)
    (first,) = desk.updates()
    with desk.feeds.catalogue.begin() as unit:
        unit.submissions.save(first.model_copy(update={"state": SubmissionState.PARKED}))
    lines = desk.take(message(product(ISBN, title="Mended"), sent="20260401"), 2)

    held = desk.held()
    assert held is not None
    assert (held.is_due, lines[0].submission_id) == (False, max(one.id for one in desk.updates()))
    assert len(desk.updates()) == 2


def test_a_title_without_kept_facts_is_told_of(desk: Desk) -> None:
    """Its record holds, and nothing is started that could not end well."""
    desk.publish(with_facts=False)
    lines = desk.take(message(product(ISBN)))

    assert (lines[0].outcome.value, lines[0].submission_id, desk.updates()) == ("applied", None, [])
    assert lines[0].reason


@pytest.mark.parametrize(
    ("record", "otherwise"),
    [(product(ISBN, notification="05"), "unchanged"), (product(ISBN, status="11"), "applied")],
)
def test_what_would_take_a_title_from_the_shelf_is_held(desk: Desk, record: str, otherwise: str) -> None:
    """A deletion and a withdrawal wait for somebody, kept whole; of a title that nobody sees they are just heard."""
    desk.publish()
    held = desk.take(message(record), 1)[0]
    unseen = desk.take(message(record.replace(ISBN, "9789999900027")), 2)[0]

    assert (held.outcome.value, desk.held()) == ("held", None)
    assert held.facts_sha256 is not None
    kept = desk.feeds.blobs.read_value(MetadataFacts, held.facts_sha256)
    assert kept.record is not None
    assert kept.record.reference == f"com.north.{ISBN}"
    assert unseen.outcome.value == otherwise


def test_a_feed_that_would_empty_the_shelf_is_held_as_a_whole(desk: Desk) -> None:
    """Its findings say why; one that deletes a single title of many is not."""
    isbns = list(numbers(60))
    for isbn in isbns:
        desk.publish(isbn)
    whole = desk.stage(desk.send(message(*(product(isbn, notification="05") for isbn in isbns)), 1))
    one = desk.stage(desk.send(message(product(isbns[0], notification="05")), 2))

    assert (whole.is_held, one.is_held, whole.records) == (True, False, 60)
    assert [finding.code for finding in desk.feed().findings] == ["BIZ-008"]
    assert desk.lines(REF) == []


def test_the_last_record_of_a_title_in_a_message_holds(desk: Desk) -> None:
    """A message may name a product twice under two references; the title follows once."""
    desk.publish()
    lines = desk.take(message(product(ISBN), product(ISBN, title="Second", reference="r2")))
    held = desk.held()

    assert [line.outcome.value for line in lines] == ["applied", "applied"], lines
    assert held is not None
    assert held.facts.record is not None
    assert held.facts.record.descriptive is not None
    assert held.facts.record.descriptive.titles[0].text == "Second"
    assert [line.submission_id for line in lines] == [None, desk.updates()[0].id]
