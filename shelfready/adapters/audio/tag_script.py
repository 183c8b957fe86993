"""Reads files' tags, each in a process of its own, because tags may be bombs; run as a script, never imported.

`python -I tag_script.py SOCKET MEMORY`: compressed ID3 frames unpack without limit and odd files make mutagen raise
anything, so that only the limits of a process hold. Starting Python and mutagen costs as much as decoding a minute of
speech; so that is done once, and each request (a path, with a pipe for the answer) is given to a fork. When the worker
is gone the socket ends, and so does this.
"""

import ctypes
import gc
import io
import json
import os
import re
import resource
import selectors
import signal
import socket
import sys
from contextlib import suppress

import mutagen

_LONGEST = 2000

# What each format calls it: ID3, Vorbis comments (also APEv2), MP4.
_NAMES = {
    "title": ("TIT2", "title", "\xa9nam"),
    "album": ("TALB", "album", "\xa9alb"),
    "artist": ("TPE1", "artist", "\xa9ART"),
    "album_artist": ("TPE2", "albumartist", "aART"),
    "narrator": (
        "TXXX:NARRATOR",
        "TXXX:Narrator",
        "narrator",
        "\xa9nrt",
        "----:com.apple.iTunes:NARRATOR",
        "TCOM",
        "\xa9wrt",
    ),
    "publisher": ("TPUB", "publisher", "organization", "\xa9pub", "----:com.apple.iTunes:PUBLISHER"),
    "language": ("TLAN", "language", "----:com.apple.iTunes:LANGUAGE"),
    "date": ("TDRC", "TDRL", "TYER", "date", "year", "\xa9day"),
    "isbn": ("TXXX:ISBN", "isbn", "----:com.apple.iTunes:ISBN"),
}
_NUMBERS = {
    "track": ("TRCK", "tracknumber", "trkn"),
    "tracks": ("tracktotal", "totaltracks"),
    "disc": ("TPOS", "discnumber", "disk"),
}
# What lists chapters: `TXXX:OverDrive MediaMarkers`, Vorbis' `CHAPTER001` and `CHAPTER001NAME`, a chapter's title.
_OVERDRIVE = "overdrive mediamarkers"
_CHAPTER_KEY = re.compile(r"chapter\d{1,5}(name)?", re.IGNORECASE | re.ASCII)
_TITLES = ("TIT2", "TIT3")
_TOP_LEVEL = 2
_LEAD_OUTS = (170, 255)  # of a disc, and of anything else (FLAC format, CUESHEET)
_MOST_CHAPTERS, _MOST_TABLES = 10_000, 1_000
_MOST_TEXT = 1 << 20
_LONGEST_CHAPTER = 500
# As much as `tagging` takes, and some.
_ANSWER_BYTES = 8 << 20
_COVERS = ("covr", "metadata_block_picture", "coverart", "cover art (front)")


_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_PDEATHSIG = 1
_PATH_BYTES = 4096
# For one file; of processor time, and on the wall.
_CPU_S, _WALL_S = 20, 60
_OPEN_FILES = 32
_KERNEL = ctypes.CDLL(None)


def main() -> None:
    """Answer requests until there is nobody to ask any more."""
    requests, memory_bytes = socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])
    # An empty network, where the kernel grants it. Nothing here opens a socket; it is a second lock.
    if _KERNEL.unshare(_CLONE_NEWNET) != 0:
        _KERNEL.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
    # Mutagen imports its formats when it first sees a file: once here, or in every fork.
    mutagen.File(io.BytesIO())
    gc.freeze()
    with selectors.DefaultSelector() as ears:
        ears.register(requests, selectors.EVENT_READ)
        while True:
            for key, _ in ears.select():
                if key.data is not None:
                    ears.unregister(key.fd)
                    _reap(key.fd, *key.data)
                    continue
                path, pipes, _, _ = socket.recv_fds(requests, _PATH_BYTES, 1)
                if not path:
                    return
                pending = [waiting.data[1] for waiting in ears.get_map().values() if waiting.data is not None]
                reader = _start(path, pipes[0], memory_bytes, pending)
                ears.register(os.pidfd_open(reader), selectors.EVENT_READ, (reader, pipes[0]))


def _start(path: bytes, pipe: int, memory_bytes: int, pending: list[int]) -> int:
    """Read a file in a process of its own; answers its number."""
    reader = os.fork()
    if reader:
        return reader
    try:
        for other in pending:  # else whoever waits for another file would not hear its end before this one's
            os.close(other)
        _KERNEL.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        _limit(memory_bytes)
        with open(pipe, "wb", closefd=False) as answer:
            answer.write(_bounded(_answer(path)))
    finally:
        os._exit(0)


def _limit(memory_bytes: int) -> None:
    signal.alarm(_WALL_S)
    wanted = {
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_CPU: (_CPU_S, _CPU_S + 2),
        resource.RLIMIT_FSIZE: (0, 0),
        resource.RLIMIT_NOFILE: (_OPEN_FILES, _OPEN_FILES),
        resource.RLIMIT_AS: (memory_bytes, memory_bytes),
    }
    for kind, (soft, hard) in wanted.items():
        _, highest = resource.getrlimit(kind)
        if highest != resource.RLIM_INFINITY:
            soft, hard = min(soft, highest), min(hard, highest)  # noqa: PLW2901 - an administrator's own may be lower
        resource.setrlimit(kind, (soft, hard))


