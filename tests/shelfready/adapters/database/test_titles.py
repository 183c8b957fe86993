"""Titles and releases, on both databases."""

from datetime import timedelta, timezone

import pytest

from shelfready.errors import ConflictError, MissingError
from shelfready.ports import Catalogue, Page
from shelfready.releases import Release, Title
from shelfready.titles import SubmissionState
from tests.shelfready.adapters.database.making import NOON, add, after, release, submission, undo

ISBN = "9780000000001"


def publish(catalogue: Catalogue, one: Release, seconds: float = 0) -> Release:
    """Publish in a unit of work of its own."""
    with catalogue.begin() as unit:
        return unit.titles.publish(one, after(seconds))


def test_an_unknown_title_is_none(any_catalogue: Catalogue) -> None:
    """What was never accepted is not there, nor are releases of it."""
    with any_catalogue.begin() as unit:
        assert unit.titles.get("acme", ISBN) is None
        assert unit.titles.release("acme", ISBN, 1) is None
        assert unit.titles.releases("acme", ISBN) == ()
        assert unit.titles.list("acme", Page()) == ()


def test_a_claim_makes_the_title_once(any_catalogue: Catalogue) -> None:
    """A second claim answers what the first one made."""
    made = Title(publisher="acme", title_id=ISBN, content_type="audiobook", updated_at=NOON)

    with any_catalogue.begin() as unit:
        assert unit.titles.claim("acme", ISBN, "audiobook", NOON) == made
    with any_catalogue.begin() as unit:
        assert unit.titles.claim("acme", ISBN, "audiobook", after(9)) == made
        assert unit.titles.get("acme", ISBN) == made


def test_a_title_is_one_product(any_catalogue: Catalogue) -> None:
    """An ebook under an audiobook's id is refused with what is there; nothing changes and the unit goes on."""
    add(any_catalogue, submission())
    with any_catalogue.begin() as unit:
        unit.titles.claim("acme", ISBN, "audiobook", NOON)

    with any_catalogue.begin() as unit:
        with pytest.raises(ConflictError) as caught:
            unit.titles.claim("acme", ISBN, "ebook", NOON)
        assert caught.value.cause_code == "title-has-another-content-type"
        assert "audiobook" in caught.value.message
        title = unit.titles.get("acme", ISBN)
    assert title is not None
    assert title.content_type == "audiobook"


@pytest.mark.parametrize("state", list(SubmissionState))
def test_a_wrong_content_type_lasts_as_long_as_its_submissions(
    any_catalogue: Catalogue, state: SubmissionState
) -> None:
    """A title without a release becomes what is sent next, unless a submission of it is still open."""
    add(any_catalogue, submission(state=state))
    with any_catalogue.begin() as unit:
        unit.titles.claim("acme", ISBN, "audiobook", NOON)

    with any_catalogue.begin() as unit:
        if state.is_final:
            claimed = unit.titles.claim("acme", ISBN, "ebook", after(9))
            assert claimed == Title(publisher="acme", title_id=ISBN, content_type="ebook", updated_at=after(9))
            assert unit.titles.get("acme", ISBN) == claimed
        else:
            with pytest.raises(ConflictError, match="abandon the submission"):
                unit.titles.claim("acme", ISBN, "ebook", after(9))


def test_only_its_own_submissions_hold_a_title(any_catalogue: Catalogue) -> None:
    """An open submission of another title, or of another publisher's of that id, is none of its business."""
    add(any_catalogue, submission("s-1", title_id="other-title"), submission("s-2", publisher="other"))
    with any_catalogue.begin() as unit:
        unit.titles.claim("acme", ISBN, "audiobook", NOON)
        assert unit.titles.claim("acme", ISBN, "ebook", NOON).content_type == "ebook"


def test_a_published_title_stays_what_it_is(any_catalogue: Catalogue) -> None:
    """Once it has a release, readers have it: no matter that nothing of it is at work."""
    add(any_catalogue, submission(state=SubmissionState.PUBLISHED))
    publish(any_catalogue, release())

    with pytest.raises(ConflictError) as caught, any_catalogue.begin() as unit:
        unit.titles.claim("acme", ISBN, "ebook", NOON)
    assert caught.value.cause_code == "title-has-another-content-type"


def test_publishers_may_share_an_id(any_catalogue: Catalogue) -> None:
    """Another publisher's title of the same id is another title, and says nothing of itself."""
    with any_catalogue.begin() as unit:
        unit.titles.claim("acme", ISBN, "audiobook", NOON)
        other = unit.titles.claim("other", ISBN, "ebook", NOON)

    assert other.content_type == "ebook"


