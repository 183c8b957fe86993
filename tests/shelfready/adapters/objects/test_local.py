"""What is particular to the store in a folder: disks fill, processes die, files decay."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from shelfready.adapters.objects.local import LocalStore
from shelfready.blobs import hash_file
from shelfready.errors import ConflictError, UnavailableError

MIB = 1024 * 1024

WRITE = """
import sys
from pathlib import Path
from shelfready.adapters.objects.local import LocalStore
from shelfready.values import Blob
root, source, size = sys.argv[1:]
LocalStore(Path(root)).put_file("a/file", Path(source), Blob(sha256="0" * 64, size_bytes=int(size)))
"""

FILL = """
from shelfready.adapters.objects.local import LocalStore
from shelfready.errors import UnavailableError
from shelfready.values import Blob
store = LocalStore(root)
store.put_bytes("small", b"x")
large = root.parent / "large"
large.write_bytes(bytes(2 << 20))
for act in (
    lambda: store.put_bytes("large", bytes(2 << 20)),
    lambda: store.put_file("large", large, Blob(sha256="0" * 64, size_bytes=large.stat().st_size)),
    lambda: store.put_named(large, lambda blob: "large"),
):
    try:
        act()
    except UnavailableError as error:
        print(error.cause_code, [info.key for info in store.list("")], len(list((root / ".tmp").iterdir())))
"""


def files(root: Path) -> list[Path]:
    """Every file in a folder, temporary ones included."""
    return [path for path in root.rglob("*") if path.is_file()]


def test_part_of_a_file_is_never_an_object(local_store: LocalStore, tmp_path: Path) -> None:
    """A writer killed half way leaves no object, only a temporary file, which the sweeper removes."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    local_store.put_bytes("a/file", b"earlier")
    child = subprocess.Popen([sys.executable, "-c", WRITE, local_store.root, pipe, str(8 * MIB)])
    with pipe.open("wb", buffering=0) as source:
        # Twice what is read at once and what a pipe holds: when it is written, some of it is in the temporary file.
        source.write(bytes(3 * MIB))
        child.send_signal(signal.SIGKILL)
        child.wait()
    (orphan,) = (local_store.root / ".tmp").iterdir()

    assert orphan.stat().st_size > 0
    assert local_store.read("a/file") == b"earlier"
    assert [info.key for info in local_store.list("")] == ["a/file"]

    assert local_store.sweep(timedelta(hours=1)) == 0
    two_hours_ago = orphan.stat().st_mtime - 7200
    os.utime(orphan, (two_hours_ago, two_hours_ago))
    assert local_store.sweep(timedelta(hours=1)) == 1
    assert files(local_store.root) == [local_store.root / "a/file"]


def test_full_disk(on_small_disk: Callable[[str], str]) -> None:
    """A full disk is a reason to wait, with a name of its own, and leaves neither object nor temporary file."""
    assert on_small_disk(FILL).splitlines() == ["store-full ['small'] 0"] * 3


def test_folders_that_are_empty_go(local_store: LocalStore) -> None:
    """Leases and needs come and go by the million, and their folders with them; what is used again is made again."""
    local_store.put_bytes("a/b/c/one", b"1")
    local_store.put_bytes("a/other", b"2")
    local_store.delete("a/b/c/one")
    local_store.delete("a/b/c/one")

    assert [path.name for path in (local_store.root / "a").iterdir()] == ["other"]
    local_store.put_bytes("a/b/c/one", b"1")
    assert local_store.read("a/b/c/one") == b"1"


