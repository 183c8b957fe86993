"""Tracks are read from the store as far as they are needed, and fetched whole once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from activities.track_sources import StoredTrack
from shelfready.blobs import Blobs, blob_key
from shelfready.errors import DefectError, MissingError, UnavailableError
from shelfready.ports import ObjectStore, TrackSource

DATA = Random(4).randbytes(3 * 1024 * 1024 + 5)


@dataclass
class Counting:
    """Counts how often it is told that bytes moved."""

    calls: list[None] = field(default_factory=list)

    def moved(self) -> None:
        """Count."""
        self.calls.append(None)


@pytest.fixture
def counting() -> Counting:
    """A count of nothing yet."""
    return Counting()


@pytest.fixture
def track(object_store: ObjectStore, tmp_path: Path, counting: Counting) -> StoredTrack:
    """A track of three megabytes, in every kind of store."""
    blobs = Blobs(object_store)
    blob = blobs.put_bytes(DATA)
    return StoredTrack(blobs, blob.sha256, blob.size_bytes, kind="mp3", folder=tmp_path, moved=counting.moved)


def test_it_is_a_track_source(track: StoredTrack) -> None:
    """It says what it is and how long, without reading anything."""
    source: TrackSource = track

    assert (source.kind, source.size_bytes) == ("mp3", len(DATA))


@pytest.mark.parametrize(("start", "end"), [(0, 0), (0, 10), (5, 2_000_000), (len(DATA) - 3, len(DATA)), (7, 7)])
def test_a_range_is_read(track: StoredTrack, counting: Counting, start: int, end: int) -> None:
    """Its bytes and no others, told piece by piece."""
    pieces = list(track.read(start, end))

    assert b"".join(pieces) == DATA[start:end]
    assert len(counting.calls) == len(pieces)


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 4), (0, len(DATA) + 1), (len(DATA) + 1, len(DATA) + 2)])
def test_a_range_that_is_not_in_the_track(track: StoredTrack, start: int, end: int) -> None:
    """Is refused, and never answered with less."""
    with pytest.raises(DefectError, match="ask within it"):
        list(track.read(start, end))


def test_the_whole_is_fetched_once(track: StoredTrack, tmp_path: Path, counting: Counting) -> None:
    """However often, and by however many at a time, it is asked for; and what is fetched is told."""
    with ThreadPoolExecutor(4) as threads:
        paths = {future.result() for future in [threads.submit(track.whole) for _ in range(4)]}
    told = len(counting.calls)
    track.blobs.store.delete(blob_key(track.sha256))

    assert paths == {track.whole()}
    assert track.whole().read_bytes() == DATA
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["track"]
    assert 0 < told == len(counting.calls)


@pytest.mark.parametrize("damaged", [DATA[:-1], DATA[:100]], ids=len)
def test_a_track_that_is_cut_off_in_the_store(track: StoredTrack, damaged: bytes) -> None:
    """A range that comes short is an error, and so is a whole that hashes to something else."""
    track.blobs.store.put_bytes(blob_key(track.sha256), damaged)

    for act in (lambda: list(track.read(50, len(DATA))), track.whole):
        with pytest.raises(DefectError) as found:
            act()
        assert found.value.cause_code == "stored-object-damaged"


def test_damage_that_keeps_the_length_is_found_in_the_whole(track: StoredTrack) -> None:
    """Nothing stays behind that a second attempt would take for the track."""
    track.blobs.store.put_bytes(blob_key(track.sha256), b"x" + DATA[1:])

    for _ in range(2):
        with pytest.raises(DefectError):
            track.whole()


def test_a_track_that_is_not_there(object_store: ObjectStore, tmp_path: Path) -> None:
    """Is missing, for whoever asks for a part or for all of it."""
    digest = sha256(b"never").hexdigest()
    track = StoredTrack(Blobs(object_store), digest, 5, kind="mp3", folder=tmp_path)

    for act in (lambda: list(track.read(0, 5)), track.whole):
        with pytest.raises(MissingError):
            act()


def test_room_is_looked_for_before_the_whole_is_fetched(track: StoredTrack, tmp_path: Path) -> None:
    """A piece of a long track needs little room, but for kinds of files that are decoded from their beginning."""

    def refuse(size_bytes: int) -> None:
        raise UnavailableError(f"no room for {size_bytes} bytes", cause_code="scratch-full")

    narrow = StoredTrack(track.blobs, track.sha256, track.size_bytes, kind="mp3", folder=tmp_path, require=refuse)
    with pytest.raises(UnavailableError, match=f"{len(DATA)} bytes"):
        narrow.whole()

    assert b"".join(narrow.read(0, 9)) == DATA[:9]
    assert not list(tmp_path.glob("track*"))


def test_work_that_is_called_off_stops(track: StoredTrack, tmp_path: Path) -> None:
    """Whoever is told of the bytes may raise; half a file is no track."""

    class CalledOffError(Exception):
        """The work is no longer wanted."""

    def call_off() -> None:
        raise CalledOffError

    called_off = StoredTrack(track.blobs, track.sha256, track.size_bytes, kind="mp3", folder=tmp_path, moved=call_off)
    acts: tuple[Callable[[], object], ...] = (lambda: list(called_off.read(0, 9)), called_off.whole)
    for act in acts:
        with pytest.raises(CalledOffError):
            act()
    assert track.whole().read_bytes() == DATA
