"""A title of real media whose every name and text wants to be something else: markup, a script, another direction."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from mutagen.id3 import CHAP, CTOC, ID3, TIT2, CTOCFlags
from PIL import Image, ImageDraw

from shelfready.adapters.audio import FfmpegAudio
from shelfready.adapters.images import open_pictures
from shelfready.checking import check
from shelfready.findings import Change, Report
from shelfready.media import EpubFacts, EpubMessage, Silence, TocEntry
from shelfready.metadata_facts import Dialect, MessageHeader, MetadataFacts
from shelfready.ports import PEAKS_PER_S
from shelfready.records import Record
from shelfready.sniffing import HEAD_BYTES, sniff
from shelfready.titles import Asset, AssetFacts, Metadata, Refusal, Role, TitleFacts
from shelfready.waivers import Waiver
from tests.fixtures.media import SINE, VOICE, CalmWatcher, MakeAudio

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SCRIPT = "<script>window.pwned=1</script>"
IMAGE = "<img src=x onerror=window.pwned=2>"
ATTRIBUTE = '" onmouseover="window.pwned=3" style="position:fixed'
TURNED = "Sea\u202egnp.exe\u202c"
LONG = "Anunbrokenwordthatnobodycouldreadaloud" * 6
ARABIC = "\u0627\u0644\u0645\u0631\u0641\u0623 \u0648\u0642\u0635\u0635 \u0623\u062e\u0631\u0649"

TITLE = f"The Harbour & Other Stories {SCRIPT}"
CHAPTERS = ("Opening", f"One: {IMAGE}", "Two: the lighthouse", f"Three {TURNED}")
"""The marks of the second track, from its beginning, every ten seconds."""


@dataclass(frozen=True)
class Hostile:
    """The title: what was measured and found, its files by their hash, and what is drawn of its tracks."""

    facts: TitleFacts
    report: Report
    files: Mapping[str, Path]
    peaks: Mapping[str, bytes]


def hostile(folder: Path, make_audio: MakeAudio, audio: FfmpegAudio, ffmpeg: Path) -> Hostile:
    """Make the media, measure them with the real instruments, and put the real rules to what was found."""
    paused = f"({VOICE})*(lt(t,6)+gt(t,9))+0.0005*(random(0)-0.5)*between(t,6,7.5)"
    tracks = {
        f"01 - {ARABIC}.wav": make_audio(folder / "1.wav", seconds=6, sound=VOICE, codec="wav"),
        f"02 - {IMAGE}{ATTRIBUTE}.mp3": make_audio(folder / "2.mp3", seconds=40, sound=paused, codec="mp3"),
        f"03 - {LONG}.wav": make_audio(
            folder / "3.wav", seconds=20, sound=f"clip(4*({SINE}),-1,1)*(0.2+0.8*gt(sin(t),0))", codec="wav"
        ),
        "04 - the end.flac": make_audio(folder / "4.flac", seconds=8, sound=f"0.02*({VOICE})"),
    }
    _mark(tracks[f"02 - {IMAGE}{ATTRIBUTE}.mp3"])
    peaks: dict[str, bytes] = {}
    assets = []
    for order, (name, path) in enumerate(tracks.items(), start=1):
        asset, kind = _asset(Role.TRACK, name, path, order)
        found = audio.measure(path, kind or "", CalmWatcher())
        peaks[asset.sha256] = found.waveform or _peaks(ffmpeg, path)
        assets.append(AssetFacts(asset=asset, kind=kind, audio=found.facts))
    with_silence = assets[1].audio
    assert with_silence is not None
    if not with_silence.silences:
        silences = (Silence(start_ms=6000, length_ms=1500), Silence(start_ms=7500, length_ms=1500, is_digital=True))
        assets[1] = assets[1].model_copy(update={"audio": with_silence.model_copy(update={"silences": silences})})
    cover = _cover(folder / "cover.png")
    asset, kind = _asset(Role.COVER, f"cover {ATTRIBUTE}.png", cover, None)
    assets.append(AssetFacts(asset=asset, kind=kind, image=open_pictures(scratch=folder).read(cover)))
    book = folder / "book.epub"
    book.write_bytes(b"PK not a real one")
    asset, _ = _asset(Role.EPUB, f"book{SCRIPT}.epub", book, None)
    assets.append(AssetFacts(asset=asset, kind="epub", epub=_epub()))
    facts = _facts(tuple(assets))
    files = dict(zip((found.asset.sha256 for found in assets), [*tracks.values(), cover, book], strict=True))
    return Hostile(facts, _report(facts), files, peaks)


def _facts(assets: tuple[AssetFacts, ...]) -> TitleFacts:
    return TitleFacts(
        publisher="demo",
        title_id="9780306406157",
        content_type="audiobook",
        metadata=Metadata(
            title=TITLE,
            authors=(f"Ada Brook{IMAGE}", ARABIC),
            narrators=("Z" + "\u0301" * 60 + "algo",),
            language="en",
            publisher="Harbour Press",
            description=f"<p>Eleven stories</p>{SCRIPT}\n{'Of the sea, and of those who stay ashore. ' * 12}",
        ),
        provenance={
            "title": "onix",
            "authors": "onix",
            "narrators": "tags",
            "language": "onix",
            "publisher": "tags",
            "description": "submission",
        },
        stated={
            "onix": Metadata(title=TITLE, authors=(f"Ada Brook{IMAGE}", ARABIC), language="en"),
            "epub": Metadata(title="The Harbor", language="en-US"),
            "tags": Metadata(title=f"harbour_final{TURNED}", publisher="Harbour Press", is_abridged=False),
        },
        described=MetadataFacts(
            dialect=Dialect.ONIX,
            header=MessageHeader(name=f"feed{SCRIPT}.xml", release="3.0", style="reference", sender="Harbour & Sons"),
            line=17,
            record=Record(reference=f"com.example.{SCRIPT}", notification="03"),
        ),
        refusals=(Refusal(cause_code="name-unsafe", message=f"{SCRIPT} cannot be a file's name", asset=SCRIPT),),
        assets=assets,
    )


def _report(facts: TitleFacts) -> Report:
    first = check(facts)
    chosen = next(found for found in first.findings if found.severity == "W" and found.asset)
    waiver = Waiver(
        id="wvr_1",
        code=chosen.code,
        publisher="demo",
        asset=chosen.asset,
        by=f"j.doe{SCRIPT}",
        why=f"agreed with the studio {TURNED}",
        at=NOW,
        until=datetime(2027, 1, 1, tzinfo=UTC),
    )
    changes = (
        Change(code="META-006", field="language", before="eng", after="en"),
        Change(code="META-001", field="title", before=f"THE HARBOUR {IMAGE}", after=TITLE, asset=SCRIPT),
    )
    return check(facts, waivers=[waiver], changes=changes, now=NOW)


def _epub() -> EpubFacts:
    return EpubFacts(
        version="3.2",
        identifiers=("urn:isbn:9780306406157", SCRIPT),
        title=f"The Harbor {IMAGE}",
        languages=("en-US",),
        spine_items=14,
        toc=(TocEntry(title=f"One {SCRIPT}", href="javascript:alert(1)"), TocEntry(title="Two", href="2", level=2)),
        access_modes=("textual",),
        accessibility_summary=f"Reads well {SCRIPT}",
        messages=(
            EpubMessage(id="RSC-005", severity="error", text=f'element "{SCRIPT}" not allowed', location="a.xhtml:3"),
            EpubMessage(id="OPF-096", severity="warning", text="non-linear content", location=f"{TURNED}:1"),
        ),
    )


def _asset(role: Role, name: str, path: Path, order: int | None) -> tuple[Asset, str | None]:
    data = path.read_bytes()
    digest = sha256(data).hexdigest()
    asset = Asset(role=role, name=name[:255], order=order, sha256=digest, size_bytes=len(data))
    return asset, sniff(data[:HEAD_BYTES])


def _mark(path: Path) -> None:
    tags = ID3()  # type: ignore[no-untyped-call]  # mutagen is untyped
    names = [f"ch{number}" for number in range(len(CHAPTERS))]
    ordered = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    tags.add(CTOC(element_id="toc", flags=ordered, child_element_ids=names))  # type: ignore[no-untyped-call]  # mutagen
    for number, (name, title) in enumerate(zip(names, CHAPTERS, strict=True)):
        start = number * 10_000
        named = [TIT2(text=title)]  # type: ignore[no-untyped-call]  # mutagen is untyped
        mark = CHAP(element_id=name, start_time=start, end_time=start + 10_000, sub_frames=named)  # type: ignore[no-untyped-call]
        tags.add(mark)  # type: ignore[no-untyped-call]
    tags.save(path)


def _peaks(ffmpeg: Path, path: Path) -> bytes:
    """What the measurement keeps to be drawn: the lowest and the highest value of each tenth of a second."""
    command = [str(ffmpeg), "-v", "error", "-i", str(path), "-ac", "1", "-ar", "8000", "-f", "s8", "-"]
    sound = memoryview(subprocess.run(command, check=True, capture_output=True, timeout=60).stdout).cast("b")
    step = 8000 // PEAKS_PER_S
    pairs = ((min(sound[at : at + step]), max(sound[at : at + step])) for at in range(0, len(sound), step))
    return b"".join((value & 0xFF).to_bytes(1, "big") for pair in pairs for value in pair)


def _cover(path: Path) -> Path:
    picture = Image.new("RGB", (1200, 1200), "#22405a")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 760, 1200, 1200), fill="#16283a")
    draw.polygon([(560, 760), (640, 760), (620, 320), (580, 320)], fill="#f2ead8")
    draw.ellipse((540, 240, 660, 340), fill="#f3c969")
    picture.save(path)
    return path
