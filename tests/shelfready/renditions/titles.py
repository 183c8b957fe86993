"""Titles for the tests of renditions, as if everything before a document had been made."""

from collections.abc import Iterable
from datetime import date

from shelfready.chapters import Chapter, ChapterKind, ChapterTable, Evidence
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.plans import (
    ChapterFilesRecipe,
    Described,
    DescribedArtifact,
    HlsRecipe,
    Make,
    Material,
    PictureRecipe,
    Plan,
    Span,
)
from shelfready.renditions import RENDITIONS
from shelfready.rules._examples import METADATA, audio, audiobook, cover, digest, track
from shelfready.titles import AssetFacts, Metadata

SECOND = TIMELINE_RATE_HZ

FULL = METADATA.model_copy(
    update={
        "subtitle": "A novel",
        "publisher": "Harbour Press",
        "published_on": date(2026, 11, 22),
        "description": 'Rain & "wind", всегда.',
        "subjects": ("Sea stories",),
        "is_abridged": False,
        "language": "en-GB",
    }
)

STORM_AND_CALM = (("The Storm", 90.0, 1), ("The Calm", 110.5, 1))

HOSTILE = (
    '"',
    "</script><script>alert(1)</script>",
    'One\nTwo\r\n#EXT-X-ENDLIST"\u2028',
    "\u05e9\u05dc\u05d5\u05dd \u202e \u0627\u0644\u0643\u062a\u0627\u0628",
    "&lt;b&gt; & <b a='b'>]]>",
    "=;#\\" + "x" * 1000,
    "\x00\x07\x1b[31m",
    "\U0001d504 \U0001f469\u200d\U0001f680 e\u0301",
)
"""Titles of chapters and people that break what is written carelessly."""


def table(*chapters: tuple[str, float, int], kinds: Iterable[ChapterKind] = ()) -> ChapterTable:
    """Chapters end to end: title, seconds, level."""
    start = 0
    found: list[Chapter] = []
    asked = list(kinds) or [ChapterKind.CHAPTER] * len(chapters)
    for (title, length_s, level), kind in zip(chapters, asked, strict=True):
        end = start + round(length_s * SECOND)
        found.append(
            Chapter(
                title=title,
                start_sample=start,
                end_sample=end,
                track=0,
                evidence=Evidence.MANIFEST,
                level=level,
                kind=kind,
            )
        )
        start = end
    return ChapterTable(chapters=tuple(found), total_samples=start)


def material(chapters: ChapterTable | None, *assets: AssetFacts, **changes: object) -> Material:
    """An audiobook of one track, as long as its chapters."""
    total = chapters.total_samples if chapters else 600 * SECOND
    facts = audiobook(*(assets or (track("book.mp3", audio(total / SECOND)), cover())))
    return Material(facts=facts, chapters=chapters, total_samples=total).model_copy(update=changes)


_TWO = table(*STORM_AND_CALM)


def described(
    chapters: ChapterTable | None = _TWO,
    *assets: AssetFacts,
    metadata: Metadata = FULL,
    title_id: str = "9789999900010",
    **changes: object,
) -> Described:
    """An audiobook, planned, with what the waves before its documents would have made of it."""
    chosen = material(chapters, *assets, **changes)
    makes = tuple(_makes(chosen))
    plan = Plan(
        publisher="harbour-press",
        title_id=title_id,
        content_type="audiobook",
        submission_id="s1",
        metadata=metadata,
        chapters=chapters,
        spans=(
            Span(
                track=0,
                name="book.mp3",
                kind="mp3",
                sha256=digest("book"),
                size_bytes=1_000,
                sample_rate_hz=SECOND,
                decoded_samples=chosen.total_samples,
                start_sample=0,
                samples=chosen.total_samples,
                head=digest("head"),
                tail=digest("tail"),
            ),
        ),
        makes=makes,
        toolchain="ffmpeg",
    )
    artifacts = (found for make in makes if make.wave < 2 for found in _made(make, plan))
    return Described(plan=plan, artifacts=tuple(artifacts))


def hostile() -> Described:
    """A title with nothing well-meant about it."""
    chapters = table(*((title, 10.0 + place, 1 + place % 3) for place, title in enumerate(HOSTILE)))
    metadata = Metadata(
        title=HOSTILE[1] + HOSTILE[2],
        subtitle=HOSTILE[0],
        authors=HOSTILE[:7],
        narrators=HOSTILE,
        publisher=HOSTILE[4],
        language='en",URI="evil',
        description=HOSTILE[4],
        subjects=HOSTILE,
    )
    return described(chapters, metadata=metadata)


def written(rendition: str, of: Described) -> bytes:
    """A document's bytes."""
    render = RENDITIONS[rendition].render
    assert render is not None
    return render(of)


def _makes(chosen: Material) -> Iterable[Make]:
    for name, rendition in RENDITIONS.items():
        recipe = rendition.recipe(chosen)
        if recipe is not None and chosen.facts.medium in rendition.mediums:
            yield Make(
                rendition=name,
                key=digest(name),
                path=rendition.path,
                media_type=rendition.media_type,
                wave=rendition.wave,
                recipe=recipe,
            )


def _made(make: Make, plan: Plan) -> Iterable[DescribedArtifact]:
    length_ms = round(plan.total_samples * 1000 / SECOND)
    made = DescribedArtifact(path=make.path, rendition=make.rendition, media_type=make.media_type, size_bytes=1_600_000)
    match make.recipe:
        case HlsRecipe(format=format):
            rung = {
                "head": (0, 799),
                "index": (800, 1_200),
                "peak_bps": format.kbps * 1000 + 900,
                "average_bps": format.kbps * 1000 - 100,
                "duration_ms": length_ms,
            }
            audio_path = make.path.replace("index.m3u8", "audio.mp4")
            yield made.model_copy(update=rung | {"path": audio_path, "media_type": "audio/mp4"})
            yield made.model_copy(update=rung)
        case ChapterFilesRecipe():
            for number, chapter in enumerate(plan.chapters.chapters if plan.chapters else (), start=1):
                length = {"duration_ms": chapter.end_ms - chapter.start_ms}
                yield made.model_copy(update=length | {"path": f"chapters/{number:03}.m4a"})
        case PictureRecipe(longest_side_px=side):
            yield made.model_copy(update={"width_px": side, "height_px": side})
        case _ if make.media_type == "audio/mp4":
            yield made.model_copy(update={"duration_ms": length_ms})
        case _:
            yield made
