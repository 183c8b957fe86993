"""Decodes what we packed, from end to end, and says what it really is."""

import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import ffmpeg

from shelfready.adapters.audio.demuxing import confinement, staged
from shelfready.adapters.audio.graphs import Workshop
from shelfready.adapters.audio.levels import Levels
from shelfready.adapters.audio.outlets import Outlets
from shelfready.adapters.audio.probing import Probe, Stream, probe
from shelfready.adapters.audio.supervising import Complaints
from shelfready.adapters.audio.timeline import in_large_pieces
from shelfready.errors import DefectError, UnavailableError
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.plans import FRAME_SAMPLES
from shelfready.ports import PackedAudio, Watcher

_EXTINF = "#EXTINF:"


def read_back(workshop: Workshop, path: Path, watcher: Watcher) -> PackedAudio:
    """Decode an M4B or an HLS playlist of ours; `DefectError` when it does not decode cleanly."""
    is_playlist = path.suffix == ".m3u8"
    demuxers = "hls,mov" if is_playlist else "mov"
    with workshop.folder() as name:
        folder = Path(name)
        if is_playlist:
            _stage_neighbour(path, folder)
        probed = probe(workshop, path, demuxers, watcher, folder, blames_publisher=False)
        stream = probed.audio
        if stream is None:
            raise DefectError("what was packed holds no audio", cause_code="packed-without-audio")
        stated = _playlist_samples(path) if is_playlist else _header_samples(probed)
        levels = Levels(stream.sample_rate, stream.channels)
        complaints = _decode(
            workshop, _source(path, demuxers, folder), stream, levels, watcher, folder=folder, samples=stated
        )
    if complaints.count:
        message = f"what was packed does not decode cleanly: {complaints.first[0]}"
        raise DefectError(message, cause_code="packed-undecodable")
    rms = levels.rms_dbfs
    samples = _heard(levels.samples, stated)
    return PackedAudio(
        samples=samples,
        duration_ms=round(samples * 1000 / TIMELINE_RATE_HZ),
        chapters=len(probed.chapters),
        codec=stream.codec_name,
        channels=stream.channels,
        sample_rate_hz=stream.sample_rate,
        has_cover=probed.has_cover,
        rms_dbfs=rms if math.isfinite(rms) else None,
    )


def _source(path: Path, demuxers: str, folder: Path) -> Any:
    options = {**confinement(demuxers.split(",", 1)[0]), "format_whitelist": demuxers}
    return ffmpeg.input(staged(path, folder), threads=1, vn=None, sn=None, dn=None, **options)["a:0"]


def _decode(
    workshop: Workshop, source: Any, stream: Stream, levels: Levels, watcher: Watcher, *, folder: Path, samples: int
) -> Complaints:
    outlets = Outlets()
    pcm = {"f": "f32le", "acodec": "pcm_f32le", "ar": stream.sample_rate, "ac": stream.channels}
    graph = ffmpeg.output(in_large_pieces(source), outlets.add(levels.feed), **pcm)
    complaints = workshop.run(graph, watcher, folder, samples=samples, outlets=outlets)
    levels.finish()
    return complaints


def _heard(decoded: int, stated: int) -> int:
    """What a player plays: decoders hand over whole frames, and the container says how much of the last counts."""
    return stated if 0 <= decoded - stated < FRAME_SAMPLES else decoded


def _header_samples(probed: Probe) -> int:
    return round((probed.format.duration or 0) * TIMELINE_RATE_HZ)


def _playlist_samples(path: Path) -> int:
    try:
        lines = path.read_text(encoding="ascii").splitlines()
        seconds = [Decimal(line[len(_EXTINF) :].split(",")[0]) for line in lines if line.startswith(_EXTINF)]
    except OSError as error:
        raise UnavailableError(f"the playlist could not be read ({error.strerror})", cause_code="disk-error") from error
    except (ValueError, ArithmeticError) as error:
        raise DefectError("the playlist is none that we wrote", cause_code="playlist-unreadable") from error
    return round(sum(seconds, Decimal(0)) * TIMELINE_RATE_HZ)


def _stage_neighbour(playlist: Path, folder: Path) -> None:
    """A playlist names its media file beside it; so it does under our own name."""
    media = playlist.parent / "audio.mp4"
    (folder / media.name).symlink_to(media.absolute())
