"""Records that hold for titles, on both databases."""

from threading import Event, Thread

import pytest

from shelfready.errors import ConflictError
from shelfready.feeds import HeldRecord
from shelfready.metadata_facts import Dialect, MessageHeader, MetadataFacts
from shelfready.ports import Catalogue
from shelfready.records import Identifier, Record
from shelfready.titles import SubmissionState
from tests.shelfready.adapters.database.making import NOON, add, after, release, submission

ISBN = "9780000000001"


def held(title_id: str = ISBN, reference: str | None = "com.acme.1", publisher: str = "acme") -> HeldRecord:
    """A record of a message that was sent at noon."""
    record = Record(reference=reference, identifiers=(Identifier(kind="15", value=title_id),))
    return HeldRecord(
        publisher=publisher,
        title_id=title_id,
        reference=reference,
        sent_at=NOON,
        feed_id="fed_1",
        facts=MetadataFacts(dialect=Dialect.ONIX, header=MessageHeader(release="3.0"), record=record),
        updated_at=after(60),
    )


def put(catalogue: Catalogue, *records: HeldRecord) -> None:
    """Let records hold."""
    with catalogue.begin() as unit:
        unit.records.put(records)


def test_a_record_is_read_back_whole(any_catalogue: Catalogue) -> None:
    """With the message that brought it; another publisher's title of the same number has none."""
    put(any_catalogue, held())

    with any_catalogue.begin(read_only=True) as unit:
        assert unit.records.get("acme", ISBN) == held()
        assert unit.records.get("acme", "9780000000002") is None
        assert unit.records.get("other", ISBN) is None


def test_a_record_takes_the_place_of_what_held(any_catalogue: Catalogue) -> None:
    """One record holds for a title, under the reference of the last one."""
    put(any_catalogue, held())
    newer = held(reference="com.acme.9").model_copy(update={"sent_at": after(9), "is_due": True})
    put(any_catalogue, newer)

    with any_catalogue.begin(read_only=True) as unit:
        assert unit.records.get("acme", ISBN) == newer
        assert unit.records.of("acme", references=("com.acme.1",)) == ()
        assert unit.records.of("acme", references=("com.acme.9",)) == (newer,)


def test_records_are_found_by_title_and_by_reference(any_catalogue: Catalogue) -> None:
    """Each once, by title; those of other publishers never."""
    one, two, three = (held(f"978000000000{n}", f"com.acme.{n}") for n in (1, 2, 3))
    put(any_catalogue, three, one, two)
    put(any_catalogue, held("9780000000004", "com.acme.1", publisher="other"))

    with any_catalogue.begin(read_only=True) as unit:
        found = unit.records.of("acme", title_ids=(one.title_id, two.title_id), references=("com.acme.1", "com.acme.3"))
        assert found == (one, two, three)
        assert unit.records.of("acme") == ()


def test_a_reference_stays_with_its_product(any_catalogue: Catalogue) -> None:
    """Nothing of the batch is written; another publisher may use the same reference."""
    put(any_catalogue, held())

    with pytest.raises(ConflictError, match=ISBN) as caught:
        put(any_catalogue, held("9780000000003", "com.acme.3"), held("9780000000002"))
    assert caught.value.cause_code == "reference-of-another-title"
    put(any_catalogue, held("9780000000002", publisher="other"))
    with any_catalogue.begin(read_only=True) as unit:
        assert unit.records.get("acme", "9780000000003") is None


@pytest.mark.parametrize("reference", ["r" * 10_000, "with\0nul", "é" * 150])
def test_a_reference_of_any_length_is_a_key(any_catalogue: Catalogue, reference: str) -> None:
    """What no index holds is found all the same, and told from others that begin so."""
    put(any_catalogue, held(reference=reference), held("9780000000002", reference + "x"))

    with any_catalogue.begin(read_only=True) as unit:
        assert unit.records.of("acme", references=(reference,)) == (held(reference=reference),)


def test_records_without_references_do_not_collide(any_catalogue: Catalogue) -> None:
    """A sheet has none."""
    put(any_catalogue, held(reference=None), held("9780000000002", None))

    with any_catalogue.begin(read_only=True) as unit:
        assert unit.records.get("acme", "9780000000002") == held("9780000000002", None)


def test_what_is_due_waits_for_open_submissions(any_catalogue: Catalogue) -> None:
    """Due are records of live titles to which no submission is still on its way."""
    due = held().model_copy(update={"is_due": True})
    put(any_catalogue, due, held("9780000000002", None).model_copy(update={"is_due": True}))
    add(any_catalogue, submission("s-1"), submission("s-2"))
    with any_catalogue.begin() as unit:
        unit.titles.publish(release("s-1"), NOON)

    with any_catalogue.begin() as unit:
        assert unit.records.due(9) == ()
        for id in ("s-1", "s-2"):
            unit.submissions.save(submission(id, state=SubmissionState.PUBLISHED))
        assert unit.records.due(9) == (due,)
        unit.records.put([held()])
        assert unit.records.due(9) == ()


@pytest.mark.server
def test_messages_of_a_publisher_are_applied_one_after_the_other(postgres_catalogue: Catalogue) -> None:
    """Who locks a publisher's records waits for whoever has; another publisher's go on meanwhile."""
    order: list[str] = []
    waiting = Event()

    def second() -> None:
        with postgres_catalogue.begin() as unit:
            waiting.set()
            unit.records.lock("acme")
            order.append("second")

    with postgres_catalogue.begin() as unit:
        unit.records.lock("acme")
        thread = Thread(target=second)
        thread.start()
        waiting.wait(10)
        with postgres_catalogue.begin() as other:
            other.records.lock("pier")
            order.append("other")
        order.append("first")
    thread.join(10)

    assert order == ["other", "first", "second"]
