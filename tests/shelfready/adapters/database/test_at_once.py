"""Many writers at once, as threads of one process and as processes, on both databases."""

from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing, suppress
from functools import partial
from multiprocessing import get_context
from threading import Barrier, BrokenBarrierError, Event
from typing import TypeVar

from shelfready.adapters.database import open_catalogue
from shelfready.errors import ConflictError
from shelfready.ports import Catalogue, Page
from shelfready.titles import SubmissionState
from tests.shelfready.adapters.database.making import HASH, NOON, add, release, submission

T = TypeVar("T")

WRITERS = 8
ISBN = "9780000000001"


def at_once(works: Iterable[Callable[[], T]]) -> list[T]:
    """The answers of works that all begin at the same moment, each in a thread."""
    waiting = list(works)
    start = Barrier(len(waiting))

    def run(work: Callable[[], T]) -> T:
        start.wait()
        return work()

    with ThreadPoolExecutor(len(waiting)) as threads:
        return list(threads.map(run, waiting))


def publish(catalogue: Catalogue, submission_id: str) -> int | None:
    """Publish the release of a submission; answers its number."""
    with catalogue.begin() as unit:
        return unit.titles.publish(release(submission_id), NOON).number


def publish_from_afar(url: str, submission_id: str) -> int | None:
    """The same, in a process of its own."""
    with closing(open_catalogue(url)) as catalogue:
        return publish(catalogue, submission_id)


def assert_published(catalogue: Catalogue, submissions: Iterable[str]) -> None:
    """Each submission has one release, one message, and the numbers are 1 to their count, the last one live."""
    expected = sorted(submissions)
    with catalogue.begin() as unit:
        releases = unit.titles.releases("acme", ISBN)
        told = unit.outbox.pending(100)
        title = unit.titles.get("acme", ISBN)
    assert sorted(found.submission_id for found in releases) == expected
    assert [found.number for found in releases] == list(range(len(expected), 0, -1))
    assert [message.data["number"] for message in told] == list(range(1, len(expected) + 1))
    assert title is not None
    assert title.live_release == len(expected)


def test_submissions_that_publish_at_once_get_consecutive_numbers(any_catalogue: Catalogue) -> None:
    """No number twice, none left out, and the highest is live."""
    ids = [f"s-{number}" for number in range(WRITERS)]
    add(any_catalogue, *(submission(id) for id in ids))

    numbers = at_once(partial(publish, any_catalogue, id) for id in ids)

    assert sorted(number or 0 for number in numbers) == list(range(1, WRITERS + 1))
    assert_published(any_catalogue, ids)


def test_a_worker_and_its_successor_publish_one_release(any_catalogue: Catalogue) -> None:
    """All attempts of one submission get the same answer."""
    add(any_catalogue, submission())

    numbers = at_once(partial(publish, any_catalogue, "s-1") for _ in range(WRITERS))

    assert numbers == [1] * WRITERS
    assert_published(any_catalogue, ["s-1"])


def test_processes_publish_like_threads(any_catalogue: Catalogue, any_catalogue_url: str) -> None:
    """The order is kept by the database, not by a lock of one process."""
    ids = [f"s-{number}" for number in range(WRITERS)]
    add(any_catalogue, *(submission(id) for id in ids))

    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        list(processes.map(partial(publish_from_afar, any_catalogue_url), ids + ids))

    assert_published(any_catalogue, ids)


def test_events_have_no_gap_whoever_writes_them(any_catalogue: Catalogue) -> None:
    """Several writers of one submission, several events in each of their transactions."""
    add(any_catalogue, submission())

    def write() -> None:
        for _ in range(5):
            with any_catalogue.begin() as unit:
                unit.events.add("s-1", "one", {}, NOON)
                unit.events.add("s-1", "two", {}, NOON)

    at_once([write] * WRITERS)

    with any_catalogue.begin() as unit:
        events = unit.events.after("s-1", 0, 1000)
    assert [event.number for event in events] == list(range(1, 10 * WRITERS + 1))
    assert [event.kind for event in events] == ["one", "two"] * (5 * WRITERS)


def test_one_request_wins_an_idempotency_key(any_catalogue: Catalogue) -> None:
    """The others are told that they are late, and find who came first."""

    def send(id: str) -> str:
        with any_catalogue.begin() as unit:
            try:
                unit.submissions.add(submission(id), idempotency_key="k", body_sha256=HASH)
            except ConflictError:
                first = unit.submissions.by_idempotency_key("acme", "k")
                return first[0].id if first else "nobody"
            return id

    answers = at_once(partial(send, f"s-{number}") for number in range(WRITERS))

    with any_catalogue.begin() as unit:
        (only,) = unit.submissions.list("acme", Page())
    assert answers == [only.id] * WRITERS


