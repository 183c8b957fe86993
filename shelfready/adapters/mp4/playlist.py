"""Writes the playlist of a rung: byte ranges of one file (RFC 8216)."""

from dataclasses import dataclass

from shelfready.adapters.mp4.segments import Segment
from shelfready.media import TIMELINE_RATE_HZ

MEDIA = "audio.mp4"
PLAYLIST = "index.m3u8"

_MICROSECONDS = 1_000_000


@dataclass(frozen=True)
class Addressed:
    """A segment, and where its bytes lie."""

    segment: Segment
    offset: int
    size_bytes: int


def playlist(head_bytes: int, segments: list[Addressed], *, rate_hz: int, samples: int) -> bytes:
    """The playlist of a book of so many samples of the timeline; its segments last exactly as long together."""
    # Rounded as sums: over thousands of segments single roundings would drift.
    starts = [round(one.segment.start_tick * _MICROSECONDS / rate_hz) for one in segments]
    ends = [*starts[1:], round(samples * _MICROSECONDS / TIMELINE_RATE_HZ)]
    lengths = [end - start for start, end in zip(starts, ends, strict=True)]
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        f"#EXT-X-TARGETDURATION:{(max(lengths) + _MICROSECONDS // 2) // _MICROSECONDS or 1}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        f'#EXT-X-MAP:URI="{MEDIA}",BYTERANGE="{head_bytes}@0"',
    ]
    for one, length in zip(segments, lengths, strict=True):
        lines += [
            f"#EXTINF:{length / _MICROSECONDS:.6f},",
            f"#EXT-X-BYTERANGE:{one.size_bytes}@{one.offset}",
            MEDIA,
        ]
    return "\n".join([*lines, "#EXT-X-ENDLIST", ""]).encode("ascii")
