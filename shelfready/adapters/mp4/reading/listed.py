"""Reads a playlist: which bytes it names, and how long it says they last."""

import re
from dataclasses import dataclass
from pathlib import Path

from shelfready.errors import DefectError, UnavailableError

_LARGEST_BYTES = 32 << 20
_HEAD = re.compile(
    r"#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:(\d{1,9})\n#EXT-X-MEDIA-SEQUENCE:0\n"
    r"#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n"
    r'#EXT-X-MAP:URI="([a-z0-9-]+\.mp4)",BYTERANGE="(\d{1,18})@(\d{1,18})"\n'
)
_SEGMENT = re.compile(
    r"#EXTINF:(\d{1,9})\.(\d{6}),\n#EXT-X-BYTERANGE:(\d{1,18})@(\d{1,18})\n([a-z0-9-]+\.mp4)\n", re.ASCII
)
_END = "#EXT-X-ENDLIST\n"


@dataclass(frozen=True)
class Range:
    """Bytes of the media file, from `start` up to, not including, `end`, that last so many microseconds."""

    start: int
    end: int
    duration_us: int = 0


@dataclass(frozen=True)
class Listed:
    """A playlist: the file beside it that it names, that file's initialization, and its segments."""

    media: Path
    head: Range
    segments: tuple[Range, ...]


def read_playlist(path: Path) -> Listed:
    """The playlist; `DefectError` when it is not, line by line, one of ours."""
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST_BYTES).decode("ascii", errors="replace")
    except OSError as error:
        raise UnavailableError(f"the playlist could not be read ({error.strerror})", cause_code="disk-error") from error
    head = _HEAD.match(text)
    if head is None:
        raise _unreadable(text[:200])
    at = head.end()
    segments: list[Range] = []
    while found := _SEGMENT.match(text, at):
        seconds, fraction, size, start, name = found.groups()
        if name != head[2]:
            raise _unreadable(name)
        segments.append(Range(int(start), int(start) + int(size), int(seconds) * 1_000_000 + int(fraction)))
        at = found.end()
    if text[at:] != _END or not segments:
        raise _unreadable(text[at : at + 200])
    longest = max(segment.duration_us for segment in segments)
    if (longest + 500_000) // 1_000_000 > int(head[1]):
        message = f"the playlist promises segments of {head[1]} s at most, and has one of {longest / 1_000_000:.3f} s"
        raise DefectError(message, cause_code="packed-length-wrong")
    size, start = int(head[3]), int(head[4])
    return Listed(path.parent / head[2], Range(start, start + size), tuple(segments))


def _unreadable(what: str) -> DefectError:
    message = f"the playlist is none that we wrote, from {what!r} on; retry packs it anew"
    return DefectError(message, cause_code="playlist-unreadable")
