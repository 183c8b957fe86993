"""The janitor, on a real catalogue, store and scratch folder."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from threading import Event

import pytest

from activities.scratch import Scratch
from shelfready.adapters.database import SqlCatalogue
from shelfready.adapters.objects.local import LocalStore
from shelfready.blobs import BLOBS, Blobs
from shelfready.errors import MissingError, UnavailableError
from shelfready.garbage_chore import CHORE
from shelfready.ports import Catalogue, ObjectInfo
from shelfready.settings import Settings
from shelfready.uploads import Upload
from workers.janitor import Janitor, janitor_of

HOUR = timedelta(hours=1)
DIE_AT_WORK = """
import os, sys
from pathlib import Path
from activities.scratch import Scratch

with Scratch(Path(sys.argv[1])).folder() as folder:
    (folder / "half-made").touch()
    os._exit(0)
"""
OTHERS = ("blobs/aa/bb", "actions/aa", "uploads/acme/somebody-elses")


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    """A folder for work in progress."""
    return Scratch(tmp_path / "scratch")


@pytest.fixture
def janitor(catalogue: SqlCatalogue, local_store: LocalStore, scratch: Scratch) -> Janitor:
    """A janitor who does not wait."""
    return Janitor(catalogue, local_store, scratch, first_s=0, every_s=0.01, lingers=timedelta(0))


def begin(janitor: Janitor, id: str, expires_in: timedelta, body: bytes = b"half") -> Upload:
    """An upload of which one part has arrived."""
    now = datetime.now(UTC)
    upload = Upload(
        id=id,
        publisher="acme",
        name="book.mp3",
        size_bytes=len(body),
        store_upload=janitor.store.start_upload(f"uploads/acme/{id}"),
        created_at=now,
        expires_at=now + expires_in,
    )
    janitor.store.put_part(upload.object_key, upload.store_upload, 1, BytesIO(body), len(body))
    with janitor.catalogue.begin() as unit:
        unit.uploads.add(upload)
    return upload


def complete(janitor: Janitor, id: str, expires_in: timedelta) -> Upload:
    """An upload whose object is there."""
    upload = begin(janitor, id, expires_in)
    parts = janitor.store.parts(upload.object_key, upload.store_upload)
    janitor.store.complete_upload(upload.object_key, upload.store_upload, parts)
    done = upload.model_copy(update={"is_complete": True})
    with janitor.catalogue.begin() as unit:
        unit.uploads.save(done)
    return done


def remembered(catalogue: Catalogue, *uploads: Upload) -> list[str]:
    """Which of the uploads have a row."""
    with catalogue.begin(read_only=True) as unit:
        return [upload.id for upload in uploads if unit.uploads.get(upload.id) is not None]


def grow_old(store: LocalStore) -> None:
    """Let two days pass for everything that is half done."""
    moment = (datetime.now(UTC) - timedelta(days=2)).timestamp()
    for path in [*(store.root / ".tmp").glob("*"), *(store.root / ".uploads").glob("*")]:
        os.utime(path, (moment, moment))


async def test_uploads_go_when_their_time_is_over(janitor: Janitor) -> None:
    """Object, parts and row; what is not over stays, and so does every object that is no expired upload."""
    over, half = complete(janitor, "over", -HOUR), begin(janitor, "half", -HOUR)
    kept, going_on = complete(janitor, "kept", HOUR), begin(janitor, "going-on", HOUR)
    for key in OTHERS:
        janitor.store.put_bytes(key, b"x")

    await janitor.clean()

    assert [info.key for info in janitor.store.list("")] == sorted([*OTHERS, kept.object_key])
    assert remembered(janitor.catalogue, over, half, kept, going_on) == ["kept", "going-on"]
    with pytest.raises(MissingError):
        janitor.store.parts(half.object_key, half.store_upload)
    assert len(janitor.store.parts(going_on.object_key, going_on.store_upload)) == 1


async def test_what_was_left_half_done_goes_after_a_day(janitor: Janitor, local_store: LocalStore) -> None:
    """Unless an upload's time is not over: a publisher who was promised a week may come back after two days."""
    promised = begin(janitor, "promised", 5 * timedelta(days=1))
    nobodys = local_store.start_upload("uploads/acme/nobodys")
    torn = local_store.root / ".tmp" / "torn"
    torn.write_bytes(b"half an object")

    await janitor.clean()
    assert torn.exists()
    grow_old(local_store)
    await janitor.clean()

    assert not torn.exists()
    with pytest.raises(MissingError):
        local_store.parts("uploads/acme/nobodys", nobodys)
    assert len(local_store.parts(promised.object_key, promised.store_upload)) == 1


async def test_folders_of_dead_workers_go(janitor: Janitor, scratch: Scratch) -> None:
    """What a worker that was killed has left; ours stays."""
    subprocess.run([sys.executable, "-c", DIE_AT_WORK, scratch.root], check=True)
    (left,) = scratch.root.rglob("half-made")

    with scratch.folder() as ours:
        await janitor.clean()
        assert ours.exists()

    assert not left.exists()


