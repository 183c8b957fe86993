"""The report page as values, before a template makes a document of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from shelfready.chaptering import find_chapters
from shelfready.findings import Change, Outcome, Verdict
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.report_formats._books import Book, book
from shelfready.report_formats._files import File, anchor, files_of
from shelfready.report_formats._findings import Findings, findings_of
from shelfready.report_formats._metadata import Described, described
from shelfready.report_formats._tracks import ChapterRow, Track, chapter_rows, tracks_of
from shelfready.report_formats._words import clock, counted, how_many, moment, sentence
from shelfready.reporting import ReportInput
from shelfready.titles import Role, TitleFacts

_WORDS = {
    Outcome.PASS: "Ready for the shelf",
    Outcome.PASS_WITH_WARNINGS: "Ready, with warnings",
    Outcome.REFUSE: "Refused",
}
_NEXT = {
    Outcome.PASS: "Nothing stands in the way of publishing it.",
    Outcome.PASS_WITH_WARNINGS: "Nothing stands in the way of publishing it; what is said below is worth mending.",
    Outcome.REFUSE: "It is not published until every fatal finding and every error is mended. Mend them all, then send "
    "the title again: everything was checked, and nothing else is waiting behind these.",
}


@dataclass(frozen=True)
class Cover:
    """A cover picture that can be shown."""

    href: str
    name: str
    width_px: int
    height_px: int


@dataclass(frozen=True)
class Page:
    """Everything that the template shows. `tracks` are drawn as they are written, and can be gone through once."""

    title: str
    language: str | None
    byline: str
    identity: str
    made: str
    profile: str
    verdict: Verdict
    verdict_word: str
    counts: str
    next_step: str
    links: tuple[tuple[str, str], ...]
    cover: Cover | None
    findings: Findings
    changes: tuple[Change, ...]
    chapters: tuple[ChapterRow, ...]
    proposed: tuple[ChapterRow, ...]
    total: str | None
    first_audio: Track | None
    has_tracks: bool
    tracks: Iterator[Track]
    books: tuple[Book, ...]
    metadata: Described | None
    files: tuple[File, ...]


def page_of(told: ReportInput) -> Page:
    """The page of a report."""
    facts, verdict = told.facts, told.report.verdict
    assets = facts.assets if facts else ()
    anchors = {found.asset.name: anchor(number) for number, found in enumerate(assets, start=1)}
    return Page(
        title=told.title,
        language=facts.metadata.language if facts and facts.metadata.title == told.title else None,
        byline=_byline(facts) if facts else "",
        identity=sentence((facts.content_type if facts else None, facts.title_id if facts else told.title_id)),
        made=moment(told.made_at),
        profile=told.report.profile,
        verdict=verdict,
        verdict_word=_WORDS[verdict.outcome],
        counts=_counts(told),
        next_step=told.next_step or _NEXT[verdict.outcome],
        links=tuple(told.links.items()),
        cover=_cover(told),
        findings=findings_of(told.report, told.rules, anchors),
        changes=told.report.changes,
        chapters=tuple(chapter_rows(told)),
        proposed=tuple(_proposed(told)),
        total=_total(told),
        first_audio=next((track for track in tracks_of(told) if track.href), None),
        has_tracks=bool(facts and facts.tracks),
        tracks=tracks_of(told),
        books=tuple(
            book(found.asset.name, anchor(number), found.epub)
            for number, found in enumerate(assets, start=1)
            if found.epub is not None
        ),
        metadata=described(facts) if facts else None,
        files=tuple(files_of(assets)),
    )


def _proposed(told: ReportInput) -> Iterator[ChapterRow]:
    """The chapters that were found and are not certain enough to be published unasked."""
    if told.facts is None or told.chapters is None:
        return
    proposal = find_chapters(told.facts).proposal
    if proposal is not None:
        yield from chapter_rows(replace(told, chapters=proposal))


def _byline(facts: TitleFacts) -> str:
    known = facts.metadata
    read_by = f"read by {', '.join(known.narrators)}" if known.narrators else None
    return sentence((", ".join(known.authors), read_by))


def _counts(told: ReportInput) -> str:
    """How many findings of each severity, and how many of all do not count because somebody waived them."""
    counts = counted(told.report.verdict.counts)
    waived = sum(found.waived_by is not None for found in told.report.findings)
    mended = len(told.report.changes)
    parts = [
        counts or "no findings",
        f"{waived:,} of them waived" if waived else None,
        f"{how_many(mended, 'thing')} mended for you" if mended else None,
    ]
    return "; ".join(part for part in parts if part)


def _cover(told: ReportInput) -> Cover | None:
    for found in told.facts.in_role(Role.COVER) if told.facts else ():
        href = told.media.get(found.asset.sha256)
        if href and found.image:
            return Cover(href, found.asset.name, found.image.width_px, found.image.height_px)
    return None


def _total(told: ReportInput) -> str | None:
    return clock(told.chapters.total_samples * 1000 / TIMELINE_RATE_HZ) if told.chapters else None
