"""Reading from folders that are open to publishers."""

import os
from collections.abc import Callable
from functools import partial
from itertools import count, repeat
from pathlib import Path

import pytest

from shelfready.adapters.objects.local import LocalStore
from shelfready.adapters.transports import files, open_fetchers
from shelfready.adapters.transports.files import FileFetcher
from shelfready.adapters.transports.receiving import Pace
from shelfready.errors import RejectedError, ShelfreadyError, UnavailableError
from shelfready.ports import ListedFile
from tests.shelfready.adapters.transports.conftest import Hearing, small_disk


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder that is open, beside one that is not."""
    for name in ("open", "closed"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.mp3").write_bytes(name.encode())
    return tmp_path / "open"


def refused(call: Callable[[], object]) -> ShelfreadyError:
    """Why nothing was read."""
    with pytest.raises(ShelfreadyError) as caught:
        call()
    return caught.value


def test_copies_a_file(root: Path, into: Path, watcher: Hearing) -> None:
    """A file below a root is read, whatever its name."""
    (root / "é #1?.mp3").write_bytes(b"sound")

    blob = FileFetcher((root,)).fetch((root / "é #1?.mp3").as_uri(), into, watcher, limit_bytes=5)

    assert (into.read_bytes(), blob.size_bytes, watcher.heard) == (b"sound", 5, [1.0])


def test_lists_a_folder(root: Path) -> None:
    """Files below it come in natural order, without junk, each with the address to fetch it by."""
    (root / "CD1").mkdir()
    for name in ("CD1/10.mp3", "CD1/2.mp3", "CD1/.DS_Store", "CD1/._2.mp3"):
        (root / name).write_bytes(b"x")

    assert FileFetcher((root,)).listing(root.as_uri()) == tuple(
        ListedFile(name=name, source=(root / name).as_uri(), size_bytes=size)
        for name, size in (("a.mp3", 4), ("CD1/2.mp3", 1), ("CD1/10.mp3", 1))
    )


def test_a_link_may_stay_inside(root: Path, into: Path, watcher: Hearing) -> None:
    """Links among open folders are followed."""
    (root / "link.mp3").symlink_to("a.mp3")
    fetcher = FileFetcher((root,))

    assert fetcher.fetch((root / "link.mp3").as_uri(), into, watcher, limit_bytes=9).size_bytes == 4
    assert [file.name for file in fetcher.listing(root.as_uri())] == ["a.mp3", "link.mp3"]


ESCAPES = {
    "beside": "{closed}/a.mp3",
    "dots": "{open}/../closed/a.mp3",
    "encoded dots": "{open}/%2e%2e/closed/a.mp3",
    "a name that begins alike": "{open}er/a.mp3",
    "link to a file": "{open}/file-link",
    "link to a folder": "{open}/folder-link/a.mp3",
    "link to a link": "{open}/second-link",
    "loop": "{open}/loop",
    "the system": "/etc/passwd",
    "what is not there outside": "{closed}/missing",
    "the process itself": "/proc/self/environ",
}


@pytest.mark.parametrize("path", ESCAPES.values(), ids=ESCAPES)
def test_nothing_outside_is_read_or_told_of(root: Path, into: Path, watcher: Hearing, path: str) -> None:
    """However it is spelt or linked, what lies outside is forbidden; whether it exists is not said."""
    closed = root.with_name("closed")
    root.with_name("opener").mkdir()
    (root.with_name("opener") / "a.mp3").write_bytes(b"x")
    (root / "file-link").symlink_to(closed / "a.mp3")
    (root / "folder-link").symlink_to(closed)
    (root / "second-link").symlink_to("file-link")
    (root / "loop").symlink_to("loop")
    source = "file://" + path.format(open=root, closed=closed)

    error = refused(lambda: FileFetcher((root,)).fetch(source, into, watcher, limit_bytes=9))

    assert error.cause_code == "source-forbidden"
    assert not into.exists()


def test_each_reads_only_its_own_folder(root: Path, tmp_path: Path, into: Path, watcher: Hearing) -> None:
    """What one publisher sends is not there for another: not by its address, not by dots, not by a link, not listed."""
    closed = root.with_name("closed")
    (root / "link.mp3").symlink_to(closed / "a.mp3")
    fetchers = open_fetchers(store=LocalStore(tmp_path / "objects"), file_roots={"harbour": [root], "pier": [closed]})
    harbour, pier, nobody = (fetchers.fetcher_for(name) for name in ("harbour", "pier", "nobody"))

    for fetcher, source in (
        (harbour, (closed / "a.mp3").as_uri()),
        (harbour, f"{root.as_uri()}/../closed/a.mp3"),
        (harbour, (root / "link.mp3").as_uri()),
        (pier, (root / "a.mp3").as_uri()),
        (nobody, (root / "a.mp3").as_uri()),
    ):
        call = partial(fetcher.fetch, source, into, watcher, limit_bytes=9)
        assert refused(call).cause_code == "source-forbidden"
        assert not into.exists()
    for fetcher, folder in ((harbour, closed), (harbour, root.parent), (harbour, root), (pier, root), (nobody, root)):
        assert refused(partial(fetcher.listing, folder.as_uri())).cause_code == "source-forbidden"
    assert [file.name for file in pier.listing(closed.as_uri())] == ["a.mp3"]
    assert pier.fetch((closed / "a.mp3").as_uri(), into, watcher, limit_bytes=9).size_bytes == 6


@pytest.mark.parametrize(("size", "room"), [(2 << 20, 1 << 20), (2 << 20, 1), (4, 3)], ids=["midway", "first", "end"])
def test_a_full_disk_is_ours_and_passes(root: Path, into: Path, watcher: Hearing, size: int, room: int) -> None:
    """The publisher is not blamed for our disk, the work is tried again, and what was written makes room."""
    os.truncate(root / "a.mp3", size)
    source = (root / "a.mp3").as_uri()

    with small_disk(room):
        error = refused(lambda: FileFetcher((root,)).fetch(source, into, watcher, limit_bytes=size))

    assert (type(error), error.cause_code) == (UnavailableError, "scratch-full")
    assert not into.exists()


def test_a_broken_disk_is_ours_and_passes(root: Path, tmp_path: Path, watcher: Hearing) -> None:
    """Whatever else the disk answers, it is no bare error of the system."""
    into = tmp_path / "removed" / "file"

    error = refused(lambda: FileFetcher((root,)).fetch((root / "a.mp3").as_uri(), into, watcher, limit_bytes=4))

    assert (type(error), error.cause_code) == (UnavailableError, "scratch-unavailable")


@pytest.mark.parametrize(
    "source", ["file://server/share/a", "file:a.mp3", "file:///a?b", "file:///a#b", "file:///a%00b"]
)
def test_refuses_addresses_that_mean_something_else(root: Path, into: Path, watcher: Hearing, source: str) -> None:
    """Other hosts, relative paths and unescaped marks are no paths."""
    assert refused(lambda: FileFetcher((root,)).fetch(source, into, watcher, limit_bytes=9)).cause_code == (
        "source-invalid"
    )


def test_without_roots_nothing_is_open(root: Path, into: Path, watcher: Hearing) -> None:
    """Who configures no folder opens none."""
    source = (root / "a.mp3").as_uri()

    assert refused(lambda: FileFetcher(()).fetch(source, into, watcher, limit_bytes=9)).cause_code == "source-forbidden"


def test_what_is_missing_is_said(root: Path, into: Path, watcher: Hearing) -> None:
    """Below an open folder a wrong name is told from a forbidden one."""
    source = (root / "missing.mp3").as_uri()

    assert refused(lambda: FileFetcher((root,)).fetch(source, into, watcher, limit_bytes=9)).cause_code == (
        "source-not-found"
    )


def test_reads_files_only(root: Path, into: Path, watcher: Hearing) -> None:
    """A pipe does not block, a folder is no file."""
    os.mkfifo(root / "pipe")
    (root / "folder").mkdir()
    fetcher = FileFetcher((root,))

    for name in ("pipe", "folder"):
        source = (root / name).as_uri()
        with pytest.raises(RejectedError) as caught:
            fetcher.fetch(source, into, watcher, limit_bytes=9)
        assert caught.value.cause_code == "source-forbidden"


def test_the_ceiling_holds(root: Path, into: Path, watcher: Hearing) -> None:
    """What is too large is refused unread."""
    source = (root / "a.mp3").as_uri()

    assert refused(lambda: FileFetcher((root,)).fetch(source, into, watcher, limit_bytes=3)).cause_code == (
        "source-too-large"
    )
    assert not into.exists()


def test_a_file_that_grows_is_read_again_later(root: Path, into: Path, watcher: Hearing) -> None:
    """An upload that is still going on is not taken for whole."""
    ticks = count()

    def clock() -> float:
        if next(ticks) != 1:
            return 0.0
        with (root / "a.mp3").open("ab") as file:
            file.write(b"more")
        return 0.0

    fetcher = FileFetcher((root,), Pace(clock=clock))

    error = refused(lambda: fetcher.fetch((root / "a.mp3").as_uri(), into, watcher, limit_bytes=1 << 20))

    assert (type(error), error.cause_code) == (UnavailableError, "source-changed")
    assert not into.exists()


LISTINGS = {
    "link outside": ("out", "source-forbidden"),
    "link to a folder": ("loop", "source-forbidden"),
    "dead link": ("dead", "source-not-found"),
    "pipe": ("pipe", "source-forbidden"),
}


@pytest.mark.parametrize(("kind", "cause"), LISTINGS.values(), ids=LISTINGS)
def test_a_listing_says_what_cannot_be_fetched(root: Path, kind: str, cause: str) -> None:
    """A drop with something in it that is no file is refused by that file's name, not silently thinned."""
    match kind:
        case "out":
            (root / "out.mp3").symlink_to(root.with_name("closed") / "a.mp3")
        case "loop":
            (root / "loop").symlink_to(root)
        case "dead":
            (root / "dead").symlink_to("nowhere")
        case _:
            os.mkfifo(root / "pipe")

    error = refused(lambda: FileFetcher((root,)).listing(root.as_uri()))

    assert error.cause_code == cause
    assert kind in error.message