def test_one_content_type_wins_a_title(any_catalogue: Catalogue) -> None:
    """Two products that are sent under one id at the same moment: one is it, the other is refused."""

    def send(number: int) -> str | None:
        content_type = ("audiobook", "ebook")[number % 2]
        sent = submission(f"s-{number}").model_copy(update={"content_type": content_type})
        try:
            with any_catalogue.begin() as unit:
                title = unit.titles.claim("acme", ISBN, content_type, NOON)
                unit.submissions.add(sent, idempotency_key=None, body_sha256=HASH)
        except ConflictError:
            return None
        return title.content_type

    answers = at_once(partial(send, number) for number in range(WRITERS))

    with any_catalogue.begin() as unit:
        title = unit.titles.get("acme", ISBN)
    assert title is not None
    assert answers.count(title.content_type) == answers.count(None) == WRITERS // 2


def test_units_that_read_first_and_then_write_do_not_fail(any_catalogue: Catalogue) -> None:
    """A unit that looks before it writes is not refused because another has written in between."""
    ids = [f"s-{number}" for number in range(WRITERS)]
    add(any_catalogue, *(submission(id) for id in ids))

    def go_on(id: str) -> None:
        for _ in range(10):
            with any_catalogue.begin() as unit:
                found = unit.submissions.get(id)
                assert found is not None
                unit.submissions.save(found.model_copy(update={"state": SubmissionState.RUNNING}))
                unit.events.add(id, "running", {}, NOON)

    at_once(partial(go_on, id) for id in ids)

    with any_catalogue.begin() as unit:
        assert [len(unit.events.after(id, 0, 100)) for id in ids] == [10] * WRITERS


def test_a_title_is_not_changed_under_a_submission_on_its_way(any_catalogue: Catalogue) -> None:
    """Who would change a title's content type waits for those who have claimed it, and sees what they have sent."""
    with any_catalogue.begin() as unit:
        unit.titles.claim("acme", ISBN, "audiobook", NOON)
    is_claimed, both_have_claimed = Event(), Barrier(2)

    def send_audiobook() -> str:
        with any_catalogue.begin() as unit:
            unit.titles.claim("acme", ISBN, "audiobook", NOON)
            is_claimed.set()
            meet(both_have_claimed)
            unit.submissions.add(submission(), idempotency_key=None, body_sha256=HASH)
        return "sent"

    def claim_ebook() -> str:
        is_claimed.wait()
        try:
            with any_catalogue.begin() as unit:
                unit.titles.claim("acme", ISBN, "ebook", NOON)
                meet(both_have_claimed)
        except ConflictError as refused:
            return refused.cause_code
        return "changed"

    assert at_once([send_audiobook, claim_ebook]) == ["sent", "title-has-another-content-type"]


def test_nothing_that_was_written_is_lost(any_catalogue: Catalogue) -> None:
    """Two units that read one submission and write another field of it: the second reads what the first wrote."""
    add(any_catalogue, submission())
    have_read = Barrier(2)

    def change(field: str, value: object) -> None:
        with any_catalogue.begin() as unit:
            found = unit.submissions.get("s-1")
            assert found is not None
            meet(have_read)
            unit.submissions.save(found.model_copy(update={field: value}))

    at_once([partial(change, "report_sha256", HASH), partial(change, "release_number", 7)])

    with any_catalogue.begin(read_only=True) as reader:
        assert reader.submissions.get("s-1") == submission().model_copy(
            update={"report_sha256": HASH, "release_number": 7}
        )


def test_who_only_reads_waits_for_nobody(any_catalogue: Catalogue) -> None:
    """While a submission is kept for writing, a reader is answered with what it was."""
    add(any_catalogue, submission())

    with any_catalogue.begin() as writer:
        found = writer.submissions.get("s-1")
        writer.submissions.save(submission(state=SubmissionState.RUNNING))
        with any_catalogue.begin(read_only=True) as reader:
            assert reader.submissions.get("s-1") == found == submission()


def meet(barrier: Barrier) -> None:
    """Wait for the other writer, but not for ever: where one waits for the other's lock, they cannot meet."""
    with suppress(BrokenBarrierError):
        barrier.wait(0.5)
