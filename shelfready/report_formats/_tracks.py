"""Tracks as the page shows them: waveform, levels, and what is played."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from shelfready.chapters import ENOUGH, Chapter, Evidence
from shelfready.media import TIMELINE_RATE_HZ, AudioFacts
from shelfready.report_formats._gauges import Gauge, gauges
from shelfready.report_formats._waveform import Waveform, columns_for, waveform
from shelfready.report_formats._words import clock, how_many, level, sentence
from shelfready.reporting import ReportInput
from shelfready.titles import AssetFacts


@dataclass(frozen=True)
class Track:
    """One track. `notes` is what else was measured, in words; `problem` is why nothing was."""

    number: int
    name: str
    length: str
    href: str | None
    problem: str | None
    waveform: Waveform | None
    described: str
    gauges: tuple[Gauge, ...]
    notes: str


@dataclass(frozen=True)
class ChapterRow:
    """A chapter, and where it is played from: an address with a time in it (W3C Media Fragments)."""

    number: int
    title: str
    start: str
    length: str
    file: str
    evidence: str
    href: str | None


_EVIDENCE = {
    Evidence.MANIFEST: "the manifest",
    Evidence.ONIX: "the ONIX record",
    Evidence.QUICKTIME: "QuickTime mark in the file",
    Evidence.NERO: "Nero mark in the file",
    Evidence.ID3: "ID3 mark in the file",
    Evidence.OVERDRIVE: "OverDrive marker in the file",
    Evidence.CUE: "cue sheet in the file",
    Evidence.VORBIS: "comment in the file",
    Evidence.EMBEDDED: "mark in the file",
    Evidence.FILE: "its own file",
    Evidence.PART: "a part of the book",
    Evidence.SILENCE: "a pause",
}


def tracks_of(told: ReportInput) -> Iterator[Track]:
    """The tracks in playing order, one after the other: each holds its drawing."""
    tracks = told.facts.tracks if told.facts else ()
    most = columns_for(len(tracks))
    starts: dict[int, list[float]] = {}
    for chapter, within_ms in _placed(told):
        starts.setdefault(chapter.track, []).append(within_ms)
    for index, found in enumerate(tracks):
        audio = found.audio
        peaks = told.waveforms.get(found.asset.sha256, b"")
        drawn = waveform(peaks, audio, starts.get(index, ()), most) if audio else None
        yield Track(
            number=index + 1,
            name=found.asset.name,
            length=clock(audio.duration_ms) if audio else "",
            href=told.media.get(found.asset.sha256),
            problem=found.problem or (None if audio else "nothing in it could be measured"),
            waveform=drawn,
            described=_described(found, audio) if audio else "",
            gauges=tuple(gauges(audio, told.profile)) if audio else (),
            notes=sentence(_notes(audio)) if audio else "",
        )


def chapter_rows(told: ReportInput) -> Iterator[ChapterRow]:
    """The chapter table, with the time within the file that a chapter starts in."""
    tracks = told.facts.tracks if told.facts else ()
    for number, (chapter, within_ms) in enumerate(_placed(told), start=1):
        asset = tracks[chapter.track].asset
        href = told.media.get(asset.sha256)
        yield ChapterRow(
            number=number,
            title=chapter.title,
            start=clock(chapter.start_ms),
            length=clock(chapter.end_ms - chapter.start_ms),
            file=asset.name,
            evidence=_told(chapter),
            href=f"{href}#t={within_ms / 1000:.3f}" if href else None,
        )


def _told(chapter: Chapter) -> str:
    """What a chapter is taken from; and how certain it is, where that is less than it should be or was guessed."""
    is_guessed = chapter.evidence is Evidence.SILENCE or chapter.confidence < ENOUGH
    return _EVIDENCE[chapter.evidence] + (f", {chapter.confidence:.0%} certain" if is_guessed else "")


def _placed(told: ReportInput) -> Iterator[tuple[Chapter, float]]:
    """Each chapter with where it begins within its track, in milliseconds."""
    if told.facts is None or told.chapters is None:
        return
    samples = (track.audio.timeline_samples if track.audio else 0 for track in told.facts.tracks)
    starts = tuple(accumulate(samples, initial=0))
    for chapter in told.chapters.chapters:
        yield chapter, (chapter.start_sample - starts[chapter.track]) * 1000 / TIMELINE_RATE_HZ


def _described(found: AssetFacts, audio: AudioFacts) -> str:
    """The waveform in words, for whoever does not see it."""
    count = len(audio.silences)
    silences = f"{how_many(count, 'silence')} of a second or more" if count else "no long silence"
    clipped = f", clipped in {how_many(audio.clipped_runs, 'place')}" if audio.clipped_runs else ""
    return f"Waveform of {found.asset.name}: {clock(audio.duration_ms)} long, {silences}{clipped}"


def _notes(audio: AudioFacts) -> Iterator[str]:
    if audio.true_peak_dbtp is not None:
        yield f"true peak {level(audio.true_peak_dbtp, 'dBTP')}"
    if audio.clipped_runs:
        yield f"clipped in {how_many(audio.clipped_runs, 'place')}"
    if audio.longest_silence_ms >= 1000:
        yield f"longest silence {audio.longest_silence_ms / 1000:.1f} s"
    yield f"{audio.head_silence_ms / 1000:.1f} s of silence before and {audio.tail_silence_ms / 1000:.1f} s after"
    if audio.decoder_errors:
        yield how_many(len(audio.decoder_errors), "decoder error")