def test_listings_are_bounded(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue is not a title."""
    monkeypatch.setattr(files, "MOST_FILES", 3)
    for number, _ in enumerate(repeat(None, 3)):
        (root / f"{number}.mp3").touch()

    assert refused(lambda: FileFetcher((root,)).listing(root.as_uri())).cause_code == "source-too-many-files"


def test_nesting_is_bounded(root: Path) -> None:
    """Folders in folders end somewhere."""
    deep = root.joinpath(*["a"] * (files.DEEPEST + 1))
    deep.mkdir(parents=True)

    assert refused(lambda: FileFetcher((root,)).listing(root.as_uri())).cause_code == "source-invalid"


def test_a_name_that_is_no_text_is_refused(root: Path) -> None:
    """A name in an old encoding is shown in escapes, to be renamed."""
    os.close(os.open(os.fsencode(root) + b"/\xe9.mp3", os.O_CREAT))

    error = refused(lambda: FileFetcher((root,)).listing(root.as_uri()))

    assert error.cause_code == "source-name-unreadable"
    assert error.message.isascii()


def test_only_folders_are_listed(root: Path) -> None:
    """A file has nothing below it."""
    error = refused(lambda: FileFetcher((root,)).listing((root / "a.mp3").as_uri()))

    assert (type(error), error.cause_code) == (RejectedError, "source-not-a-folder")