def test_publishing_numbers_the_release_and_makes_it_live(any_catalogue: Catalogue) -> None:
    """The release that is answered is the release that is kept, with its number and time."""
    add(any_catalogue, submission())

    published = publish(any_catalogue, release(), 3)

    assert published == release().model_copy(update={"number": 1, "published_at": after(3)})
    with any_catalogue.begin() as unit:
        assert unit.titles.release("acme", ISBN, 1) == published
        assert unit.titles.releases("acme", ISBN) == (published,)
        assert unit.titles.get("acme", ISBN) == Title(
            publisher="acme", title_id=ISBN, content_type="audiobook", live_release=1, updated_at=after(3)
        )


def test_publishing_tells_the_world_in_the_same_transaction(any_catalogue: Catalogue) -> None:
    """There is a message of each release, once it is committed, and of no other."""
    add(any_catalogue, submission())

    undo(any_catalogue, lambda unit: unit.titles.publish(release(), NOON))
    with any_catalogue.begin() as unit:
        assert unit.outbox.pending(9) == ()
        assert unit.titles.get("acme", ISBN) is None
    publish(any_catalogue, release())

    with any_catalogue.begin() as unit:
        (told,) = unit.outbox.pending(9)
    assert (told.kind, told.data, told.created_at) == (
        "release-published",
        {"publisher": "acme", "title_id": ISBN, "number": 1, "submission_id": "s-1"},
        NOON,
    )


def test_a_second_publish_of_one_submission_changes_nothing(any_catalogue: Catalogue) -> None:
    """A worker that comes late with other bytes is answered with what was published."""
    add(any_catalogue, submission())
    first = publish(any_catalogue, release(), 1)

    second = publish(any_catalogue, release().model_copy(update={"artifacts": ()}), 2)

    assert second == first
    with any_catalogue.begin() as unit:
        assert unit.titles.releases("acme", ISBN) == (first,)
        assert len(unit.outbox.pending(9)) == 1
        title = unit.titles.get("acme", ISBN)
    assert title is not None
    assert title.updated_at == after(1)


def test_a_late_attempt_does_not_move_the_live_release_back(any_catalogue: Catalogue) -> None:
    """The first submission publishes again after the second has: the second stays live."""
    add(any_catalogue, submission("s-1"), submission("s-2"))
    first = publish(any_catalogue, release("s-1"), 1)
    second = publish(any_catalogue, release("s-2"), 2)

    again = publish(any_catalogue, release("s-1"), 3)

    assert (again, second.number) == (first, 2)
    with any_catalogue.begin() as unit:
        title = unit.titles.get("acme", ISBN)
        assert [found.number for found in unit.titles.releases("acme", ISBN)] == [2, 1]
    assert title is not None
    assert title.live_release == 2


def test_titles_count_apart(any_catalogue: Catalogue) -> None:
    """Each title of each publisher begins at one."""
    add(
        any_catalogue,
        submission("s-1"),
        submission("s-2", title_id="two"),
        submission("s-3", publisher="other"),
    )

    numbers = [
        publish(any_catalogue, release("s-1")).number,
        publish(any_catalogue, release("s-2", title_id="two")).number,
        publish(any_catalogue, release("s-3", publisher="other")).number,
    ]

    assert numbers == [1, 1, 1]


@pytest.mark.parametrize(
    "stranger",
    [release("never-was"), release("s-1", publisher="other"), release("s-1", title_id="two")],
    ids=["unknown", "another-publisher", "another-title"],
)
def test_a_release_belongs_to_a_submission_of_its_title(any_catalogue: Catalogue, stranger: Release) -> None:
    """Nothing is published that nobody asked for."""
    add(any_catalogue, submission("s-1"))

    with pytest.raises(MissingError):
        publish(any_catalogue, stranger)

    with any_catalogue.begin() as unit:
        assert unit.outbox.pending(9) == ()
        assert unit.titles.get(stranger.publisher, stranger.title_id) is None


def test_publishing_as_another_content_type_is_refused(any_catalogue: Catalogue) -> None:
    """What was claimed as an audiobook is not published as an ebook."""
    add(any_catalogue, submission())
    with any_catalogue.begin() as unit:
        unit.titles.claim("acme", ISBN, "audiobook", NOON)

    with pytest.raises(ConflictError) as caught:
        publish(any_catalogue, release(content_type="ebook"))
    assert caught.value.cause_code == "title-has-another-content-type"


