"""What a sweep refuses, how it is broken off, and what happens while it is at work."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from shelfready.adapters.database import SqlCatalogue
from shelfready.adapters.objects.local import LocalStore
from shelfready.blobs import blob_key
from shelfready.errors import ConflictError, MissingError, RejectedError, UnavailableError
from shelfready.titles import SubmissionState
from tests.shelfready.adapters.database import making
from tests.shelfready.garbage_house import DAY, House, publish


@pytest.fixture
def local_house(catalogue: SqlCatalogue, local_store: LocalStore, tmp_path: Path) -> House:
    """An empty house over a folder."""
    return House(catalogue, local_store, tmp_path)


@pytest.mark.parametrize("days", [0, 1])
def test_too_short_a_grace_is_refused(local_house: House, days: int) -> None:
    """What is in use, and not yet said to be, would go."""
    with pytest.raises(RejectedError) as refused:
        local_house.collect(grace=days * DAY)

    assert refused.value.cause_code == "sweep-too-young"


def test_the_catalogue_of_another_store_takes_nothing_away(local_house: House) -> None:
    """A copy that is too old, or an empty one: if most of the store would go, a person must have looked."""
    publish(local_house, "1")
    before = local_house.left()
    with local_house.catalogue.begin() as unit:
        for table in ("releases", "titles", "submissions"):
            unit.session.connection().exec_driver_sql(f"DELETE FROM {table}")
    local_house.days = 30

    with pytest.raises(ConflictError, match="older copy") as refused:
        local_house.collect(may_be_wide=False)
    assert refused.value.cause_code == "sweep-too-wide"
    assert local_house.left() == before
    assert local_house.collect().removed_bytes > 0


def test_a_document_that_is_gone_is_counted(local_house: House) -> None:
    """It can protect nothing any more; what else the catalogue names stays."""
    publish(local_house, "1")
    local_house.store.delete(blob_key(next(digest for digest, name in local_house.names.items() if name == "plan1")))
    local_house.days = 30
    found = local_house.collect()

    assert found.missing == 1
    assert {"artifact1", "report1", "track1"} <= set(local_house.left())
    assert "frames1" not in local_house.left()


def test_a_store_that_fails_while_it_is_marked_loses_nothing(local_house: House) -> None:
    """What could not be read might have named anything."""

    class Failing(LocalStore):
        """Cannot read documents."""

        def read(self, key: str) -> bytes:
            """Fail."""
            raise UnavailableError("not now")

    publish(local_house, "1")
    before = local_house.left()
    assert isinstance(local_house.store, LocalStore)
    local_house.store, local_house.days = Failing(local_house.store.root), 30

    with pytest.raises(UnavailableError):
        local_house.collect()
    assert local_house.left() == before


def test_work_that_is_called_off_is_taken_up_by_the_next(local_house: House) -> None:
    """Wherever it is broken off, what is left is whole, and nothing that stays is gone."""

    class CalledOffError(Exception):
        """The worker stops."""

    publish(local_house, "1")
    for number in range(5):
        local_house.action(f"orphan {number}", f"output {number}")
    local_house.days = 30
    told: list[str] = []

    def call_off(part: str, _count: int) -> None:
        told.append(part)
        if part == "removing actions":
            raise CalledOffError

    with pytest.raises(CalledOffError):
        local_house.collect(going_on=call_off)
    assert told[:2] == ["submissions", "releases"]
    assert "output 0" in local_house.left()
    local_house.collect()
    assert [name for name in local_house.left() if "orphan" in name or "output" in name] == []
    assert "frames1" in local_house.left()
    assert list(local_house.store.list("sweeping/")) == []


def test_a_sweep_that_takes_too_long_stops(local_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its marks say how things stood when it began: after some hours they are not to be relied upon."""
    local_house.bytes_of("orphan")
    local_house.days = 30
    monkeypatch.setattr("shelfready.garbage.LONGEST", timedelta(0))
    found = local_house.collect()

    assert (found.is_complete, found.removed_bytes) == (False, 0)
    assert local_house.left() == ["orphan"]


def test_a_title_that_is_published_while_the_sweep_is_at_work(local_house: House) -> None:
    """It finds an old encoding between the marking and the removal, and is published with it: the encoding stays."""
    key = local_house.action("encode", "frames")
    local_house.bytes_of("orphan")
    local_house.days = 30
    assert isinstance(local_house.store, LocalStore)
    root, in_a_month = local_house.store.root, local_house.blobs.now().timestamp()
    seen: list[bool] = []

    def reuse(part: str, _count: int) -> None:
        if part == "probes" and not seen:  # the last of the survey: all is marked, and nothing removed
            seen.append(local_house.blobs.done(key) is not None)
            plan = local_house.document("plan", key)
            os.utime(root / blob_key(plan), times=(in_a_month, in_a_month))
            local_house.release("s-1", "t", plan=plan, report=plan, artifact=plan)

    local_house.store.put_bytes("doctor/x", b"")
    local_house.collect(going_on=reuse)

    assert seen == [True]
    assert local_house.blobs.done(key) is not None
    assert "orphan" not in local_house.left()
    local_house.days = 60
    local_house.collect()
    assert local_house.blobs.done(key) is not None


def test_a_submission_that_ends_while_it_is_marked(local_house: House) -> None:
    """It was open when submissions were read, and published before releases were: what it had made stays."""
    plan = local_house.document("plan", local_house.action("encode", "frames"))
    local_house.submission("s-1", SubmissionState.RUNNING, plan_sha256=plan)
    local_house.bytes_of("orphan")
    local_house.days = 30

    def publish_it(part: str, _count: int) -> None:
        if part == "submissions":
            with local_house.catalogue.begin() as unit:
                running = unit.submissions.get("s-1")
                assert running is not None
                unit.submissions.save(running.model_copy(update={"state": SubmissionState.PUBLISHED}))
                unit.titles.publish(
                    making.release("s-1", title_id="title-s-1").model_copy(update={"plan_sha256": plan}), making.NOON
                )

    local_house.collect(going_on=publish_it)

    assert local_house.left() == sorted(["action encode", "frames", "plan"])


def test_more_than_fits_in_a_page(local_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows, objects, needs and removals beyond one page are all seen."""
    monkeypatch.setattr("shelfready.garbage_roots.AT_ONCE", 2)
    for number in range(5):
        publish(local_house, f"{number}", f"title-{number}")
        local_house.action(f"orphan {number}", f"output {number}")
    before = local_house.left()
    local_house.days = 30
    local_house.collect()

    gone = {f"action orphan {number}" for number in range(5)} | {f"output {number}" for number in range(5)}
    assert set(before) - set(local_house.left()) == gone


def test_missing_needs_no_care(local_house: House) -> None:
    """An empty house has no garbage."""
    found = local_house.collect()

    assert (found.removed_bytes, found.missing, found.is_complete) == (0, 0, True)
    with pytest.raises(MissingError):
        local_house.blobs.read("ab" * 32)
