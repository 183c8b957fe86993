"""What every object store does, whatever keeps its bytes."""

import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from random import Random

import pytest

from shelfready.adapters.objects.local import LocalStore
from shelfready.adapters.objects.s3 import S3Store
from shelfready.blobs import hash_file
from shelfready.errors import ConflictError, DefectError, MissingError, RejectedError
from shelfready.uploads import UploadedPart
from shelfready.values import Blob

Store = LocalStore | S3Store

MIB = 1024 * 1024
PART = Random(1).randbytes(5 * MIB)  # the least that S3 takes for a part that is not the last


@pytest.fixture
def file(tmp_path: Path) -> Callable[[bytes], Path]:
    """Writes some bytes to a file of their own."""

    def write(data: bytes) -> Path:
        path = tmp_path / sha256(data).hexdigest()
        path.write_bytes(data)
        return path

    return write


def send(store: Store, key: str, upload: str, *bodies: bytes) -> list[UploadedPart]:
    """Send the parts 1, 2 ... of an upload."""
    return [store.put_part(key, upload, i, BytesIO(body), len(body)) for i, body in enumerate(bodies, 1)]


def keys(store: Store, prefix: str = "") -> list[str]:
    """The keys that a list answers."""
    return [info.key for info in store.list(prefix)]


@pytest.mark.parametrize("data", [b"", b"x", b"twelve bytes", bytes(3 * MIB + 1)], ids=len)
def test_bytes_come_back(object_store: Store, data: bytes) -> None:
    """What was put is read back, down to nothing at all."""
    object_store.put_bytes("a/key", data)

    info = object_store.head("a/key")
    assert info is not None
    assert (info.key, info.size_bytes) == ("a/key", len(data))
    assert abs(info.modified_at - datetime.now(UTC)) < timedelta(minutes=5)
    assert object_store.read("a/key") == data
    assert b"".join(object_store.stream("a/key")) == data


@pytest.mark.parametrize("size", [0, 1, 5 * MIB, 6 * MIB, 12 * MIB + 7], ids=str)
def test_files_come_back(object_store: Store, file: Callable[[bytes], Path], size: int) -> None:
    """A file is stored and fetched whole, be it sent in one piece or in several."""
    source = file(Random(size).randbytes(size))
    object_store.put_file("a/file", source, hash_file(source))

    assert b"".join(object_store.stream("a/file")) == source.read_bytes()
    assert keys(object_store) == ["a/file"]


@pytest.mark.parametrize("size", [0, 5 * MIB, 12 * MIB + 7], ids=str)
def test_files_are_named_by_their_content(object_store: Store, file: Callable[[bytes], Path], size: int) -> None:
    """The name is asked for when the content is known, and what needs no storing leaves nothing."""
    source, asked = file(Random(size).randbytes(size)), []

    def name(blob: Blob) -> str | None:
        asked.append(blob)
        return f"by/{blob.sha256}" if len(asked) == 1 else None

    answers = [object_store.put_named(source, name) for _ in range(2)]

    assert answers == asked == [hash_file(source)] * 2
    assert keys(object_store) == [f"by/{asked[0].sha256}"]
    assert b"".join(object_store.stream(f"by/{asked[0].sha256}")) == source.read_bytes()
    assert object_store.sweep(timedelta(seconds=-60)) == 0


@pytest.mark.parametrize("size", [10, 12 * MIB], ids=str)
@pytest.mark.parametrize("lie", [{"sha256": "0" * 64}, {"size_bytes": 9}, {"size_bytes": 11 * MIB}], ids=str)
def test_changed_file_is_refused(
    object_store: Store, file: Callable[[bytes], Path], size: int, lie: dict[str, object]
) -> None:
    """A file whose size or hash is not the announced one stores nothing, and leaves what was there."""
    object_store.put_bytes("a/file", b"earlier")
    source = file(bytes(size))

    with pytest.raises(DefectError) as refusal:
        object_store.put_file("a/file", source, hash_file(source).model_copy(update=lie))
    assert refusal.value.cause_code == "file-to-store-changed"
    assert object_store.read("a/file") == b"earlier"
    assert object_store.sweep(timedelta(seconds=-60)) == 0


