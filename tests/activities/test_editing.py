"""Planning in an activity: what is there is found, what is to do is shared out, and both are told."""

from datetime import datetime
from pathlib import Path

import pytest
from temporalio.testing import ActivityEnvironment

from activities.editing import Editing, Planned, PlanRequest
from activities.journal import Journal
from shelfready.chaptering import chapterize
from shelfready.errors import DefectError
from shelfready.planning import keys_of
from shelfready.plans import Plan
from shelfready.titles import SubmissionRef, TitleFacts
from tests.shelfready.planned_books import MINUTE, a_book, a_track
from tests.shelfready.shelves import NOW, PUBLISHER, TITLE, TOOLCHAIN, Shelf, stored


class Standing:
    """A clock that stands still."""

    def now(self) -> datetime:
        """The moment."""
        return NOW


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A publisher with nothing on the shelf."""
    return Shelf(tmp_path)


def _planned(shelf: Shelf, facts: TitleFacts) -> tuple[Planned, Plan, SubmissionRef]:
    submission = shelf.submission()
    with shelf.catalogue.begin() as unit:
        unit.titles.claim(PUBLISHER, TITLE, "audiobook", NOW)
        unit.submissions.add(submission, idempotency_key=None, body_sha256="")
    ref = SubmissionRef(submission_id=submission.id, publisher=PUBLISHER, title_id=TITLE)
    request = PlanRequest(
        submission=ref,
        facts=shelf.blobs.put_value(facts).sha256,
        chapters=shelf.blobs.put_value(chapterize(facts)).sha256,
    )
    editing = Editing(Journal(shelf.catalogue, Standing()), shelf.blobs, TOOLCHAIN)
    planned = ActivityEnvironment().run(editing.plan, request)
    return planned, shelf.blobs.read_value(Plan, planned.plan), ref


def test_first_plan_has_all_to_do(shelf: Shelf) -> None:
    """Long tracks are pieces of their own, short ones are together; the summaries say which and what."""
    facts = a_book(a_track("a"), a_track("long", 60 * MINUTE), *(a_track(str(place)) for place in range(4)))

    planned, plan, _ = _planned(shelf, facts)

    formats = "aac-lc-64-mono, aac-lc-128-mono, aac-lc-32-mono, opus-32-mono"
    assert [(batch.indices, batch.audio_s, batch.summary) for batch in planned.encodes] == [
        ((1,), 900, f"encode track 2 of 6, piece 1 of 4: {formats}"),
        ((2,), 900, f"encode track 2 of 6, piece 2 of 4: {formats}"),
        ((3,), 900, f"encode track 2 of 6, piece 3 of 4: {formats}"),
        ((4,), 900, f"encode track 2 of 6, piece 4 of 4: {formats}"),
        ((0, 5, 6, 7, 8), 300, f"encode 5 tracks from 1 to 6 of 6: {formats}"),
    ]
    assert [batch.cost_s for batch in planned.encodes] == [65, 65, 65, 65, 22]
    assert [item.index for item in planned.makes] == list(range(len(plan.makes)))
    assert planned.reused == 0


def test_tracks_in_a_row_are_said_as_such(shelf: Shelf) -> None:
    """And one track of one piece is said by its number alone."""
    row = _planned(shelf, a_book(a_track("a"), a_track("b")))[0]
    one = _planned(shelf, a_book(a_track("c")))[0]

    assert [batch.summary.partition(":")[0] for batch in (*row.encodes, *one.encodes)] == [
        "encode tracks 1 to 2 of 2",
        "encode track 1 of 1",
    ]


def test_plan_is_kept_with_its_submission_and_told(shelf: Shelf) -> None:
    """Whoever cleans up finds it, and whoever follows reads what is done."""
    planned, plan, ref = _planned(shelf, a_book(a_track("a"), a_track("b")))

    with shelf.catalogue.begin(read_only=True) as unit:
        kept = unit.submissions.get(ref.submission_id)
        told = [event for event in unit.events.after(ref.submission_id, 0, 10) if event.kind == "planned"]
    assert kept is not None
    assert kept.plan_sha256 == planned.plan
    (event,) = told
    assert event.data == {
        "encodes": 8,
        "tracks": 2,
        "audio_s": 120,
        "renditions": len(plan.makes),
        "reused": 0,
        "making": [make.rendition for make in plan.makes],
        "gain_db": 5.0,
        "sound": "from -23.0 LUFS to -18 LUFS",
    }


def test_what_the_store_holds_is_not_to_do(shelf: Shelf) -> None:
    """Sent once more, nothing is shared out."""
    facts = a_book(a_track("a"), a_track("b"))
    for key in keys_of(_planned(shelf, facts)[1]):
        shelf.blobs.record(key, {})

    planned, plan, _ = _planned(shelf, facts)

    assert (planned.encodes, planned.makes) == ((), ())
    assert planned.reused == len(plan.encodes) + len(plan.makes)


def test_live_release_says_where_tracks_lay(shelf: Shelf) -> None:
    """One track is replaced by one of another length: it is padded, and the tracks behind it stay."""
    names = ("a", "b", "c", "d", "e")
    tracks = [stored(a_track(name, 6 * MINUTE)) for name in names]
    shelf.publish(*tracks)
    tracks[1] = a_track("new", 6 * MINUTE + 12_345)

    planned, plan, _ = _planned(shelf, a_book(*tracks))

    assert sorted(plan.pieces[index].track for batch in planned.encodes for index in batch.indices) == [0, 1, 2]
    assert plan.spans[1].padding_samples == -12_345 % 1024


def test_publishers_profile_counts(shelf: Shelf) -> None:
    """The gain is that of the publisher's own target."""
    shelf.hold_to(target_lufs=None)

    assert _planned(shelf, a_book(a_track("a")))[1].sound.gain_db == 0.0


def test_track_whose_edges_are_gone_is_not_planned(shelf: Shelf) -> None:
    """Neighbours could not be encoded: it says so at once, and what to do."""
    bare = a_track("a").model_copy(update={"waveform": None})

    with pytest.raises(DefectError, match=r"track 1 \(a\.mp3\) were not kept; `retry`") as raised:
        _planned(shelf, a_book(bare))

    assert raised.value.cause_code == "measurement-gone"
