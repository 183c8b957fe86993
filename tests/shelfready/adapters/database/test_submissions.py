"""Submissions, on both databases."""

from datetime import timedelta, timezone

import pytest
from sqlmodel import update

from shelfready.adapters.database import SqlCatalogue
from shelfready.adapters.database.tables import SubmissionRow
from shelfready.errors import ConflictError, DefectError, MissingError, RejectedError
from shelfready.events import LiveProgress
from shelfready.ports import Catalogue, Page, UnitOfWork
from shelfready.titles import Metadata, Stage, SubmissionRef, SubmissionState
from tests.shelfready.adapters.database.making import HASH, NOON, add, after, release, submission


def ids(catalogue: Catalogue, publisher: str | None = "acme", page: Page | None = None, **filters: object) -> list[str]:
    """The ids of a listing."""
    with catalogue.begin(read_only=True) as unit:
        return [found.id for found in unit.submissions.list(publisher, page or Page(), **filters)]  # type: ignore[arg-type]  # any filter


def test_what_is_added_is_read_back_whole(any_catalogue: Catalogue) -> None:
    """Everything of a submission survives, to the microsecond and to the oddest letters."""
    sent = submission().model_copy(
        update={"metadata": Metadata(title="Z\u00fcrich \U0001f4d6 \u0000 'x'; --", authors=("\u674e",))}
    )

    add(any_catalogue, sent)

    with any_catalogue.begin() as unit:
        assert unit.submissions.get("s-1") == sent


def test_times_come_out_in_utc(any_catalogue: Catalogue) -> None:
    """A moment told in another time zone is the same moment, told in UTC."""
    there = NOON.astimezone(timezone(timedelta(hours=-7)))

    add(any_catalogue, submission(at=there))

    with any_catalogue.begin() as unit:
        found = unit.submissions.get("s-1")
    assert found is not None
    assert found.created_at == NOON
    assert found.created_at.utcoffset() == timedelta(0)


def test_a_time_without_a_zone_is_refused(any_catalogue: Catalogue) -> None:
    """Nobody guesses which noon was meant."""
    with pytest.raises(DefectError, match=r"Submission\.created_at has no time zone") as caught:
        add(any_catalogue, submission(at=NOON.replace(tzinfo=None)))

    assert caught.value.cause_code == "time-without-zone"


def test_an_unknown_id_is_none(any_catalogue: Catalogue) -> None:
    """What was never added is not there."""
    with any_catalogue.begin() as unit:
        assert unit.submissions.get("nothing") is None
        assert unit.submissions.by_idempotency_key("acme", "nothing") is None


def test_a_name_that_no_database_keeps_finds_nothing_or_is_refused(any_catalogue: Catalogue) -> None:
    """A NUL in an id is never an error of another kind than ours."""
    try:
        with any_catalogue.begin() as unit:
            assert unit.submissions.get("s-1\x00") is None
    except RejectedError as refused:
        assert refused.cause_code == "text-not-storable"  # noqa: PT017 - PostgreSQL refuses, SQLite finds nothing


def test_an_idempotency_key_finds_what_was_first_sent_with_it(any_catalogue: Catalogue) -> None:
    """The submission comes as it now is, with the hash of the body it came in."""
    with any_catalogue.begin() as unit:
        unit.submissions.add(submission(), idempotency_key="k", body_sha256=HASH)
        unit.submissions.save(submission(state=SubmissionState.RUNNING))

    with any_catalogue.begin() as unit:
        assert unit.submissions.by_idempotency_key("acme", "k") == (submission(state=SubmissionState.RUNNING), HASH)
        assert unit.submissions.by_idempotency_key("other", "k") is None


def test_an_idempotency_key_is_used_once_by_a_publisher(any_catalogue: Catalogue) -> None:
    """The second is refused within a transaction that can still look up the first, and adds nothing."""
    with any_catalogue.begin() as unit:
        unit.submissions.add(submission("s-1"), idempotency_key="k", body_sha256=HASH)

    with any_catalogue.begin() as unit:
        with pytest.raises(ConflictError) as caught:
            unit.submissions.add(submission("s-2"), idempotency_key="k", body_sha256="b" * 64)
        assert caught.value.cause_code == "idempotency-key-used"
        assert unit.submissions.by_idempotency_key("acme", "k") == (submission("s-1"), HASH)
        unit.submissions.add(submission("s-3", publisher="other"), idempotency_key="k", body_sha256=HASH)
        unit.submissions.add(submission("s-4"), idempotency_key=None, body_sha256=HASH)
        unit.submissions.add(submission("s-5"), idempotency_key=None, body_sha256=HASH)
    assert ids(any_catalogue, None) == ["s-5", "s-4", "s-3", "s-1"]


