"""Faultless values, from which the rules' examples and tests differ in the one thing they show."""

from hashlib import sha256

from shelfready.media import TIMELINE_RATE_HZ, AudioFacts, EpubFacts, ImageFacts, Medium
from shelfready.titles import Asset, AssetFacts, Metadata, Refusal, Role, TitleFacts

METADATA = Metadata(
    title="The Lighthouse", authors=("Ada Brook",), narrators=("Tom Hill",), language="en", is_synthetic_voice=False
)


def audio(seconds: float = 600, /, **changes: object) -> AudioFacts:
    """A well-made recording: MP3, 128 kbit/s, mono, -20 LUFS."""
    usual: dict[str, object] = {
        "container": "mp3",
        "codec": "mp3",
        "sample_rate_hz": TIMELINE_RATE_HZ,
        "channels": 1,
        "bitrate_kbps": 128,
        "is_constant_bitrate": True,
        "header_duration_ms": round(seconds * 1000),
        "decoded_samples": round(seconds * TIMELINE_RATE_HZ),
        "timeline_samples": round(seconds * TIMELINE_RATE_HZ),
        "integrated_lufs": -20.0,
        "sample_peak_dbfs": -3.5,
        "rms_dbfs": -21.0,
        "noise_floor_dbfs": -65.0,
        "pcm_sha256": digest(str(changes) + str(seconds)),
    }
    return AudioFacts.model_validate(usual | changes)


def track(name: str = "01.mp3", recording: AudioFacts | None = None, **changes: object) -> AssetFacts:
    """A track; its own recording unless one is given."""
    recording = recording or audio(pcm_sha256=digest(name))
    return _asset(Role.TRACK, name, {"kind": "mp3", "audio": recording}, changes)


def epub(**changes: object) -> EpubFacts:
    """An ebook that EPUBCheck has nothing to say about."""
    usual: dict[str, object] = {
        "version": "3.0",
        "identifiers": ("urn:isbn:9789999900027",),
        "title": "The Lighthouse",
        "languages": ("en",),
        "authors": ("Ada Brook",),
        "spine_items": 3,
        "cover_name": "cover.jpg",
        "access_modes": ("textual",),
        "access_modes_sufficient": ("textual",),
        "accessibility_summary": "All of it can be read by ear.",
        "accessibility_features": ("structuralNavigation",),
        "accessibility_hazards": ("none",),
        "messages": (),
    }
    return EpubFacts.model_validate(usual | changes)


def book(name: str = "book.epub", contents: EpubFacts | None = None, **changes: object) -> AssetFacts:
    """An EPUB as it was delivered."""
    return _asset(Role.EPUB, name, {"kind": "epub", "epub": contents or epub()}, changes)


def image(width_px: int = 2400, height_px: int = 2400, **changes: object) -> ImageFacts:
    """A large square picture."""
    usual: dict[str, object] = {"format": "JPEG", "width_px": width_px, "height_px": height_px, "mode": "RGB"}
    return ImageFacts.model_validate(usual | changes)


def cover(name: str = "cover.jpg", picture: ImageFacts | None = None, **changes: object) -> AssetFacts:
    """A cover as it was delivered."""
    return _asset(Role.COVER, name, {"kind": "jpeg", "image": picture or image()}, changes)


def supplement(name: str = "booklet.pdf", **changes: object) -> AssetFacts:
    """Something that comes with a title."""
    return _asset(Role.SUPPLEMENT, name, {"kind": "pdf"}, changes)


def audiobook(*assets: AssetFacts, **changes: object) -> TitleFacts:
    """An audiobook of these assets, or of two tracks and a cover."""
    usual: dict[str, object] = {
        "publisher": "harbour-press",
        "title_id": "9789999900010",
        "content_type": "audiobook",
        "metadata": METADATA,
        "assets": assets or (track("01.mp3"), track("02.mp3"), cover()),
        "medium": Medium.AUDIO,
        "needs": (Role.TRACK,),
        "accepts": (Role.TRACK, Role.COVER, Role.SUPPLEMENT, Role.METADATA),
    }
    return TitleFacts.model_validate(usual | changes)


def retail_audiobook() -> TitleFacts:
    """An audiobook with which even ACX finds nothing: credits, room tone, levels, sample and a large cover."""
    names = ("01_Opening_Credits.mp3", "02_The_Storm.mp3", "03_The_Calm.mp3", "04_Closing_Credits.mp3")
    levels = {"bitrate_kbps": 192, "sample_peak_dbfs": -3.6, "true_peak_dbtp": -3.2, "rms_dbfs": -20.5}
    edges = {"head_silence_ms": 700, "tail_silence_ms": 3_000, "bandwidth_hz": 18_500}
    tracks = (
        track(name, audio(pcm_sha256=digest(name), **levels, **edges), order=place, size_bytes=14_400_000)
        for place, name in enumerate(names, start=1)
    )
    return audiobook(*tracks, cover(picture=image(3000, 3000)), supplement("05_Retail_Sample.mp3", kind="mp3"))


def volunteer_audiobook(*levels: float) -> TitleFacts:
    """An audiobook with which LibriVox finds nothing; one section for each loudness given, or two."""
    names = [f"lighthouse_{place:02}_brook_128kb.mp3" for place in range(1, len(levels or (0, 0)) + 1)]
    tags = {"album": "The Lighthouse", "artist": "Ada Brook", "narrator": "Tom Hill"}
    tracks = (
        track(
            name,
            audio(
                pcm_sha256=digest(name),
                integrated_lufs=level,
                tags=tags | {"title": f"{place:02} - Section {place}", "track": place},
                head_silence_ms=700,
                tail_silence_ms=5_000,
            ),
            order=place,
        )
        for place, (name, level) in enumerate(zip(names, levels or (-19.0, -18.5), strict=True), start=1)
    )
    return audiobook(*tracks, cover(picture=image(300, 300)))


def ebook(*assets: AssetFacts, **changes: object) -> TitleFacts:
    """An ebook of these assets, or of an EPUB."""
    usual: dict[str, object] = {
        "title_id": "9789999900027",
        "content_type": "ebook",
        "assets": assets or (book(),),
        "medium": Medium.TEXT,
        "needs": (Role.EPUB,),
        "accepts": (Role.EPUB, Role.COVER, Role.SUPPLEMENT, Role.METADATA),
    }
    return audiobook(**usual | changes)


def refusal(
    cause_code: str = "declared-hash-differs",
    message: str = "the file hashes to one thing and another was declared",
    asset: str | None = "01.mp3",
) -> Refusal:
    """A file that could not be taken in, or the drop when `asset` is None."""
    return Refusal(cause_code=cause_code, message=message, asset=asset)


def digest(text: str) -> str:
    """A SHA-256 that stands for some bytes."""
    return sha256(text.encode()).hexdigest()


def _asset(role: Role, name: str, usual: dict[str, object], changes: dict[str, object]) -> AssetFacts:
    file = {field: changes.pop(field) for field in ("order", "title", "size_bytes") if field in changes}
    asset = Asset.model_validate({"role": role, "name": name, "sha256": digest(name), "size_bytes": 1000} | file)
    return AssetFacts.model_validate({"asset": asset} | usual | changes)
