"""A report to write: one finding of each kind, and the facts that it is about."""

from datetime import UTC, datetime
from typing import Any

from shelfready.findings import Change, Finding, Owner, Report, Severity, Status, judge
from shelfready.media import AudioFacts, EpubFacts, EpubMessage, ImageFacts, Silence
from shelfready.metadata_facts import Dialect, MessageHeader, MetadataFacts
from shelfready.records import Identifier, Record
from shelfready.reporting import ReportInput, chapters_of
from shelfready.rules import RULES
from shelfready.titles import Asset, AssetFacts, Metadata, Role, TitleFacts
from shelfready.waivers import Waiver

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TRACKS = ("01 one.mp3", "02 two.mp3")


def finding(code: str = "AUD-009", name: str = "clipped", severity: str = "E", **changed: Any) -> Finding:
    """A finding of a track."""
    said = {"message": "found 3, expected 0", "remedy": "Master it again.", "asset": TRACKS[1]}
    return Finding(code=code, name=name, severity=Severity(severity), **(said | changed))


def waiver(code: str) -> Waiver:
    """A waiver of a finding."""
    return Waiver(id="wvr_1", code=code, publisher="demo", by="j.doe", why="agreed with the studio", at=NOW)


FINDINGS = (
    finding("META-003", "title-missing", asset=None, message="there is no title", owner=Owner.US),
    finding(),
    finding("AUD-008", "peak-too-high", "W", waived_by=waiver("AUD-008"), asset=TRACKS[0]),
    finding("AUD-010", "noise-floor-too-high", "I", status=Status.PREVIEW),
)
CHANGES = (Change(code="META-006", field="language", before="eng", after="en"),)


def report(findings: tuple[Finding, ...] = FINDINGS, changes: tuple[Change, ...] = CHANGES) -> Report:
    """A report with its verdict."""
    return Report(findings=findings, verdict=judge(findings), changes=changes)


def audio(**changed: Any) -> AudioFacts:
    """A track of a hundred seconds, with nothing wrong."""
    known = {
        "container": "mp3",
        "codec": "mp3",
        "sample_rate_hz": 44_100,
        "channels": 1,
        "bitrate_kbps": 128,
        "is_constant_bitrate": True,
        "decoded_samples": 4_410_000,
        "timeline_samples": 4_410_000,
        "integrated_lufs": -18.0,
        "sample_peak_dbfs": -3.0,
        "rms_dbfs": -20.0,
        "noise_floor_dbfs": -65.0,
        "silences": (Silence(start_ms=10_000, length_ms=5_000, is_digital=True),),
        "pcm_sha256": "0" * 64,
    }
    return AudioFacts(**(known | changed))


def asset(role: Role, name: str, number: int) -> Asset:
    """A file whose hash is its number."""
    return Asset(role=role, name=name, order=number, sha256=f"{number:064x}", size_bytes=1_600_000)


def facts(**changed: Any) -> TitleFacts:
    """Two tracks, a cover and a book; what is known of them, and who says so."""
    known: dict[str, Any] = {
        "publisher": "demo",
        "title_id": "9780306406157",
        "content_type": "audiobook",
        "metadata": Metadata(title="The Harbour", authors=("Ada Brook",), language="en", is_abridged=False),
        "provenance": {"title": "onix", "authors": "tags"},
        "stated": {"onix": Metadata(title="The Harbour"), "tags": Metadata(title="harbour_final")},
        "described": MetadataFacts(
            dialect=Dialect.ONIX,
            header=MessageHeader(name="feed.xml", release="3.0", style="short", sender="Harbour Press"),
            line=17,
            record=Record(reference="com.example.1", identifiers=(Identifier(kind="15", value="9780306406157"),)),
        ),
        "assets": (
            AssetFacts(asset=asset(Role.TRACK, TRACKS[0], 1), kind="mp3", audio=audio()),
            AssetFacts(asset=asset(Role.TRACK, TRACKS[1], 2), kind="mp3", audio=audio(clipped_runs=3)),
            AssetFacts(
                asset=asset(Role.COVER, "cover.jpg", 3),
                kind="jpeg",
                image=ImageFacts(format="jpeg", width_px=2400, height_px=2400, mode="RGB"),
            ),
            AssetFacts(
                asset=asset(Role.EPUB, "book.epub", 4),
                kind="epub",
                epub=EpubFacts(
                    version="3.3",
                    accessibility_hazards=("none",),
                    messages=(EpubMessage(id="RSC-005", severity="error", text="no", times=3),),
                ),
            ),
        ),
    }
    return TitleFacts(**(known | changed))


def told(**changed: Any) -> ReportInput:
    """Everything of that title."""
    found = changed.pop("facts", facts())
    known: dict[str, Any] = {
        "report": report(),
        "title": "The Harbour",
        "title_id": "9780306406157",
        "made_at": NOW,
        "facts": found,
        "chapters": chapters_of(found) if found else None,
        "rules": RULES,
        "waveforms": {one.asset.sha256: bytes([0xC0, 0x40] * 1000) for one in (found.tracks if found else ())},
        "media": {one.asset.sha256: f"/files/{one.asset.sha256}" for one in (found.assets[:3] if found else ())},
    }
    return ReportInput(**(known | changed))