def test_absent_file_is_a_defect(object_store: Store, tmp_path: Path, file: Callable[[bytes], Path]) -> None:
    """A file that is gone before it is stored is our fault, and is said to be."""
    blob = hash_file(file(b"x"))

    with pytest.raises(DefectError) as refusal:
        object_store.put_file("a/file", tmp_path / "gone", blob)
    with pytest.raises(DefectError) as unnamed:
        object_store.put_named(tmp_path / "gone", lambda _: "a/file")
    assert refusal.value.cause_code == unnamed.value.cause_code == "file-to-store-missing"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        *[(0, None), (0, 10), (0, 1), (9, 10), (3, 7), (4, None), (0, 99), (10, None), (11, 20)],
        *[(5, 5), (0, 0), (7, 3), (10**30, None), (3, 10**30), (10**30, 10**31)],
    ],
)
def test_ranges(object_store: Store, start: int, end: int | None) -> None:
    """A range is what Python's slice is, also at and beyond the ends."""
    object_store.put_bytes("ten", b"0123456789")

    assert b"".join(object_store.stream("ten", start, end)) == b"0123456789"[start:end]


def test_range_of_nothing(object_store: Store) -> None:
    """An empty object has empty ranges."""
    object_store.put_bytes("empty", b"")

    assert list(object_store.stream("empty")) == []
    assert list(object_store.stream("empty", 0, 5)) == []


def test_range_before_the_beginning_is_rejected(object_store: Store) -> None:
    """There is nothing before the first byte."""
    object_store.put_bytes("ten", b"0123456789")

    with pytest.raises(RejectedError):
        list(object_store.stream("ten", -3))


def test_pieces_are_at_most_one_mebibyte(object_store: Store) -> None:
    """A stream comes in pieces that fit in memory, also of a range."""
    data = Random(2).randbytes(4 * MIB)
    object_store.put_bytes("large", data)
    pieces = list(object_store.stream("large", 5, 3 * MIB))

    assert max(map(len, pieces)) <= MIB
    assert b"".join(pieces) == data[5 : 3 * MIB]


def test_stream_may_be_left(object_store: Store) -> None:
    """Who stops reading early leaves the store in order."""
    object_store.put_bytes("large", PART)
    stream = object_store.stream("large")
    next(stream)
    del stream

    assert object_store.read("large") == PART


def test_later_bytes_replace_earlier(object_store: Store, file: Callable[[bytes], Path]) -> None:
    """The same key is written again, shorter or longer."""
    for data in (b"long enough", b"short", b""):
        object_store.put_bytes("key", data)
        assert object_store.read("key") == data
    source = file(b"a file")
    object_store.put_file("key", source, hash_file(source))
    assert object_store.read("key") == b"a file"


def test_what_is_missing(object_store: Store) -> None:
    """A key without an object is missing for every reader, and no trouble to remove."""
    object_store.put_bytes("folder/object", b"x")
    for key in ("none", "folder", "folder/object/below", "folder/other"):
        assert object_store.head(key) is None
        with pytest.raises(MissingError):
            object_store.read(key)
        with pytest.raises(MissingError):
            list(object_store.stream(key))
        with pytest.raises(MissingError):
            list(object_store.stream(key, 3, 3))
        object_store.delete(key)

    assert keys(object_store) == ["folder/object"]


def test_removed(object_store: Store) -> None:
    """A removed object is gone, and only it."""
    object_store.put_bytes("a/1", b"1")
    object_store.put_bytes("a/2", b"2")
    object_store.delete("a/1")

    assert object_store.head("a/1") is None
    assert keys(object_store) == ["a/2"]


