"""Bytes by content, and results by what they were made from."""

from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shelfready.adapters.objects.local import LocalStore
from shelfready.blobs import Blobs, action_key, blob_key, hash_file
from shelfready.errors import DefectError, MissingError
from shelfready.ports import ObjectStore
from shelfready.values import Blob

KEY = "ab" * 32

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
names = st.from_regex(r"\A[a-z_]{1,8}\Z").filter(lambda name: name != "kind")


@pytest.fixture
def blobs(object_store: ObjectStore) -> Blobs:
    """Blobs over every kind of object store."""
    return Blobs(object_store)


def blob_of(data: bytes) -> Blob:
    """The content name of some bytes."""
    return Blob(sha256=sha256(data).hexdigest(), size_bytes=len(data))


def stored(blobs: Blobs) -> list[str]:
    """Every key of the store."""
    return [info.key for info in blobs.store.list("")]


def damage(blobs: Blobs, blob: Blob, data: bytes) -> None:
    """Put other bytes where a blob lies."""
    blobs.store.put_bytes(blob_key(blob.sha256), data)


@pytest.mark.parametrize("data", [b"", b"some bytes", bytes(3 * 1024 * 1024)], ids=len)
def test_hash_of_a_file(tmp_path: Path, data: bytes) -> None:
    """A file's content name is the SHA-256 and size of its bytes."""
    (tmp_path / "file").write_bytes(data)

    assert hash_file(tmp_path / "file") == blob_of(data)


def test_same_content_is_stored_once(blobs: Blobs, tmp_path: Path) -> None:
    """The same bytes, from two files and from memory, are one object, which is not written again."""
    for name in ("one", "two"):
        (tmp_path / name).write_bytes(b"the same")
    first = blobs.put_file(tmp_path / "one")
    before = blobs.store.head(blob_key(first.sha256))
    answers = [blobs.put_file(tmp_path / "two"), blobs.put_bytes(b"the same"), blobs.put_file(tmp_path / "two", first)]

    assert answers == [first] * 3
    assert first == blob_of(b"the same")
    assert stored(blobs) == [f"blobs/sha256/{first.sha256[:2]}/{first.sha256}"]
    assert blobs.store.head(blob_key(first.sha256)) == before
    assert blobs.read(first.sha256) == b"the same"


def test_half_an_object_is_written_again(blobs: Blobs) -> None:
    """Bytes with the wrong size do not count as there, and are mended by storing them again."""
    blob = blobs.put_bytes(b"complete")
    damage(blobs, blob, b"comp")

    assert not blobs.has(blob)
    blobs.put_bytes(b"complete")
    assert blobs.has(blob)
    assert blobs.read(blob.sha256) == b"complete"


def test_file_that_is_not_what_is_known_of_it(blobs: Blobs, tmp_path: Path) -> None:
    """A wrong hash handed along with a file does not get its bytes stored under another's name."""
    (tmp_path / "file").write_bytes(b"something else")
    known = blob_of(b"expected thing")

    with pytest.raises(DefectError):
        blobs.put_file(tmp_path / "file", known)
    assert not blobs.has(known)
    assert stored(blobs) == []


def test_values_come_back(blobs: Blobs) -> None:
    """A value is stored as a document, and the same value always has the same name."""
    value = blob_of(b"any value will do")
    first, second = blobs.put_value(value), blobs.put_value(value.model_copy())

    assert first == second
    assert blobs.read_value(Blob, first.sha256) == value


def test_stream(blobs: Blobs) -> None:
    """A range of the bytes, from `start` up to, not including, `end`."""
    blob = blobs.put_bytes(b"0123456789")

    assert b"".join(blobs.stream(blob.sha256, 2, 5)) == b"234"


def test_damaged_bytes_are_found(blobs: Blobs, tmp_path: Path) -> None:
    """Bytes that are not what their name says are never handed on."""
    blob = blobs.put_bytes(b"as they were")
    blobs.download(blob.sha256, tmp_path / "good")
    assert (tmp_path / "good").read_bytes() == b"as they were"
    damage(blobs, blob, b"as they are ")

    with pytest.raises(DefectError) as download:
        blobs.download(blob.sha256, tmp_path / "bad")
    with pytest.raises(DefectError) as read:
        blobs.read(blob.sha256)
    assert download.value.cause_code == read.value.cause_code == "stored-object-damaged"


