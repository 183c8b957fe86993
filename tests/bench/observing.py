"""A run of the bench that never was, in round numbers."""

from datetime import UTC, datetime

from bench.observed import (
    API,
    TEMPORAL,
    Bare,
    ChapterTimes,
    CheckCost,
    EpubChecks,
    MessageRead,
    Observed,
    Onboarding,
    OnixReading,
    RungQuality,
    StageTook,
)
from bench.processes import Cpu
from shelfready.titles import Stage


def onboarding(own_s: float, children_s: float, **more: object) -> Onboarding:
    """An onboarding for which the workers used so much, Temporal one second and the API two."""
    worker = Cpu(own_s=own_s, children_s=children_s)
    plain = Onboarding(
        tracks=2,
        audio_s=120.0,
        wall_s=30.0,
        parts={TEMPORAL: Cpu(own_s=1.0), API: Cpu(own_s=2.0), "worker-processor": worker},
        stages={
            Stage.MEASURE: StageTook(cpu=Cpu(), wall_s=1.0),
            Stage.ENCODE: StageTook(cpu=worker, wall_s=25.0),
        },
        started={},
        peak_rss_bytes={TEMPORAL: 400_000_000, API: 300_000_000, "worker-processor": 200_000_000},
        tool_rss_bytes=50_000_000,
        history_events=100,
        history_bytes=20_000,
        encoded=2,
        made=(),
    )
    return plain.model_copy(update=more)


def observed(**more: object) -> Observed:
    """Bare ffmpeg takes 40 CPU seconds; the long book takes the workers 50."""
    exact = ChapterTimes(chapters=2, worst_ms={})
    plain = Observed(
        measured_at=datetime(2026, 1, 1, tzinfo=UTC),
        cores=2,
        ffmpeg="8.1",
        material="a book",
        bare_before=Bare(cpu_s=39.0, wall_s=39.0, peak_rss_bytes=90_000_000),
        bare_after=Bare(cpu_s=41.0, wall_s=21.0, peak_rss_bytes=90_000_000),
        bare_apart=Bare(cpu_s=62.5, wall_s=33.0, peak_rss_bytes=90_000_000),
        bare_joined=Bare(cpu_s=80.0, wall_s=60.0, peak_rss_bytes=90_000_000),
        bare_single=Bare(cpu_s=32.0, wall_s=20.0, peak_rss_bytes=90_000_000),
        short=onboarding(1, 2),
        long=onboarding(10, 40),
        again=onboarding(0.5, 0),
        retitled=onboarding(1, 4),
        recovered=onboarding(2, 0),
        quieter=onboarding(5, 35),
        single=onboarding(8, 32, tracks=1, encoded=5),
        ebook=onboarding(1, 3),
        ebook_retitled=onboarding(0.1, 0),
        forty=onboarding(5, 15),
        forty_same_length=onboarding(0.25, 0.75, encoded=3),
        forty_other_length=onboarding(1, 9, encoded=21),
        tiny=onboarding(4, 16),
        long_chapters=exact,
        tiny_chapters=exact,
        epub_checks=EpubChecks(
            cold_cpu_s=4, cold_wall_s=3, first_cpu_s=5, first_wall_s=4, warm_cpu_s=0.2, warm_wall_s=0.1, books=30
        ),
        onix_reading=OnixReading(
            records=1000,
            size_bytes=100_000_000,
            bare=MessageRead(cpu_s=2, peak_rss_bytes=50_000_000),
            bare_records_only=MessageRead(cpu_s=1, peak_rss_bytes=50_000_000),
            read=MessageRead(cpu_s=3, peak_rss_bytes=84_000_000),
            validated=MessageRead(cpu_s=0.5, peak_rss_bytes=90_000_000),
            validated_records=50,
            short=MessageRead(cpu_s=0.2, peak_rss_bytes=80_000_000),
        ),
        check_costs=(
            CheckCost(name="a book", files=25, at_once=2, bare_cpu_s=2, bare_wall_s=1, cpu_s=2.2, wall_s=1.1),
        ),
        encoding_quality=(
            RungQuality(
                speech="a poem",
                rung="aac-lc-64-mono",
                kbps=66.0,
                estoi=0.99,
                bandwidth_hz=11_000,
                source_bandwidth_hz=12_000,
                snr_db={"0 to 1 kHz": 24.0},
            ),
        ),
    )
    return plain.model_copy(update=more)