def test_an_id_is_used_once(any_catalogue: Catalogue) -> None:
    """Ids are ours, so a second use is told from a second use of a publisher's key."""
    add(any_catalogue, submission())

    with pytest.raises(ConflictError) as caught:
        add(any_catalogue, submission(publisher="other"))
    assert caught.value.cause_code == "submission-exists"


def test_saving_writes_what_changed(any_catalogue: Catalogue) -> None:
    """A later reader, and a listing by state, see the change."""
    add(any_catalogue, submission())
    changed = submission().model_copy(
        update={"state": SubmissionState.PARKED, "stage": Stage.CHECK, "updated_at": after(5)}
    )

    with any_catalogue.begin() as unit:
        unit.submissions.save(changed)

    with any_catalogue.begin() as unit:
        assert unit.submissions.get("s-1") == changed
    assert ids(any_catalogue, state=SubmissionState.PARKED) == ["s-1"]
    assert ids(any_catalogue, state=SubmissionState.ACCEPTED) == []


def test_saving_what_was_never_added_is_missing(any_catalogue: Catalogue) -> None:
    """Saving does not add."""
    with pytest.raises(MissingError, match="no submission s-1"), any_catalogue.begin() as unit:
        unit.submissions.save(submission())

    assert ids(any_catalogue, None) == []


@pytest.mark.parametrize("state", list(SubmissionState))
def test_a_final_submission_has_no_live_progress(any_catalogue: Catalogue, state: SubmissionState) -> None:
    """What a killed worker last said of its work is not shown once nothing more will happen; others' is kept."""
    add(any_catalogue, submission("s-1"), submission("s-2"))
    with any_catalogue.begin() as unit:
        for id in ("s-1", "s-2"):
            unit.events.set_progress(
                LiveProgress(submission_id=id, stage=Stage.ENCODE, part="track 1", done=0.5, at=NOON)
            )

    with any_catalogue.begin() as unit:
        unit.submissions.save(submission("s-1", state=state))

    with any_catalogue.begin() as unit:
        assert len(unit.events.progress("s-1")) == (0 if state.is_final else 1)
        assert len(unit.events.progress("s-2")) == 1


def test_a_listing_is_newest_first_and_of_one_publisher(any_catalogue: Catalogue) -> None:
    """Nobody sees another's submissions; operations, who name no publisher, see all."""
    add(
        any_catalogue,
        submission("s-1", at=after(1)),
        submission("s-2", at=after(3)),
        submission("s-3", at=after(2)),
        submission("s-4", at=after(4), publisher="other"),
    )

    assert ids(any_catalogue) == ["s-2", "s-3", "s-1"]
    assert ids(any_catalogue, "other") == ["s-4"]
    assert ids(any_catalogue, "nobody") == []
    assert ids(any_catalogue, None) == ["s-4", "s-2", "s-3", "s-1"]


def test_filters_narrow_a_listing(any_catalogue: Catalogue) -> None:
    """State and title filter alone and together."""
    running, accepted = SubmissionState.RUNNING, SubmissionState.ACCEPTED
    add(
        any_catalogue,
        submission("s-1", at=after(1), state=running),
        submission("s-2", at=after(2), title_id="other-title"),
        submission("s-3", at=after(3), state=running, title_id="other-title"),
    )

    assert ids(any_catalogue, state=running) == ["s-3", "s-1"]
    assert ids(any_catalogue, state=accepted) == ["s-2"]
    assert ids(any_catalogue, title_id="other-title") == ["s-3", "s-2"]
    assert ids(any_catalogue, state=running, title_id="other-title") == ["s-3"]
    assert ids(any_catalogue, state=running, page=Page(cursor="s-3")) == ["s-1"]


def test_pages_show_each_once_even_those_of_one_moment(any_catalogue: Catalogue) -> None:
    """Equal times are told apart by id, and what is added meanwhile does not shift the pages."""
    add(any_catalogue, submission("early", at=after(-1)), *(submission(f"s-{number}") for number in range(5)))

    seen: list[str] = []
    page = Page(limit=2)
    while found := ids(any_catalogue, page=page):
        seen += found
        page = Page(limit=2, cursor=found[-1])
        add(any_catalogue, submission(f"new-{len(seen)}", at=after(len(seen))))
    assert seen == ["s-4", "s-3", "s-2", "s-1", "s-0", "early"]


def test_a_page_has_at_most_its_limit(any_catalogue: Catalogue) -> None:
    """The first page of many."""
    add(any_catalogue, *(submission(f"s-{number}") for number in range(3)))

    assert ids(any_catalogue, page=Page(limit=1)) == ["s-2"]


def test_a_cursor_of_no_list_is_refused(any_catalogue: Catalogue) -> None:
    """An unknown cursor, and another publisher's submission, get the very same answer."""
    add(any_catalogue, submission("s-1", publisher="other"))

    messages = []
    for cursor in ("s-1", "never-was"):
        with pytest.raises(RejectedError) as caught:
            ids(any_catalogue, "acme", Page(cursor=cursor))
        messages.append((caught.value.cause_code, caught.value.message))
    assert messages[0] == messages[1]
    assert messages[0][0] == "cursor-unknown"


