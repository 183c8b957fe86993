"""What a sweep of the store takes away, and above all what it leaves."""

from hashlib import sha256
from pathlib import Path

import pytest

from shelfready.adapters.database import SqlCatalogue
from shelfready.feeds import Feed, FeedRecord, FeedState, RecordOutcome
from shelfready.ports import ObjectStore
from shelfready.titles import SubmissionState
from shelfready.values import Blob
from tests.shelfready.adapters.database import making
from tests.shelfready.garbage_house import House, publish


@pytest.fixture
def house(catalogue: SqlCatalogue, object_store: ObjectStore, tmp_path: Path) -> House:
    """An empty house, over every kind of store."""
    return House(catalogue, object_store, tmp_path)


OF_A_RELEASE = ["artifact", "plan", "report"]
BEHIND_IT = ["delivery", "edge", "facts", "frames", "onix", "track", "waveform"]
ACTIONS_BEHIND_IT = ["action encode", "action make", "action measure"]


def needs(house: House, owner: str) -> list[str]:
    """The keys of somebody's needs."""
    return [info.key for info in house.store.list(f"needed/{owner}/")]


def test_of_what_is_live_everything_stays(house: House) -> None:
    """Originals, measurements, encodings: so that nothing is done twice when it is delivered again."""
    publish(house, "1")
    everything = house.left()
    house.days = 400
    found = house.collect(may_be_wide=False)

    assert house.left() == everything
    assert found.removed_bytes == 0
    assert sum(one.kept for one in found.swept) == len(everything)


def test_of_an_older_release_what_was_published_stays(house: House) -> None:
    """Its artifacts and its report; what it was made of goes, but for what the live one was made of, too."""
    publish(house, "1")
    publish(house, "2")
    house.days = 30
    house.collect()

    assert house.left() == sorted(
        [
            *(f"{name}1" for name in OF_A_RELEASE),
            *(f"{name}2" for name in (*OF_A_RELEASE, *BEHIND_IT, *ACTIONS_BEHIND_IT)),
            *needs(house, "s-2"),
        ]
    )


def test_an_open_submission_keeps_what_it_may_go_on_with(house: House) -> None:
    """For as long as it waits: what its row names, and what only its workflow's history names."""
    fetched = house.action("fetch", "original")
    house.blobs.need("s-1", [fetched, house.document("manifest")])
    house.submission(
        "s-1",
        SubmissionState.PARKED,
        delivery_sha256=house.document("delivery", house.bytes_of("track")),
        facts_sha256=house.document("facts", house.bytes_of("edge")),
        plan_sha256=house.document("plan", house.action("encode", "frames")),
        report_sha256=house.document("report"),
    )
    everything = house.left()
    house.days = 400
    house.collect()
    assert house.left() == everything

    with house.catalogue.begin() as unit:
        ended = unit.submissions.get("s-1")
        assert ended is not None
        unit.submissions.save(ended.model_copy(update={"state": SubmissionState.ABANDONED}))
    house.days = 401 + 7
    house.collect()
    assert house.left() == ["report"]


def feed(id: str, state: FeedState, sha256: str | None) -> Feed:
    """A feed of one message."""
    return Feed(
        id=id,
        publisher="acme",
        name="onix.xml",
        source="upload:u",
        sha256=sha256,
        size_bytes=1,
        state=state,
        created_at=making.NOON,
        updated_at=making.NOON,
    )


def test_feeds_keep_their_messages_and_what_is_undecided(house: House) -> None:
    """One that is held keeps its pages, too; a record that was decided about is not kept a second time."""
    house.blobs.need("fed_1", [house.bytes_of("page 1")])
    house.blobs.need("fed_2", [house.bytes_of("page 2")])
    held = [(1, RecordOutcome.HELD, house.bytes_of("held")), (2, RecordOutcome.APPLIED, house.bytes_of("decided"))]
    with house.catalogue.begin() as unit:
        unit.feeds.add(feed("fed_1", FeedState.HELD, house.bytes_of("message 1")), idempotency_key=None, body_sha256="")
        unit.feeds.add(feed("fed_2", FeedState.DONE, house.bytes_of("message 2")), idempotency_key=None, body_sha256="")
        lines = [FeedRecord(index=index, outcome=outcome, facts_sha256=kept) for index, outcome, kept in held]
        unit.feeds.add_records("fed_2", lines)
    house.days = 30
    house.collect()

    assert house.left() == sorted(["held", "message 1", "message 2", *needs(house, "fed_1"), "page 1"])


def test_what_nothing_names_goes_after_its_grace(house: House) -> None:
    """Not a day before: whoever stored it may still be about to name it. A dry run says so, and removes nothing."""
    house.bytes_of("orphan")
    house.action("orphan", "output")
    house.blobs.hold("acme", Blob(sha256=house.bytes_of("held"), size_bytes=4))
    house.store.put_bytes("doctor/probe", b"well")
    house.store.put_bytes("uploads/acme/u", b"the janitor's own")
    house.store.put_bytes("somebody/elses", b"x")
    before = house.left()
    house.days = 6
    assert house.collect().removed_bytes == 0
    assert house.left() == before
    house.days = 8
    asked = house.collect(is_dry_run=True, may_be_wide=False)
    assert house.left() == before
    done = house.collect()

    assert house.left() == ["somebody/elses", "uploads/acme/u"]
    assert asked.removed_bytes == done.removed_bytes > 0
    assert [(one.kind, one.removed, one.kept) for one in done.swept if one.removed] == [
        ("actions", 1, 0),
        ("blobs", 3, 0),
        ("holdings", 1, 0),
        ("probes", 1, 0),
    ]
    assert [one.removed for one in asked.swept] == [one.removed for one in done.swept]


def test_holdings_stay_with_what_is_held(house: House) -> None:
    """Also when the bytes stay only because they are young, or somebody else's."""
    publish(house, "1")
    track = Blob(sha256=sha256(b"track1").hexdigest(), size_bytes=6)
    house.blobs.hold("another", track)
    house.days = 30
    house.collect()

    assert house.blobs.holds("another", track)


def test_what_is_used_again_stays(house: House) -> None:
    """A title that finds something old keeps it for as long as if it had made it now, however it finds it."""
    blob, key = house.blobs.put_bytes(b"made long ago"), house.action("orphan", "output")
    house.blobs.hold("acme", blob)
    house.bytes_of("unused")
    house.days = 30
    assert house.blobs.done(key) is not None
    assert house.blobs.holds("acme", blob)
    house.days = 36
    house.collect()
    assert house.blobs.done(key) is not None
    assert house.blobs.holds("acme", blob)
    assert "unused" not in house.left()

    house.days = 36 + 9
    house.collect()
    assert house.left() == []


def test_a_lease_outlives_nothing(house: House) -> None:
    """Leases go when their time is over, and with them nothing that is named."""
    publish(house, "1")
    house.days = 30
    house.blobs.done_of(house.names)
    assert list(house.store.list("leases/"))
    house.days = 60
    house.collect()

    assert list(house.store.list("leases/")) == []
    assert "frames1" in house.left()
