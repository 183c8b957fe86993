"""Fetches a stretch of an MP3 file: the frames that hold it, and some before them from which a decoder must start.

Frames of one bit rate lie where arithmetic says; to be sure of it, the frames that are fetched must lie there indeed,
and so must the last of the file, which must have as many as it decoded to. Where the bit rate varies all of the file is
fetched and its frames are counted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shelfready.adapters.audio.stretch import Opened, Wanted, written
from shelfready.errors import UnavailableError
from shelfready.mp3_frames import FrameHeader, frame_header, index
from shelfready.mp3_info import InfoFrame, info_frame
from shelfready.ports import TrackSource
from shelfready.sniffing import HEAD_BYTES, id3_bytes

# What a decoder of MP3 adds before the first sample, in ffmpeg's counting; LAME's padding at the end counts it, too.
_DECODER_DELAY = 529
_FRAME_BYTES = 4096
# A frame may use up to so many bytes of those before it, and twice the overlap of a transform and a filter.
_RESERVOIR_BYTES = 511
_SETTLING_FRAMES = 10
_SIDE_BYTES = 40
_AFTER_FRAMES = 2
_SLACK_BYTES = 8
_HEADER_BYTES = 4
_CHUNK = 1 << 20


class _OtherwiseError(Exception):
    """The file is not made as it would have to be for this way of finding its frames."""


@dataclass(frozen=True)
class _Track:
    """What the beginning of a file says: where its first frame with sound lies, and what is not heard of them all."""

    first: int
    shape: FrameHeader
    skipped: int
    frames: int


@dataclass(frozen=True)
class _Run:
    """The frames that are fetched, by their numbers."""

    start: int
    end: int


def open_mp3(source: TrackSource, wanted: Wanted, into: Path) -> Opened | None:
    """A file of the frames that are needed; None where what a decoder makes of the whole cannot be foreseen."""
    track = _track(source, wanted.decoded_samples)
    if track is None:
        return None
    run = _run(track, wanted)
    try:
        try:
            path = written(_constant(source, track, run), into)
        except _OtherwiseError:
            path = written(_counted(source, track, run), into)
    except _OtherwiseError:
        return None
    first_own = run.start * track.shape.samples - track.skipped
    return Opened(path, source.kind, first_own, ends_as_track=False)


def _track(source: TrackSource, decoded_samples: int) -> _Track | None:
    tag = id3_bytes(_read(source, 0, HEAD_BYTES))
    head = _read(source, tag, 2 * _FRAME_BYTES)
    shape = frame_header(head, 0)
    if shape is None:
        return None
    info = info_frame(head, 0)
    if info is None:
        return _all_heard(_Track(tag, shape, 0, 0), decoded_samples)
    first = frame_header(head, shape.size_bytes)
    if first is None:
        return None
    begun = _Track(tag + shape.size_bytes, first, 0, 0)
    return _all_heard(begun, decoded_samples) if info.delay is None else _trimmed(begun, info, decoded_samples)


def _all_heard(track: _Track, decoded_samples: int) -> _Track | None:
    """A file that says nothing of gaps: every sample of every frame is heard."""
    frames, rest = divmod(decoded_samples, track.shape.samples)
    return None if rest else _Track(track.first, track.shape, 0, frames)


def _trimmed(track: _Track, info: InfoFrame, decoded_samples: int) -> _Track | None:
    """A file whose encoder says how much of the first and the last frame is not the recording's."""
    if info.frames is None or info.delay is None or info.padding is None:
        return None
    skipped = info.delay + _DECODER_DELAY
    heard = info.frames * track.shape.samples - skipped - max(info.padding - _DECODER_DELAY, 0)
    return _Track(track.first, track.shape, skipped, info.frames) if heard == decoded_samples else None


def _run(track: _Track, wanted: Wanted) -> _Run:
    """The frames that a stretch lies in, and as many before as a decoder needs to have settled."""
    samples = track.shape.samples
    last = wanted.decoded_samples if wanted.end_own is None else wanted.end_own
    end = -(-(last + track.skipped) // samples) + _AFTER_FRAMES
    before = _SETTLING_FRAMES + _RESERVOIR_BYTES // max(track.shape.size_bytes - _SIDE_BYTES, 8)
    start = (wanted.first_own + track.skipped) // samples - before
    return _Run(max(start, 0), min(end, track.frames))


def _constant(source: TrackSource, track: _Track, run: _Run) -> Iterator[bytes]:
    """The frames of a file of one bit rate, where these and the last of the file lie where they should."""
    mean = track.shape.mean_bytes
    places = [track.first + int(number * mean) for number in (run.start, run.end, track.frames - 1)]
    if _frame_near(_read(source, places[2] - _SLACK_BYTES, _FRAME_BYTES), track.shape) is None:
        raise _OtherwiseError
    begins = max(places[0] - _SLACK_BYTES, track.first)
    start = _frame_near(_read(source, begins, 2 * _FRAME_BYTES), track.shape)
    if start is None:
        raise _OtherwiseError
    missing, data = run.end - run.start, b""
    # A quarter of an hour may be 36 MB, and there is one in every slot of a worker: never all of it at once.
    for more in source.read(begins + start, min(places[1] + _SLACK_BYTES, source.size_bytes)):
        data += more
        whole, missing = _whole_frames(data, track.shape, missing)
        yield data[:whole]
        data = data[whole:]
    if missing:
        raise _OtherwiseError


def _whole_frames(data: bytes, shape: FrameHeader, most: int) -> tuple[int, int]:
    """How many bytes of whole frames there are, of at most so many, and how many of these are still to come."""
    at = 0
    while most and at + _HEADER_BYTES <= len(data):
        header = frame_header(data, at)
        if header is None or _kind(header) != _kind(shape):
            raise _OtherwiseError
        if at + header.size_bytes > len(data):
            break
        at += header.size_bytes
        most -= 1
    return at, most


def _frame_near(data: bytes, shape: FrameHeader) -> int | None:
    """Where a frame of one kind begins, within a few bytes: encoders round differently."""
    for at in range(2 * _SLACK_BYTES):
        header = frame_header(data, at)
        if header is not None and _kind(header) == _kind(shape):
            following = at + header.size_bytes
            after = frame_header(data, following)
            if following + 4 > len(data) or data[following:].startswith((b"TAG", b"APET")):
                return at
            if after is not None and _kind(after) == _kind(shape):
                return at
    return None


def _counted(source: TrackSource, track: _Track, run: _Run) -> Iterator[bytes]:
    """The frames of any file, counted from its beginning, if there are as many as it decodes to."""
    try:
        with source.whole().open("rb") as file:
            found = index(file, track.first)
            if found is None or len(found.offsets) - 1 != track.frames:
                raise _OtherwiseError
            file.seek(found.offsets[run.start])
            left = found.offsets[run.end] - found.offsets[run.start]
            while data := file.read(min(left, _CHUNK)):
                left -= len(data)
                yield data
    except OSError as error:
        message = f"the file could not be read here ({error.strerror}); try again"
        raise UnavailableError(message, cause_code="disk-error") from error


def _kind(header: FrameHeader) -> tuple[int, ...]:
    """What frames of one file and one bit rate have in common."""
    return header.version, header.layer, header.sample_rate_hz, header.kbps, header.is_mono


def _read(source: TrackSource, start: int, size: int) -> bytes:
    begins = min(max(start, 0), source.size_bytes)
    return b"".join(source.read(begins, min(begins + max(size, 0), source.size_bytes)))
