"""The delivered files with their technical details."""

from collections.abc import Iterator
from dataclasses import dataclass

from shelfready.media import AudioFacts, ImageFacts
from shelfready.report_formats._words import clock, how_many, sentence, size
from shelfready.titles import AssetFacts

_NAMES = {"m4a": "MP4", "ogg": "Ogg", "epub": "EPUB", "w64": "Wave64"}


@dataclass(frozen=True)
class File:
    """One file."""

    anchor: str
    name: str
    role: str
    kind: str
    size: str
    sha256: str
    details: str
    problem: str | None


def files_of(assets: tuple[AssetFacts, ...]) -> Iterator[File]:
    """The files in the order of the delivery."""
    for number, found in enumerate(assets, start=1):
        kind = found.kind or "unknown"
        yield File(
            anchor=anchor(number),
            name=found.asset.name,
            role=found.asset.role.value,
            kind=_NAMES.get(kind, kind.upper() if found.kind else kind),
            size=size(found.asset.size_bytes),
            sha256=found.asset.sha256,
            details=sentence(_details(found)),
            problem=found.problem,
        )


def anchor(number: int) -> str:
    """Where on the page a file is shown, counted from 1."""
    return f"file-{number}"


def _details(found: AssetFacts) -> Iterator[str | None]:
    if found.audio is not None:
        yield from _of_audio(found.audio)
    if found.image is not None:
        yield from _of_image(found.image)
    if found.epub is not None:
        yield f"EPUB {found.epub.version}"
        yield how_many(found.epub.spine_items, "document")


def _of_audio(audio: AudioFacts) -> Iterator[str | None]:
    yield audio.codec
    yield f"{audio.sample_rate_hz / 1000:g} kHz"
    yield {1: "mono", 2: "stereo"}.get(audio.channels, how_many(audio.channels, "channel"))
    constancy = {True: " constant", False: " variable", None: ""}[audio.is_constant_bitrate]
    yield f"{audio.bitrate_kbps} kbit/s{constancy}" if audio.bitrate_kbps else None
    yield f"{audio.bits_per_sample} bit" if audio.bits_per_sample else None
    yield clock(audio.duration_ms)
    yield how_many(audio.decoded_samples, "sample")


def _of_image(image: ImageFacts) -> Iterator[str | None]:
    yield image.format
    yield f"{image.width_px:,} \u00d7 {image.height_px:,} px"
    yield image.mode
    yield "transparent" if image.has_alpha else None
    yield "animated" if image.is_animated else None
    yield None if image.has_icc_profile else "no colour profile"