def test_missing_bytes(blobs: Blobs, tmp_path: Path) -> None:
    """Bytes that were never stored are missing."""
    blob = blob_of(b"never stored")

    assert not blobs.has(blob)
    with pytest.raises(MissingError):
        blobs.read(blob.sha256)
    with pytest.raises(MissingError):
        blobs.download(blob.sha256, tmp_path / "fetched")


def test_holdings_are_each_publishers_own(blobs: Blobs) -> None:
    """Having delivered some bytes is remembered by publisher."""
    blob = blobs.put_bytes(b"delivered by one")
    blobs.hold("harbour-press", blob)

    assert blobs.holds("harbour-press", blob)
    assert not blobs.holds("harbour", blob)
    assert not blobs.holds("harbour-press", blob_of(b"something else"))


def test_recorded_action_is_done(blobs: Blobs) -> None:
    """An action is done when its record and all its outputs are there, and its facts are with it."""
    outputs = {"audio": blobs.put_bytes(b"audio"), "list": blobs.put_bytes(b"list")}
    facts = blob_of(b"any value will do")

    assert blobs.done(KEY) is None
    record = blobs.record(KEY, outputs, facts)
    assert blobs.done(KEY) == record
    assert (record.key, record.outputs) == (KEY, outputs)
    assert record.facts is not None
    assert Blob.from_json(record.facts) == facts
    assert blobs.done("cd" * 32) is None


def test_action_without_outputs(blobs: Blobs) -> None:
    """An action may leave nothing but the knowledge that it was done."""
    blobs.record(KEY, {})

    done = blobs.done(KEY)
    assert done is not None
    assert (done.outputs, done.facts) == ({}, None)


@pytest.mark.parametrize("left", [None, b"", b"list, but longer"], ids=["vanished", "empty", "longer"])
def test_action_whose_output_is_not_whole(blobs: Blobs, left: bytes | None) -> None:
    """An action one of whose outputs vanished or has another size is not done."""
    outputs = {"audio": blobs.put_bytes(b"audio"), "list": blobs.put_bytes(b"list")}
    blobs.record(KEY, outputs)
    if left is None:
        blobs.store.delete(blob_key(outputs["list"].sha256))
    else:
        damage(blobs, outputs["list"], left)

    assert blobs.done(KEY) is None


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b'{"key": 1}',
        b'{"outputs": []}',
        b'{"key": "%s", "facts": "{"}' % KEY.encode(),
        b'{"key": "%s"}' % KEY[::-1].encode(),
    ],
)
def test_unreadable_record(local_store: LocalStore, text: bytes) -> None:
    """A record that cannot be read, or whose facts cannot, or of another action, is as good as none."""
    blobs = Blobs(local_store)
    blobs.record(KEY, {})
    (record,) = stored(blobs)
    local_store.put_bytes(record, text)

    assert blobs.done(KEY) is None


def test_action_key_never_changes() -> None:
    """Another key for the same action would make everything anew, once, everywhere."""
    golden = "5f6a1101b8859d4dd735a289bada22ccc378ef37be99776cfc9f0d551318b4bb"

    assert action_key("encode", track="ab" * 32, bitrate_kbps=64, tools=["ffmpeg 8.1"], title="Ünïcode") == golden


@settings(deadline=None)
@given(st.dictionaries(names, json_values, max_size=5), st.randoms())
def test_action_key_knows_no_order(inputs: dict[str, object], random: Random) -> None:
    """The order in which inputs are named does not matter."""
    shuffled = list(inputs.items())
    random.shuffle(shuffled)

    assert action_key("encode", **dict(shuffled)) == action_key("encode", **inputs)


@settings(deadline=None)
@given(st.dictionaries(names, json_values, min_size=1, max_size=5), st.data())
def test_action_key_misses_nothing(inputs: dict[str, object], data: st.DataObject) -> None:
    """Another kind, another value or one input less is another action."""
    name = data.draw(st.sampled_from(sorted(inputs)))
    key = action_key("encode", **inputs)

    assert action_key("verify", **inputs) != key
    assert action_key("encode", **(inputs | {name: ["another", inputs[name]]})) != key
    assert action_key("encode", **{other: value for other, value in inputs.items() if other != name}) != key