class Stubborn(LocalStore):
    """A store that will not let go of one object, and cannot be swept."""

    def delete(self, key: str) -> None:
        """Refuse one."""
        if key.endswith("stubborn"):
            raise UnavailableError("not now")
        super().delete(key)

    def sweep(self, older_than: timedelta, keep: object = ()) -> int:
        """Fail in a way that nobody expects."""
        raise ZeroDivisionError


async def test_what_fails_stops_nothing_else(janitor: Janitor, local_store: LocalStore) -> None:
    """Neither the other uploads nor the other chores nor the worker; what could not be removed is remembered."""
    stubborn, other = complete(janitor, "stubborn", -2 * HOUR), complete(janitor, "other", -HOUR)
    hindered = replace(janitor, store=Stubborn(local_store.root))
    working = asyncio.create_task(hindered.run())

    async with asyncio.timeout(30):
        while "other" in remembered(janitor.catalogue, other):
            await asyncio.sleep(0.01)
        late = complete(janitor, "late", -HOUR)
        while "late" in remembered(janitor.catalogue, late):
            await asyncio.sleep(0.01)

    assert not working.done()
    working.cancel()
    assert remembered(janitor.catalogue, stubborn) == ["stubborn"]
    assert [info.key for info in local_store.list("")] == [stubborn.object_key]


async def test_more_than_one_page_goes_at_once(janitor: Janitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A round ends when nothing expired is left."""
    monkeypatch.setattr("workers.janitor.AT_ONCE", 2)
    uploads = [complete(janitor, f"u-{number}", -HOUR) for number in range(5)]

    await janitor.clean()

    assert remembered(janitor.catalogue, *uploads) == []


def test_the_janitor_works_where_the_settings_say(tmp_path: Path, catalogue: SqlCatalogue) -> None:
    """In the store and the scratch folder of the worker that runs it."""
    made = janitor_of(Settings(home=tmp_path, store_url=f"file://{tmp_path}/store"), catalogue)

    assert (made.store, made.scratch.root) == (LocalStore(tmp_path / "store"), tmp_path / "scratch")


async def test_an_upload_outlives_its_time_for_a_while(janitor: Janitor) -> None:
    """A submission accepted just before the end, and still queued, finds what it names."""
    upload = complete(janitor, "queued", -HOUR)

    await replace(janitor, lingers=2 * HOUR).clean()

    assert janitor.store.head(upload.object_key) is not None


def make_old(store: LocalStore) -> None:
    """Let ten days pass for every object."""
    moment = (datetime.now(UTC) - timedelta(days=10)).timestamp()
    for info in list(store.list("")):
        os.utime(store.root / info.key, (moment, moment))


async def test_garbage_is_swept_once_a_day(janitor: Janitor, local_store: LocalStore) -> None:
    """What nothing names, after its grace; never while the setting says so, nor again before a day is over."""
    blobs = Blobs(local_store)
    blobs.put_bytes(b"orphan")
    make_old(local_store)
    blobs.put_bytes(b"young, and longer")

    await janitor.clean()
    assert len(list(local_store.list("blobs/"))) == 2
    await replace(janitor, garbage_after=timedelta(days=11)).clean()
    assert len(list(local_store.list("blobs/"))) == 2
    with janitor.catalogue.begin() as unit:
        assert unit.chores.claim(CHORE, "x", datetime.now(UTC), datetime.now(UTC))
        unit.chores.end(CHORE, "x", datetime.now(UTC) - timedelta(days=2))
    await replace(janitor, garbage_after=timedelta(days=7)).clean()
    assert [info.size_bytes for info in local_store.list("blobs/")] == [17]

    make_old(local_store)
    await replace(janitor, garbage_after=timedelta(days=7)).clean()
    assert len(list(local_store.list("blobs/"))) == 1


async def test_a_sweep_ends_with_its_worker(janitor: Janitor, local_store: LocalStore) -> None:
    """A worker that is told to stop does not wait for the sweep of a whole store, which the next one takes up."""

    class Endless(LocalStore):
        """A store whose list of blobs has no end."""

        def list(self, prefix: str) -> Iterator[ObjectInfo]:
            """Ever the same."""
            yield from super().list(prefix)
            while prefix == BLOBS:
                listing.set()
                yield from super().list(prefix)

    Blobs(local_store).put_bytes(b"orphan")
    listing = Event()
    sweeping = replace(janitor, store=Endless(local_store.root), garbage_after=timedelta(days=7))
    working = asyncio.create_task(sweeping.run())
    async with asyncio.timeout(30):
        await asyncio.to_thread(listing.wait)
        working.cancel()
        with pytest.raises(asyncio.CancelledError):
            await working
        await asyncio.get_running_loop().shutdown_default_executor()

    with janitor.catalogue.begin(read_only=True) as unit:
        assert unit.chores.get(CHORE).holder is None


def test_the_setting_says_when_garbage_goes(tmp_path: Path, catalogue: SqlCatalogue) -> None:
    """A week by default; nothing is ever swept with 0."""
    store_url = f"file://{tmp_path}/store"
    usual = janitor_of(Settings(home=tmp_path, store_url=store_url), catalogue)
    never = janitor_of(Settings(home=tmp_path, store_url=store_url, garbage_days=0), catalogue)

    assert (usual.garbage_after, never.garbage_after) == (timedelta(days=7), None)
