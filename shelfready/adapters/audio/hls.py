"""Packs a book's frames for HTTP Live Streaming: one fMP4 file, addressed by byte ranges."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import ffmpeg

from shelfready.adapters.audio.graphs import BITEXACT, Workshop
from shelfready.adapters.audio.packing import encoded, packing_limits, put_in_place, timing
from shelfready.errors import DefectError
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.plans import FRAME_SAMPLES, PRIMING_SAMPLES
from shelfready.ports import Watcher

_MEDIA = "audio.mp4"
_PLAYLIST = "index.m3u8"
_MAP = re.compile(r'^#EXT-X-MAP:URI="[^"]+",BYTERANGE="(\d+)@(\d+)"$', re.MULTILINE)
_SEGMENT = re.compile(r"^#EXTINF:([\d.]+),\n#EXT-X-BYTERANGE:(\d+)@(\d+)$", re.MULTILINE)

_SHORTEST_SAMPLES = TIMELINE_RATE_HZ // 2


@dataclass(frozen=True)
class Segment:
    """One segment: samples that are heard, and where its bytes lie."""

    samples: int
    size_bytes: int
    offset: int


def pack_hls(workshop: Workshop, frames: Path, folder: Path, watcher: Watcher, *, samples: int, segment_s: int) -> None:
    """Write the media file and its playlist into the folder."""
    with workshop.folder() as name:
        work = Path(name)
        graph = ffmpeg.output(
            encoded(frames, work),
            _PLAYLIST,
            f="hls",
            acodec="copy",
            hls_time=segment_s,
            hls_list_size=0,
            hls_playlist_type="vod",
            hls_segment_type="fmp4",
            hls_flags="single_file+independent_segments",
            hls_segment_filename=_MEDIA,
            # Else the muxer would move the priming to time zero, and the whole book 23 ms late.
            avoid_negative_ts="disabled",
            **{"bsf:a": timing(samples)},
            **BITEXACT,
        )
        limits = packing_limits(workshop, frames, samples)
        workshop.run(graph, watcher, work, samples=samples, limits=limits)
        written = (work / _PLAYLIST).read_text(encoding="ascii")
        playlist = _playlist(written, samples)
        folder.mkdir(parents=True, exist_ok=True)
        put_in_place(work / _MEDIA, folder / _MEDIA)
        (work / _PLAYLIST).write_text(playlist, encoding="ascii")
        put_in_place(work / _PLAYLIST, folder / _PLAYLIST)


def _playlist(written: str, samples: int) -> str:
    """The playlist to publish, from the one that ffmpeg wrote."""
    init = _MAP.search(written)
    segments = _segments(written, samples)
    if init is None or not segments:
        message = f"the packed playlist does not hold the book's {samples} samples"
        raise DefectError(message, cause_code="packed-length-wrong")
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        f"#EXT-X-TARGETDURATION:{max(round(segment.samples / TIMELINE_RATE_HZ) for segment in segments) or 1}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        f'#EXT-X-MAP:URI="{_MEDIA}",BYTERANGE="{init[1]}@{init[2]}"',
    ]
    heard = 0
    for segment in segments:
        # Rounded as a sum: over thousands of segments single roundings would drift.
        start_us, heard = _microseconds(heard), heard + segment.samples
        lines += [
            f"#EXTINF:{(_microseconds(heard) - start_us) / 1_000_000:.6f},",
            f"#EXT-X-BYTERANGE:{segment.size_bytes}@{segment.offset}",
            _MEDIA,
        ]
    return "\n".join([*lines, "#EXT-X-ENDLIST", ""])


def _segments(written: str, samples: int) -> list[Segment]:
    """The segments by what is heard of them, or none when they do not add up.

    ffmpeg counts the priming to the first segment, although it is not heard, and the padding to the last; between
    them all are whole frames. A last segment too short to be worth a request is part of the one before.
    """
    found = [
        Segment(round(float(seconds) * TIMELINE_RATE_HZ / FRAME_SAMPLES) * FRAME_SAMPLES, int(size), int(offset))
        for seconds, size, offset in _SEGMENT.findall(written)
    ]
    counted = sum(segment.samples for segment in found) - PRIMING_SAMPLES
    if not found or abs(counted - samples) > FRAME_SAMPLES:
        return []
    found[0] = replace(found[0], samples=found[0].samples - PRIMING_SAMPLES)
    last = found.pop()
    last = replace(last, samples=samples - sum(segment.samples for segment in found))
    if found and last.samples < _SHORTEST_SAMPLES:
        before = found.pop()
        last = Segment(before.samples + last.samples, before.size_bytes + last.size_bytes, before.offset)
    return [*found, last]


def _microseconds(samples: int) -> int:
    return round(samples * 1_000_000 / TIMELINE_RATE_HZ)
