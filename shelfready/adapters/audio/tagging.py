"""A publisher's tags, read by mutagen at arm's length."""

import json
import os
import selectors
import signal
import socket
import subprocess
import sys
from io import FileIO
from pathlib import Path
from threading import Lock
from time import monotonic
from types import TracebackType
from typing import Self
from weakref import finalize

from pydantic import Field, ValidationError

from shelfready.chapter_marks.cue_sheets import cue_marks
from shelfready.chapter_marks.id3 import Id3Chapters, id3_marks
from shelfready.chapter_marks.overdrive import overdrive_marks
from shelfready.chapter_marks.times import in_order, mark
from shelfready.chapter_marks.vorbis import vorbis_marks
from shelfready.errors import UnavailableError
from shelfready.media import AudioTags, Carrier, ChapterList, ChapterMark
from shelfready.ports import Watcher
from shelfready.values import Value

_SCRIPT = Path(__file__).with_name("tag_script.py")
_ANSWER_BYTES = 9 << 20
_PROBLEM_CHARACTERS = 200
_MEMORY_BYTES = 512 * 1024**2
_TICK_S = 0.5
# Longer than the process has for a file, from when it is waited for.
_WALL_S = 90.0
_ENDINGS = {
    -signal.SIGXCPU: "they take more processor time to read than tags may",
    -signal.SIGALRM: "they take longer to read than tags may",
}


class ReadTags(Value):
    """What a file's tags say, and the chapters that they list, each carrier's by itself."""

    tags: AudioTags = AudioTags()
    chapter_lists: tuple[ChapterList, ...] = ()


class TagReader:
    """Reads tags, each file's in a process of its own with limits. Many threads may ask at once.

    `memory_bytes` bounds the address space of each process. What starts them is started when it is first needed, and
    ends with this object, or with the worker, however that ends.
    """

    def __init__(self, memory_bytes: int) -> None:
        self._memory_bytes = min(_MEMORY_BYTES, memory_bytes)
        self._lock = Lock()
        self._requests: socket.socket | None = None

    def read(self, path: Path) -> "TagsBeingRead":
        """Begin to read a file's tags."""
        reader, writer = map(FileIO, os.pipe(), ("rb", "wb"))
        with writer:
            try:
                self._send(path, writer.fileno())
            except BaseException:
                reader.close()
                raise
        return TagsBeingRead(reader)

    def _send(self, path: Path, writer: int) -> None:
        request = os.fsencode(path.absolute())
        with self._lock:
            if self._requests is None:
                self._requests = self._start()
            try:
                socket.send_fds(self._requests, [request], [writer])
            except OSError:
                # It may have been killed since it was last asked.
                self._requests = self._start()
                socket.send_fds(self._requests, [request], [writer])

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-I", str(_SCRIPT), str(theirs.fileno()), str(self._memory_bytes)]
        with theirs:
            try:
                process = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    pass_fds=[theirs.fileno()],
                    cwd="/",
                    env={"LC_ALL": "C.UTF-8"},
                    start_new_session=True,
                )
            except OSError as error:
                ours.close()
                raise _unavailable(f"could not be started ({error.strerror})") from error
        finalize(ours, _end, process)
        return ours


class TagsBeingRead:
    """Tags on their way, while something else is done. Leaving the block gives up on them."""

    def __init__(self, pipe: FileIO) -> None:
        self._pipe = pipe

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pipe.close()

    def wait(self, watcher: Watcher) -> ReadTags:
        """The tags of a file, or their problem: tags are a hint, no reason to refuse the audio."""
        answer, ended = _parted(self._heard(watcher))
        if ended is None or ended == -signal.SIGKILL:
            raise _unavailable("was killed, perhaps for lack of memory on this machine")
        if ended != 0:
            return _unread(_ENDINGS.get(ended, "the program that reads them crashed on them"))
        try:
            found = json.loads(answer)
            if found.get("problem"):
                return _unread(found["problem"][:_PROBLEM_CHARACTERS])
            listed = _Listed.model_validate(found.pop("chapters", {}))
            return ReadTags(tags=AudioTags.model_validate(found), chapter_lists=listed.lists())
        except (ValueError, ValidationError) as error:
            return _unread(f"they make no sense ({type(error).__name__})")

    def _heard(self, watcher: Watcher) -> bytes:
        """Everything that comes through the pipe, of which the end says how the process ended."""
        said = bytearray()
        deadline = monotonic() + _WALL_S
        with selectors.DefaultSelector() as ears:
            ears.register(self._pipe, selectors.EVENT_READ)
            while monotonic() < deadline:
                if not ears.select(_TICK_S):
                    watcher.check()
                    continue
                data = self._pipe.read(_ANSWER_BYTES)
                if not data:
                    return bytes(said)
                said += data
                if len(said) > _ANSWER_BYTES:
                    raise _unavailable("says more than there can be")
        raise _unavailable("does not answer")


class _Listed(Value):
    """What lists chapters in a file's tags, as `tag_script` hands it over."""

    id3: Id3Chapters = Id3Chapters()
    overdrive: str = ""
    cue: str = ""
    cue_starts_ms: tuple[int, ...] = ()
    vorbis: dict[str, str] = Field(default_factory=dict)

    def lists(self) -> tuple[ChapterList, ...]:
        """Each carrier that holds anything. The block of a FLAC file knows its places to the sample, and no titles."""
        found: dict[Carrier, tuple[ChapterMark, ...]] = {
            Carrier.ID3: id3_marks(self.id3),
            Carrier.OVERDRIVE: overdrive_marks(self.overdrive),
            Carrier.CUE: self._cue(),
            Carrier.VORBIS: vorbis_marks(self.vorbis),
        }
        return tuple(ChapterList(carrier=carrier, marks=marks) for carrier, marks in found.items() if marks)

    def _cue(self) -> tuple[ChapterMark, ...]:
        told = cue_marks(self.cue)
        if not self.cue_starts_ms or len(told) == len(self.cue_starts_ms):
            return told
        return in_order(mark(None, start) for start in self.cue_starts_ms)


def _unread(problem: str) -> ReadTags:
    return ReadTags(tags=AudioTags(problem=problem))


def _parted(said: bytes) -> tuple[bytes, int | None]:
    """The answer, and the exit code on a line of its own; None if what writes that has ended itself."""
    answer, line, code = said.rpartition(b"\n")
    return (answer, int(code)) if line else (said, None)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()


def _unavailable(what: str) -> UnavailableError:
    return UnavailableError(f"the program that reads tags {what}; try again", cause_code="tag-reader-unavailable")