def _reap(descriptor: int, reader: int, pipe: int) -> None:
    """After the answer, on a line of its own, how the process ended."""
    os.close(descriptor)
    _, status = os.waitpid(reader, 0)
    try:
        os.write(pipe, b"\n%d" % os.waitstatus_to_exitcode(status))
    except BrokenPipeError:
        pass  # whoever asked has gone away
    finally:
        os.close(pipe)


def _bounded(found: dict[str, object]) -> bytes:
    """The answer; without the chapters if those alone are more than any book has."""
    answer = json.dumps(found).encode()
    if len(answer) > _ANSWER_BYTES and found.pop("chapters", None):
        answer = json.dumps(found).encode()
    return answer


def _answer(path: bytes) -> dict[str, object]:
    try:
        return _read(os.fsdecode(path))
    except Exception as error:  # noqa: BLE001 - mutagen raises whatever it likes on crafted files
        return {"problem": f"{type(error).__name__}: {error}"}


def _read(path: str) -> dict[str, object]:
    file = mutagen.File(path)
    if file is None:
        return {}
    tags = file.tags or {}
    found: dict[str, object] = {}
    for name, keys in _NAMES.items():
        text = next((text for key in keys if (text := _text(tags, key))), None)
        if text:
            found[name] = text[:_LONGEST]
    for name, keys in _NUMBERS.items():
        found.update(_numbered(name, next((text for key in keys if (text := _text(tags, key))), "")))
    found["has_cover"] = _has_cover(file, tags)
    with suppress(Exception):  # odd chapters cost a file its chapters, not its other tags
        found["chapters"] = _chapters(file, tags)
    return found


def _chapters(file: object, tags: object) -> dict[str, object]:
    """Everything in the tags that lists chapters, raw: what it means is found out elsewhere. See `tagging.TagMarks`."""
    found: dict[str, object] = {}
    if hasattr(tags, "getall"):
        found["id3"] = {"chapters": _id3_chapters(tags), "tables": _id3_tables(tags)}
        markers = [frame for frame in tags.getall("TXXX") if frame.desc.strip().casefold() == _OVERDRIVE]
        found["overdrive"] = str(markers[0])[:_MOST_TEXT] if markers else ""
    elif hasattr(tags, "as_dict"):
        comments = {key: str(values[0])[:_LONGEST_CHAPTER] for key, values in tags.as_dict().items() if values}
        listed = [(key, value) for key, value in comments.items() if _CHAPTER_KEY.fullmatch(key)]
        found["vorbis"] = dict(listed[: 2 * _MOST_CHAPTERS])
        found["cue"] = (_text(tags, "cuesheet") or "")[:_MOST_TEXT]
    else:
        found["cue"] = (_text(tags, "cuesheet") or "")[:_MOST_TEXT] if tags else ""
    sheet = getattr(file, "cuesheet", None)
    found["cue_starts_ms"] = _cue_starts_ms(sheet, file.info.sample_rate) if sheet else []  # type: ignore[attr-defined]
    return found


def _id3_chapters(tags: object) -> dict[str, object]:
    frames = tags.getall("CHAP")[:_MOST_CHAPTERS]  # type: ignore[attr-defined]  # looked for above
    return {
        frame.element_id[:_LONGEST_CHAPTER]: {
            "title": next(
                (str(frame.sub_frames[key])[:_LONGEST_CHAPTER] for key in _TITLES if key in frame.sub_frames), None
            ),
            "start_ms": frame.start_time,
            "end_ms": frame.end_time,
        }
        for frame in frames
    }


def _id3_tables(tags: object) -> dict[str, object]:
    frames = tags.getall("CTOC")[:_MOST_TABLES]  # type: ignore[attr-defined]  # looked for above
    return {
        frame.element_id[:_LONGEST_CHAPTER]: {
            "children": [child[:_LONGEST_CHAPTER] for child in frame.child_element_ids[:_MOST_CHAPTERS]],
            "is_top": bool(frame.flags & _TOP_LEVEL),
        }
        for frame in frames
    }


def _cue_starts_ms(sheet: object, rate: int) -> list[int]:
    """Where the tracks of a FLAC CUESHEET block begin; the last one is where the disc ends."""
    starts = []
    for track in sheet.tracks[:_MOST_CHAPTERS]:  # type: ignore[attr-defined]  # mutagen has no types
        first = next((index.index_offset for index in track.indexes if index.index_number == 1), 0)
        if track.track_number not in _LEAD_OUTS:
            starts.append(round((track.start_offset + first) * 1000 / rate))
    return starts


def _text(tags: object, key: str) -> str | None:
    try:
        value = tags[key]  # type: ignore[index]  # every format's tags answer to []
    except (KeyError, ValueError):
        return None
    first = value[0] if isinstance(value, list) and value else value
    if isinstance(first, tuple):
        return "/".join(str(part) for part in first)
    text = first.decode("utf-8", "replace") if isinstance(first, bytes) else str(first)
    return text.strip("\x00 \t\r\n") or None


def _numbered(name: str, text: str) -> dict[str, int]:
    """`3` or `3/25`, as numbers above 0."""
    number, _, total = text.partition("/")
    parts = {name: number, f"{name}s": total}
    return {
        key: int(part) for key, part in parts.items() if part.strip().isdecimal() and 0 < int(part.strip()) < 100_000
    }


def _has_cover(file: object, tags: object) -> bool:
    if getattr(file, "pictures", None):
        return True
    keys = [str(key).lower() for key in tags.keys()]  # type: ignore[attr-defined]  # noqa: SIM118  (not all iterate keys)
    return any(key in _COVERS or key.startswith("apic") for key in keys)


if __name__ == "__main__":
    main()