@pytest.mark.parametrize(
    "key",
    [
        *["", "/", "/etc/passwd", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", "a/..", ".tmp/x", "a/.hidden"],
        *["a\\b", "a b", "a\nb", "a\x00b", "a\n", "ü", "a%2e", "a*", "x" * 256, "/".join(["x" * 200] * 6)],
    ],
)
def test_unsafe_keys(object_store: Store, key: str, file: Callable[[bytes], Path]) -> None:
    """A key that could lead out of the store, or means different things to different stores, is refused everywhere."""
    source = file(b"x")
    for act in (
        lambda: object_store.head(key),
        lambda: object_store.put_file(key, source, hash_file(source)),
        lambda: object_store.put_bytes(key, b"x"),
        lambda: object_store.read(key),
        lambda: list(object_store.stream(key)),
        lambda: object_store.put_named(source, lambda _: key),
        lambda: object_store.delete(key),
        lambda: object_store.start_upload(key),
        lambda: object_store.put_part(key, "0" * 32, 1, BytesIO(b"x"), 1),
        lambda: object_store.parts(key, "0" * 32),
        lambda: object_store.abort_upload(key, "0" * 32),
    ):
        with pytest.raises(RejectedError) as refusal:
            act()
        assert refusal.value.cause_code == "unsafe-object-key"


@pytest.mark.parametrize("prefix", ["..", "../", "/", "a//", "a/../", ".tmp", ".uploads/", "a b"])
def test_unsafe_prefixes(object_store: Store, prefix: str) -> None:
    """Nor does a list look outside, or at what is not yet an object."""
    with pytest.raises(RejectedError):
        object_store.list(prefix)


def test_list(object_store: Store) -> None:
    """A list has what begins with the prefix, in key order, wherever the prefix ends."""
    for key in ("b/2/x", "b/1/z", "b/1/y", "a", "bc", "b/10"):
        object_store.put_bytes(key, key.encode())

    assert keys(object_store) == ["a", "b/1/y", "b/1/z", "b/10", "b/2/x", "bc"]
    assert keys(object_store, "b") == ["b/1/y", "b/1/z", "b/10", "b/2/x", "bc"]
    assert keys(object_store, "b/") == ["b/1/y", "b/1/z", "b/10", "b/2/x"]
    assert keys(object_store, "b/1") == ["b/1/y", "b/1/z", "b/10"]
    assert keys(object_store, "b/1/") == ["b/1/y", "b/1/z"]
    assert keys(object_store, "b/1/y") == ["b/1/y"]
    assert keys(object_store, "none/") == []
    assert keys(object_store, "a/none/") == []
    assert [info.size_bytes for info in object_store.list("b/1/")] == [5, 5]


def test_long_list(object_store: Store) -> None:
    """A list goes on beyond the 1,000 objects of S3's page."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda i: object_store.put_bytes(f"many/{i:04}", b""), range(1005)))

    assert keys(object_store, "many/") == [f"many/{i:04}" for i in range(1005)]


def test_concurrent_writers(object_store: Store, file: Callable[[bytes], Path]) -> None:
    """Writers of one key leave one of their objects, whole, and readers meanwhile see whole ones only."""
    bodies = [bytes([i]) * (2 * MIB + i) for i in range(6)]
    sources = [file(body) for body in bodies]
    object_store.put_bytes("contested", bodies[0])

    def write(source: Path) -> None:
        object_store.put_file("contested", source, hash_file(source))

    with ThreadPoolExecutor(8) as pool:
        writes = [pool.submit(write, source) for source in sources]
        reads = [pool.submit(object_store.read, "contested") for _ in range(12)]
        for done in writes:
            done.result()
        seen = [read.result() for read in reads]

    assert all(data in bodies for data in seen)
    assert object_store.read("contested") in bodies
    assert keys(object_store) == ["contested"]


def test_memory_is_flat(object_store: Store, file: Callable[[bytes], Path]) -> None:
    """Storing and streaming 48 MiB holds less than 16 MiB."""
    source = file(Random(3).randbytes(48 * MIB))
    blob = hash_file(source)
    object_store.head("warm")
    tracemalloc.start()
    try:
        object_store.put_file("large", source, blob)
        streamed = sum(len(piece) for piece in object_store.stream("large"))
        object_store.put_named(source, lambda _: "named")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert streamed == blob.size_bytes
    assert peak < 16 * MIB


def test_upload_in_parts(object_store: Store) -> None:
    """Parts in any order become one object, which is not seen before it is complete."""
    upload = object_store.start_upload("in/1")
    last = object_store.put_part("in/1", upload, 2, BytesIO(b"the end"), 7)
    assert object_store.parts("in/1", upload) == (last,)
    first = object_store.put_part("in/1", upload, 1, BytesIO(PART), len(PART))

    assert object_store.parts("in/1", upload) == (first, last)
    assert (first.number, first.size_bytes, last.size_bytes) == (1, len(PART), 7)
    assert object_store.head("in/1") is None
    assert keys(object_store) == []

    info = object_store.complete_upload("in/1", upload, object_store.parts("in/1", upload))

    assert (info.key, info.size_bytes) == ("in/1", len(PART) + 7)
    assert object_store.read("in/1") == PART + b"the end"
    assert keys(object_store) == ["in/1"]
    with pytest.raises(MissingError):
        object_store.parts("in/1", upload)


def test_upload_of_nothing(object_store: Store) -> None:
    """An empty file is one empty part."""
    upload = object_store.start_upload("in/empty")
    info = object_store.complete_upload("in/empty", upload, send(object_store, "in/empty", upload, b""))

    assert info.size_bytes == 0
    assert object_store.read("in/empty") == b""


def test_part_is_replaced(object_store: Store) -> None:
    """A part sent again counts instead of the first."""
    upload = object_store.start_upload("in/1")
    first = object_store.put_part("in/1", upload, 1, BytesIO(b"worse, longer"), 13)
    second = object_store.put_part("in/1", upload, 1, BytesIO(b"better"), 6)
    object_store.complete_upload("in/1", upload, [second])

    assert first.etag != second.etag
    assert object_store.read("in/1") == b"better"


def test_same_part_twice(object_store: Store) -> None:
    """A part sent again unchanged is one part."""
    upload = object_store.start_upload("in/1")
    for _ in range(2):
        part = object_store.put_part("in/1", upload, 1, BytesIO(b"same"), 4)

    assert object_store.parts("in/1", upload) == (part,)


@pytest.mark.parametrize("numbers", [[], [2], [1, 3], [1, 1], [1, 2]], ids=str)
def test_complete_without_a_part(object_store: Store, numbers: list[int]) -> None:
    """Nothing is made of an upload with a part missing, doubled or never begun; it can still be mended."""
    upload = object_store.start_upload("in/1")
    (one,) = send(object_store, "in/1", upload, PART)
    wanted = [one.model_copy(update={"number": number}) for number in numbers]

    with pytest.raises(ConflictError) as conflict:
        object_store.complete_upload("in/1", upload, wanted)
    assert conflict.value.cause_code == "upload-part-missing"
    assert object_store.head("in/1") is None
    assert object_store.complete_upload("in/1", upload, [one]).size_bytes == len(PART)


def test_complete_with_a_gap(object_store: Store) -> None:
    """Numbers from 1 on without a gap: a file with a hole is never made, even if every part named is there."""
    upload = object_store.start_upload("in/1")
    parts = send(object_store, "in/1", upload, PART, PART, b"the end")

    for chosen in (parts[1:], parts[2:], [parts[0], parts[2]], [*parts, parts[2]]):
        with pytest.raises(ConflictError):
            object_store.complete_upload("in/1", upload, chosen)
    assert object_store.head("in/1") is None
    assert object_store.complete_upload("in/1", upload, parts[::-1]).size_bytes == 2 * len(PART) + 7
    assert object_store.read("in/1") == PART + PART + b"the end"


def test_complete_with_another_etag(object_store: Store) -> None:
    """A part is meant by its etag, not only by its number."""
    upload = object_store.start_upload("in/1")
    (one,) = send(object_store, "in/1", upload, b"what was sent")
    other = one.model_copy(update={"etag": "0" * len(one.etag)})

    with pytest.raises(ConflictError):
        object_store.complete_upload("in/1", upload, [other])
    assert object_store.head("in/1") is None


def test_completing_twice(object_store: Store) -> None:
    """An answer that got lost may be asked for again."""
    upload = object_store.start_upload("in/1")
    parts = send(object_store, "in/1", upload, b"all of it")
    first = object_store.complete_upload("in/1", upload, parts)

    assert object_store.complete_upload("in/1", upload, parts) == first
    assert object_store.read("in/1") == b"all of it"


def test_abort(object_store: Store) -> None:
    """A forgotten upload leaves nothing, takes nothing more, and may be forgotten again."""
    upload = object_store.start_upload("in/1")
    parts = send(object_store, "in/1", upload, b"never mind")
    object_store.abort_upload("in/1", upload)
    object_store.abort_upload("in/1", upload)

    assert keys(object_store) == []
    with pytest.raises(MissingError):
        object_store.parts("in/1", upload)
    with pytest.raises(MissingError):
        send(object_store, "in/1", upload, b"late")
    with pytest.raises(MissingError):
        object_store.complete_upload("in/1", upload, parts)
    assert object_store.sweep(timedelta(seconds=-60)) == 0


@pytest.mark.parametrize("upload", ["0" * 32, "", ".", "..", "../../etc", "a/b", "x" * 3000, "nul\x00"], ids=repr)
def test_unknown_upload(object_store: Store, upload: str) -> None:
    """An id that the store never gave is missing, whatever it looks like."""
    with pytest.raises(MissingError):
        object_store.put_part("in/1", upload, 1, BytesIO(b"x"), 1)
    with pytest.raises(MissingError):
        object_store.parts("in/1", upload)
    object_store.abort_upload("in/1", upload)


def test_upload_of_another_object(object_store: Store) -> None:
    """An upload belongs to the key it was begun for: who knows its id cannot turn it to another."""
    upload = object_store.start_upload("in/1")
    parts = send(object_store, "in/1", upload, b"mine")

    with pytest.raises(MissingError):
        object_store.put_part("in/2", upload, 1, BytesIO(b"x"), 1)
    with pytest.raises(MissingError):
        object_store.complete_upload("in/2", upload, parts)
    object_store.abort_upload("in/2", upload)
    assert object_store.parts("in/1", upload) == tuple(parts)


@pytest.mark.parametrize("body", [b"", b"short", b"one byte too many", bytes(3 * MIB)], ids=len)
def test_part_of_another_size(object_store: Store, body: bytes) -> None:
    """A part with fewer or more bytes than announced is not taken, nor read much beyond its size."""
    upload = object_store.start_upload("in/1")
    source = BytesIO(body)

    with pytest.raises(RejectedError) as refusal:
        object_store.put_part("in/1", upload, 1, source, 16)
    assert refusal.value.cause_code == "upload-part-size-differs"
    assert source.tell() <= 17
    assert object_store.parts("in/1", upload) == ()


@pytest.mark.parametrize("number", [0, -1, 10_001])
def test_part_number_out_of_range(object_store: Store, number: int) -> None:
    """Parts are numbered from 1 to 10,000."""
    upload = object_store.start_upload("in/1")

    with pytest.raises(RejectedError):
        object_store.put_part("in/1", upload, number, BytesIO(b"x"), 1)


def test_sweep(object_store: Store) -> None:
    """What nobody finished is swept away once it is old, and not before."""
    object_store.put_bytes("kept", b"x")
    upload = object_store.start_upload("in/1")
    send(object_store, "in/1", upload, b"half")

    assert object_store.sweep(timedelta(hours=1)) == 0
    assert len(object_store.parts("in/1", upload)) == 1

    # A negative age reaches into the future: everything is older, whatever the server's clock rounds to.
    assert object_store.sweep(timedelta(seconds=-60)) == 1
    with pytest.raises(MissingError):
        object_store.parts("in/1", upload)
    assert keys(object_store) == ["kept"]


def test_sweep_keeps_what_was_promised(object_store: Store) -> None:
    """Uploads to the keys that are named stay, however old; others go, those to longer keys included."""
    kept, other = object_store.start_upload("in/1"), object_store.start_upload("in/11")
    send(object_store, "in/1", kept, b"half")

    assert object_store.sweep(timedelta(seconds=-60), keep={"in/1"}) == 1

    assert len(object_store.parts("in/1", kept)) == 1
    with pytest.raises(MissingError):
        object_store.parts("in/11", other)