def test_the_unstarted_are_accepted_and_old_enough(any_catalogue: Catalogue) -> None:
    """Oldest first, up to a limit; what a workflow has touched, or came just now, is left alone."""
    add(
        any_catalogue,
        submission("s-1", at=after(2)),
        submission("s-2", at=after(1)),
        submission("s-3", at=after(0), state=SubmissionState.RUNNING),
        submission("s-4", at=after(10)),
        submission("s-5", at=after(1), publisher="other"),
    )

    with any_catalogue.begin() as unit:
        assert unstarted(unit, 9) == ["s-2", "s-5", "s-1"]
        assert unstarted(unit, 1) == ["s-2"]


def test_the_unstarted_are_read_on_from_any_of_them(any_catalogue: Catalogue) -> None:
    """Each once, those of one moment by id, and also when the last one seen was started meanwhile."""
    add(any_catalogue, *(submission(f"s-{number}") for number in range(3)), submission("s-0-early", at=after(-1)))

    with any_catalogue.begin() as unit:
        assert unstarted(unit, 2) == ["s-0-early", "s-0"]
        unit.submissions.save(submission("s-0", state=SubmissionState.RUNNING))
        assert unstarted(unit, 2, "s-0") == ["s-1", "s-2"]
        assert unstarted(unit, 2, "s-2") == []


def test_an_unstarted_one_that_cannot_be_read_hides_no_other(any_catalogue: SqlCatalogue) -> None:
    """What an older release wrote may not be valid any more; it is for its workflow to say so."""
    add(any_catalogue, submission("s-1"), submission("s-2", publisher="other"))
    with any_catalogue.begin() as unit:
        unit.session.exec(update(SubmissionRow).values(document="{}"))

    with any_catalogue.begin(read_only=True) as reader:
        assert reader.submissions.unstarted(after(10), 9) == (
            SubmissionRef(submission_id="s-1", publisher="acme", title_id="9780000000001"),
            SubmissionRef(submission_id="s-2", publisher="other", title_id="9780000000001"),
        )


def test_the_newest_published_is_the_one_whose_release_is_live(any_catalogue: Catalogue) -> None:
    """Of this title and publisher; neither a later submission nor an earlier release counts."""
    add(
        any_catalogue,
        *(submission(f"s-{number}") for number in range(3)),
        submission("s-8", title_id="other-title"),
        submission("s-9", publisher="other"),
    )

    with any_catalogue.begin() as unit:
        unit.titles.claim("acme", "9780000000001", "audiobook", NOON)
        assert unit.submissions.newest_published("acme", "9780000000001") is None
        unit.titles.publish(release("s-0"), NOON)
        unit.titles.publish(release("s-1"), NOON)
        unit.titles.publish(release("s-8", title_id="other-title"), NOON)
        unit.titles.publish(release("s-9", publisher="other"), NOON)

    with any_catalogue.begin(read_only=True) as reader:
        assert reader.submissions.newest_published("acme", "9780000000001") == "s-1"
        assert reader.submissions.newest_published("acme", "never-was") is None


def unstarted(unit: UnitOfWork, limit: int, seen: str | None = None) -> list[str]:
    """The ids of those accepted in the first ten seconds."""
    return [found.submission_id for found in unit.submissions.unstarted(after(10), limit, seen)]


def test_what_live_releases_were_made_of(any_catalogue: Catalogue) -> None:
    """In pages by the ids of submissions; what is no longer live, or whose facts were not kept, is left out."""
    kept = {"facts_sha256": HASH}
    for number in (1, 2, 3):
        title = f"978000000000{number}"
        add(any_catalogue, submission(f"s-{number}", title_id=title))
        with any_catalogue.begin() as unit:
            unit.titles.publish(release(f"s-{number}", title_id=title), NOON)
            unit.submissions.save(submission(f"s-{number}", title_id=title).model_copy(update=kept))
    add(any_catalogue, submission("s-4", title_id="9780000000001"), submission("s-5", title_id="9780000000005"))
    with any_catalogue.begin() as unit:
        unit.submissions.save(submission("s-4", title_id="9780000000001").model_copy(update={"facts_sha256": "b" * 64}))
        unit.titles.publish(release("s-4", title_id="9780000000001"), NOON)
        unit.titles.publish(release("s-5", title_id="9780000000005"), NOON)

    with any_catalogue.begin(read_only=True) as unit:
        first = unit.submissions.published_facts(Page(limit=2))
        rest = unit.submissions.published_facts(Page(limit=2, cursor=first[-1].cursor))
    assert [(one.submission_id, one.title_id[-1], one.facts_sha256[0]) for one in (*first, *rest)] == [
        ("s-2", "2", "a"),
        ("s-3", "3", "a"),
        ("s-4", "1", "b"),
    ]
