"""Tags are read by processes that cost little and cannot do harm."""

import gc
import os
import signal
import struct
import threading
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from shelfready.adapters.audio.tagging import TagReader
from shelfready.errors import UnavailableError
from shelfready.media import AudioTags
from shelfready.ports import Watcher
from tests.fixtures.media import CalmWatcher, MakeAudio

MEMORY = 512 * 1024**2


@pytest.fixture
def reader() -> TagReader:
    """A reader that has not been asked yet."""
    return TagReader(MEMORY)


def _tags(reader: TagReader, path: Path, watcher: Watcher) -> AudioTags:
    with reader.read(path) as being_read:
        return being_read.wait(watcher).tags


def _children() -> set[int]:
    """The processes that this one has started and that still run."""
    found = set()
    for task in Path("/proc/self/task").iterdir():
        found |= set(map(int, (task / "children").read_text().split()))
    return {pid for pid in found if "tag_script" in Path(f"/proc/{pid}/cmdline").read_text()}


def test_one_process_reads_many_files(
    reader: TagReader, make_audio: MakeAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """What reads tags is started once, and not for every file."""
    before = _children()
    titles = [f"Chapter {number}" for number in range(5)]
    made = [make_audio(tmp_path / title, codec="mp3", tags={"title": title}) for title in titles]

    found = [_tags(reader, path, watcher).title for path in made]

    assert found == titles
    assert len(_children() - before) == 1


def test_it_ends_with_the_reader(make_audio: MakeAudio, watcher: CalmWatcher, tmp_path: Path) -> None:
    """Nothing runs on when nobody can ask any more."""
    before = _children()
    reader = TagReader(MEMORY)
    _tags(reader, make_audio(tmp_path / "a"), watcher)
    assert _children() - before

    del reader
    gc.collect()

    assert not _children() - before


def test_many_threads_ask_at_once(
    reader: TagReader, make_audio: MakeAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """Each gets the answer to its own question, though one of them is a bomb that takes its time."""
    bomb = _bomb(tmp_path / "bomb", make_audio)
    made = {n: make_audio(tmp_path / str(n), codec="mp3", tags={"title": f"Chapter {n}"}) for n in range(6)}
    found: dict[int, AudioTags] = {}

    def ask(number: int, path: Path) -> None:
        found[number] = _tags(reader, path, watcher)

    threads = [threading.Thread(target=ask, args=item) for item in [(-1, bomb), *made.items()]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found.pop(-1).problem is not None
    assert {number: tags.title for number, tags in found.items()} == {n: f"Chapter {n}" for n in made}


def test_a_reader_that_was_killed_is_started_again(
    reader: TagReader, make_audio: MakeAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """A machine without memory may kill it between two files; the next file does not suffer for it."""
    made = make_audio(tmp_path / "a", codec="mp3", tags={"title": "One"})
    before = _children()
    _tags(reader, made, watcher)
    for pid in _children() - before:
        os.kill(pid, signal.SIGKILL)
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)

    assert _tags(reader, made, watcher).title == "One"


def test_a_reader_that_is_killed_meanwhile_is_no_fact_of_the_file(
    reader: TagReader, make_audio: MakeAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """What was interrupted is tried again; it is not remembered as a fault of the tags."""
    before = _children()
    _tags(reader, make_audio(tmp_path / "a"), watcher)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)  # reading it waits until somebody writes

    with reader.read(pipe) as being_read:
        for pid in _children() - before:
            os.kill(pid, signal.SIGKILL)
        with pytest.raises(UnavailableError) as caught:
            being_read.wait(watcher)

    assert caught.value.cause_code == "tag-reader-unavailable"


def test_waiting_can_be_called_off(
    reader: TagReader, tmp_path: Path, calling_off: Callable[[BaseException], Watcher]
) -> None:
    """Whoever waits is asked whether to go on."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    with pytest.raises(InterruptedError):
        _tags(reader, pipe, calling_off(InterruptedError()))


def test_a_bomb_is_a_problem_of_the_tags(
    reader: TagReader, make_audio: MakeAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """A frame that unpacks to a gigabyte ends at the limit of memory, which is told as the tags' problem."""
    found = _tags(reader, _bomb(tmp_path / "b", make_audio), watcher)

    assert found.title is None
    assert found.problem is not None


@pytest.mark.parametrize(
    "data", [b"", b"nothing", b"ID3\x04\x00\x00\x00\x00\x00\x7f", b"fLaC\x00", b"OggS" + bytes(30)]
)
def test_what_is_no_audio_has_no_tags(reader: TagReader, watcher: CalmWatcher, tmp_path: Path, data: bytes) -> None:
    """Whatever is in a file, there is an answer: no tags, perhaps with the reason."""
    (tmp_path / "a").write_bytes(data)

    found = _tags(reader, tmp_path / "a", watcher)

    assert found.model_copy(update={"problem": None}) == AudioTags()


def test_odd_names_are_only_names(
    reader: TagReader, make_audio: MakeAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """Neither line breaks nor bytes that are no text are misunderstood."""
    plain = make_audio(tmp_path / "a", codec="mp3", tags={"title": "One"}).read_bytes()
    for name in (b"a\nb", b"\xff\xfe", "ümläut '\"".encode(), b"-y"):
        path = tmp_path / os.fsdecode(name)
        path.write_bytes(plain)

        assert _tags(reader, path, watcher).title == "One"


def test_no_descriptor_is_left(reader: TagReader, make_audio: MakeAudio, watcher: CalmWatcher, tmp_path: Path) -> None:
    """A thousand tracks do not use up the worker's open files, nor those of what reads them."""
    made = make_audio(tmp_path / "a")
    before = _children()
    _tags(reader, made, watcher)
    gc.collect()  # the readers of other tests have been closed by now, and not meanwhile
    places = [Path("/proc/self/fd"), *(Path(f"/proc/{pid}/fd") for pid in _children() - before)]
    open_before = [len(list(place.iterdir())) for place in places]

    for _ in range(20):
        _tags(reader, made, watcher)

    assert [len(list(place.iterdir())) for place in places] == open_before


def _bomb(path: Path, make_audio: MakeAudio) -> Path:
    sound = make_audio(path.with_suffix(".plain"), codec="mp3", options=("-id3v2_version", "0")).read_bytes()
    packer = zlib.compressobj()
    packed = b"".join(packer.compress(b"\x03" + b"a" * (1 << 20)) for _ in range(1024)) + packer.flush()
    # Flag 0x0080: compressed, with the unpacked size before the data (ID3v2.3, 3.3.1).
    frame = b"TIT2" + struct.pack(">IH", len(packed) + 4, 0x0080) + struct.pack(">I", 1 << 30) + packed
    size = bytes((len(frame) >> shift) & 127 for shift in (21, 14, 7, 0))
    path.write_bytes(b"ID3\x03\x00\x00" + size + frame + sound)
    return path