def test_the_time_of_publishing_comes_out_in_utc(any_catalogue: Catalogue) -> None:
    """Both what publishing answers and what is read later."""
    add(any_catalogue, submission())

    with any_catalogue.begin() as unit:
        published = unit.titles.publish(release(), NOON.astimezone(timezone(timedelta(hours=9))))
    with any_catalogue.begin() as unit:
        title = unit.titles.get("acme", ISBN)

    assert published.published_at is not None
    assert title is not None
    for moment in (published.published_at, title.updated_at):
        assert moment == NOON
        assert moment.utcoffset() == timedelta(0)


def test_titles_are_listed_by_id_in_pages(any_catalogue: Catalogue) -> None:
    """By code point, after the cursor, and of one publisher only."""
    with any_catalogue.begin() as unit:
        for id in ("b", "B", "a", "1", "a-1"):
            unit.titles.claim("acme", id, "audiobook", NOON)
        unit.titles.claim("other", "c", "audiobook", NOON)

    with any_catalogue.begin() as unit:
        assert [title.title_id for title in unit.titles.list("acme", Page(limit=3))] == ["1", "B", "a"]
        assert [title.title_id for title in unit.titles.list("acme", Page(limit=3, cursor="a"))] == ["a-1", "b"]
        assert unit.titles.list("acme", Page(cursor="b")) == ()


def test_live_and_open_titles_are_told_apart(any_catalogue: Catalogue) -> None:
    """Live ones have a release, open ones a submission that is not final; another publisher's are neither."""
    one, two, three = (f"978000000000{n}" for n in (1, 2, 3))
    ended = SubmissionState.PUBLISHED
    add(
        any_catalogue,
        submission("s-1", title_id=one, state=ended),
        submission("s-2", title_id=two),
        submission("s-3", title_id=three, publisher="other"),
    )
    with any_catalogue.begin() as unit:
        unit.titles.publish(release("s-1", title_id=one), NOON)
        unit.titles.publish(release("s-3", title_id=three, publisher="other"), NOON)
        unit.titles.claim("acme", two, "audiobook", NOON)

    with any_catalogue.begin(read_only=True) as unit:
        assert unit.titles.live_ids("acme", (one, two, three)) == {one}
        assert unit.titles.open_ids("acme", (one, two, three)) == {two}
        assert unit.titles.live_ids("acme", ()) == frozenset()
        assert (unit.titles.count_live("acme"), unit.titles.count_live("nobody")) == (1, 0)


def test_an_update_waits_for_all_but_a_parked_update(any_catalogue: Catalogue) -> None:
    """What a publisher has sent and what runs goes first; an earlier update that is parked gives way."""
    titles = [f"978000000000{n}" for n in (1, 2, 3)]
    parked = SubmissionState.PARKED
    add(any_catalogue, submission("s-1", title_id=titles[0], state=parked))
    with any_catalogue.begin() as unit:
        for id, title_id, state in (("s-2", titles[1], parked), ("s-3", titles[2], SubmissionState.RUNNING)):
            made = submission(id, title_id=title_id, state=state).model_copy(update={"origin": "feed:fed_1"})
            unit.submissions.add(made, idempotency_key=None, body_sha256="")

    with any_catalogue.begin(read_only=True) as unit:
        assert unit.titles.busy_ids("acme", titles) == {titles[0], titles[2]}


def test_titles_with_the_very_same_cover_are_found(any_catalogue: Catalogue) -> None:
    """The last cover of a title counts; of other publishers nothing is told."""
    with any_catalogue.begin() as unit:
        unit.titles.note_cover("acme", "9780000000001", "a" * 64)
        unit.titles.note_cover("acme", "9780000000002", "b" * 64)
        unit.titles.note_cover("acme", "9780000000002", "a" * 64)
        unit.titles.note_cover("acme", "9780000000003", "b" * 64)
        unit.titles.note_cover("other", "9780000000004", "a" * 64)

    with any_catalogue.begin(read_only=True) as unit:
        assert unit.titles.same_cover("acme", "9780000000001", "a" * 64) == ("9780000000002",)
        assert unit.titles.same_cover("acme", "9780000000003", "b" * 64) == ()
        assert unit.titles.same_cover("acme", "9780000000009", "a" * 64, limit=1) == ("9780000000001",)