def test_a_folder_that_goes_while_it_is_used(local_store: LocalStore) -> None:
    """Who stores into a folder, and who empties it, do not hinder each other."""

    def write_and_remove(name: str) -> None:
        for _ in range(100):
            local_store.put_bytes(f"deep/er/{name}", b"x")
            local_store.delete(f"deep/er/{name}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write_and_remove, "abcd"))

    assert files(local_store.root) == []


def test_unwritable_folder_is_unavailable(tmp_path: Path) -> None:
    """A store that cannot be written is unavailable, not broken: the operator mends it and nothing is lost."""
    store = LocalStore(Path("/proc/shelfready"))

    with pytest.raises(UnavailableError) as refusal:
        store.put_bytes("key", b"x")
    assert refusal.value.cause_code == "store-unavailable"


def test_key_in_the_way(local_store: LocalStore) -> None:
    """In a folder an object cannot lie below another, and nothing is lost in the attempt."""
    local_store.put_bytes("a/b", b"object")

    for key in ("a/b/c", "a"):
        with pytest.raises(ConflictError) as conflict:
            local_store.put_bytes(key, b"x")
        assert conflict.value.cause_code == "object-key-in-the-way"
    assert files(local_store.root) == [local_store.root / "a/b"]


def test_list_is_in_byte_order(local_store: LocalStore) -> None:
    """Keys are listed as S3 at Amazon lists them: in the order of their bytes, slash included."""
    keys = ["a-b", "a.b/c", "a.b/c-d/e", "a/b", "a0", "ab", "B/a"]
    for key in keys:
        local_store.put_bytes(key, b"")

    assert [info.key for info in local_store.list("")] == sorted(keys)
    assert [info.key for info in local_store.list("a")] == sorted(key for key in keys if key.startswith("a"))


def test_reader_keeps_its_version(local_store: LocalStore) -> None:
    """An object replaced while it is read is read to its old end."""
    local_store.put_bytes("key", b"old" * MIB)
    stream = local_store.stream("key")
    beginning = next(stream)
    local_store.put_bytes("key", b"new")

    assert beginning + b"".join(stream) == b"old" * MIB
    assert local_store.read("key") == b"new"


def test_replaced_part_is_one_part(local_store: LocalStore) -> None:
    """A part's etag is the SHA-256 of its bytes, and is replaced with them."""
    upload = local_store.start_upload("in/1")
    local_store.put_part("in/1", upload, 1, BytesIO(b"first"), 5)
    second = local_store.put_part("in/1", upload, 1, BytesIO(b"second"), 6)

    assert second.etag == sha256(b"second").hexdigest()
    assert local_store.parts("in/1", upload) == (second,)


def test_refused_part_leaves_the_earlier(local_store: LocalStore) -> None:
    """A connection that breaks in the middle of a part does not spoil the one that had arrived."""
    upload = local_store.start_upload("in/1")
    part = local_store.put_part("in/1", upload, 1, BytesIO(b"whole"), 5)
    with pytest.raises(ValueError, match="5 bytes announced"):
        local_store.put_part("in/1", upload, 1, BytesIO(b"hal"), 5)

    assert local_store.parts("in/1", upload) == (part,)


def test_decayed_part(local_store: LocalStore) -> None:
    """A part whose bytes changed on the disk makes no object."""
    upload = local_store.start_upload("in/1")
    part = local_store.put_part("in/1", upload, 1, BytesIO(b"as it was sent"), 14)
    (stored,) = [path for path in files(local_store.root) if path.name == "00001"]
    stored.write_bytes(stored.read_bytes().replace(b"sent", b"bent"))

    with pytest.raises(ConflictError):
        local_store.complete_upload("in/1", upload, [part])
    assert local_store.head("in/1") is None


def test_complete_leaves_nothing_but_the_object(local_store: LocalStore) -> None:
    """Parts do not outlive the object made of them."""
    upload = local_store.start_upload("in/1")
    part = local_store.put_part("in/1", upload, 1, BytesIO(b"x"), 1)
    local_store.complete_upload("in/1", upload, [part])

    assert files(local_store.root) == [local_store.root / "in/1"]


def test_parts_come_through_the_api(local_store: LocalStore) -> None:
    """A folder has no address to send to."""
    assert local_store.presign_part("in/1", local_store.start_upload("in/1"), 1) is None


def test_longer_source_is_not_read_to_its_end(local_store: LocalStore, tmp_path: Path) -> None:
    """A file that goes on growing while it is stored does not fill the disk."""
    blob = hash_file(Path(os.devnull))

    with pytest.raises(Exception, match="size and SHA-256"):
        local_store.put_file("endless", Path("/dev/zero"), blob)
    assert files(local_store.root) == []
