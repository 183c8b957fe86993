"""Finds out everything about a publisher's audio file in one decode."""

from dataclasses import dataclass, replace
from pathlib import Path

from shelfready.adapters.audio.chapter_lists import chapter_lists
from shelfready.adapters.audio.decode import Decode, Source
from shelfready.adapters.audio.demuxing import demuxer, first_audio
from shelfready.adapters.audio.graphs import Workshop
from shelfready.adapters.audio.plain_words import in_plain_words
from shelfready.adapters.audio.probing import Probe, Stream, probe
from shelfready.adapters.audio.supervising import Complaints
from shelfready.adapters.audio.tagging import TagReader
from shelfready.adapters.audio.wav_chunks import WavHeaders, wav_headers
from shelfready.errors import RejectedError, UnavailableError
from shelfready.media import TIMELINE_RATE_HZ, AudioFacts
from shelfready.mp3_frames import survey
from shelfready.ports import MeasuredAudio, Watcher
from shelfready.sniffing import HEAD_BYTES, id3_bytes

_MOST_CHANNELS = 8
_LOWEST_RATE_HZ, _HIGHEST_RATE_HZ = 8_000, 192_000
_MOST_TAG_BYTES = 32 * 1024**2
# A file may decode to an hour, and beyond that to what it would hold at one kilobit per second: no speech is coded
# lower, and a few kilobytes that claim to be days of audio are an attack.
_FREE_S = 3600
_LOWEST_BPS = 1000
_LONGEST_S = 48 * 3600
# No machine of ours decodes slower than ten times real time.
_CPU_BASE_S, _CPU_PER_S = 120, 0.1
_WAV = ("wav", "rf64")
# Their headers say once and for all what the samples are.
_UNCOMPRESSED = (*_WAV, "w64", "aiff")


def measure(workshop: Workshop, tag_reader: TagReader, path: Path, kind: str, watcher: Watcher) -> MeasuredAudio:
    """Decode a file once and say everything that is known of it."""
    look = _look(path, kind)
    with workshop.folder() as name, tag_reader.read(path) as being_read:
        folder = Path(name)
        probed = probe(workshop, path, demuxer(kind), watcher, folder, blames_publisher=True)
        stream = _plausible(probed)
        ceiling_s = min(_FREE_S + look.size_bytes * 8 // _LOWEST_BPS, _LONGEST_S)
        limits = replace(workshop.limits, cpu_s=_CPU_BASE_S + int(ceiling_s * _CPU_PER_S))
        decode = Decode(stream, probed.format.duration, is_steady=look.is_steady)
        source = Source(first_audio(path, kind, folder, t=ceiling_s), folder, limits)
        complaints = decode.run(workshop, source, watcher)
        heard = decode.levels.samples
        if heard >= ceiling_s * stream.sample_rate:
            message = (
                f"the file decodes to more than {ceiling_s} s, implausibly long for {look.size_bytes} bytes;"
                " export it again"
            )
            raise RejectedError(message, cause_code="implausibly-long")
        if heard == 0:
            message = f"the file holds no audio that can be decoded{_first(complaints)}; export it again"
            raise RejectedError(message, cause_code="no-audio-decoded")
        edges = decode.edges(workshop, source, watcher)
        read = being_read.wait(watcher)
    wav = wav_headers(path) if kind in _WAV else None
    facts = AudioFacts(
        container=kind,
        codec=stream.codec,
        sample_rate_hz=stream.sample_rate,
        channels=stream.channels,
        bitrate_kbps=look.kbps or _kbps(stream.bit_rate or probed.format.bit_rate),
        is_constant_bitrate=look.is_constant_bitrate,
        header_duration_ms=_announced_ms(probed, wav),
        timeline_samples=edges.samples,
        bits_per_sample=stream.sample_bits,
        is_lossless=stream.is_lossless,
        container_faults=() if wav is None else wav.faults,
        decoder_errors=_listed(complaints),
        tags=read.tags.model_copy(update={"has_cover": read.tags.has_cover or probed.has_cover}),
        chapters=probed.marks,
        chapter_lists=chapter_lists(path, kind, read.chapter_lists, probed.marks),
        **decode.facts(),
    )
    return MeasuredAudio(facts=facts, head=edges.head, tail=edges.tail, waveform=bytes(decode.waveform.peaks))


@dataclass(frozen=True)
class _Look:
    """What a file says before anything is decoded. `is_steady`: it has one rate and as many channels throughout."""

    size_bytes: int
    is_steady: bool
    kbps: int | None = None
    is_constant_bitrate: bool | None = None


def _look(path: Path, kind: str) -> _Look:
    """Walk through the frames, if it is MP3; refuses oversized tags."""
    try:
        size_bytes = path.stat().st_size
        with path.open("rb") as file:
            tag_bytes = id3_bytes(file.read(HEAD_BYTES))
            if tag_bytes > _MOST_TAG_BYTES:
                message = f"the file's ID3 tag holds {tag_bytes} bytes, more than {_MOST_TAG_BYTES}; remove pictures"
                raise RejectedError(message, cause_code="tags-too-large")
            if kind != "mp3":
                return _Look(size_bytes, is_steady=kind in _UNCOMPRESSED)
            file.seek(tag_bytes)
            found = survey(file)
    except OSError as error:
        message = f"the file could not be read here ({error.strerror}); try again"
        raise UnavailableError(message, cause_code="disk-error") from error
    return _Look(size_bytes, found.is_uniform, found.kbps, found.is_constant)


def _plausible(probed: Probe) -> Stream:
    stream = probed.audio
    if stream is None:
        raise RejectedError("the file holds no audio; send an audio file", cause_code="no-audio-stream")
    if not 1 <= stream.channels <= _MOST_CHANNELS:
        message = f"the audio has {stream.channels} channels, not 1 to {_MOST_CHANNELS}; export it as mono or stereo"
        raise RejectedError(message, cause_code="implausible-channels")
    if not _LOWEST_RATE_HZ <= stream.sample_rate <= _HIGHEST_RATE_HZ:
        message = (
            f"the sample rate is {stream.sample_rate} Hz, not {_LOWEST_RATE_HZ} to {_HIGHEST_RATE_HZ};"
            f" export it at {TIMELINE_RATE_HZ} Hz"
        )
        raise RejectedError(message, cause_code="implausible-sample-rate")
    return stream


def _announced_ms(probed: Probe, wav: WavHeaders | None) -> int | None:
    """How long the file says that it is. Of WAV a probe only says how long what is there is."""
    if wav is not None and wav.duration_ms is not None:
        return wav.duration_ms
    return None if probed.format.duration is None else round(probed.format.duration * 1000)


def _kbps(bps: int | None) -> int | None:
    return round(bps / 1000) or None if bps else None


def _listed(complaints: Complaints) -> tuple[str, ...]:
    said = tuple(in_plain_words(line) for line in complaints.first)
    more = complaints.count - len(said)
    return (*said, f"and {more} more") if more > 0 else said


def _first(complaints: Complaints) -> str:
    return f" ({in_plain_words(complaints.first[0])})" if complaints.first else ""
