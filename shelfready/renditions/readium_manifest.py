"""The book as reading systems open it: a Readium Web Publication Manifest in the audiobook profile.

Addresses are relative to the manifest, so that a release may be served from anywhere. The specification asks for an
absolute `self` link, which only who serves it can know: whoever serves it under a public address may put that in.
Source: readium/webpub-manifest, `README.md` and `profiles/audiobook.md`.
"""

import re
from json import dumps

from stdnum import isbn

from shelfready.languages import is_language_tag
from shelfready.media import TIMELINE_RATE_HZ, Medium
from shelfready.plans import Described, DescribedArtifact, DocumentRecipe, Rendition
from shelfready.renditions._listening import has_audio
from shelfready.titles import TitleFacts

_BOOK, _STREAM = "m4b", "hls-master"


def _recipe(facts: TitleFacts) -> DocumentRecipe | None:
    return DocumentRecipe() if has_audio(facts) else None


def _render(described: Described) -> bytes:
    book = next(found for found in described.artifacts if found.rendition == _BOOK)
    manifest: dict[str, object] = {
        "@context": "https://readium.org/webpub-manifest/context.jsonld",
        "metadata": _metadata(described),
        "links": [{"rel": "self", "href": "manifest.json", "type": "application/audiobook+json"}],
        "readingOrder": [_reading(described, book)],
        "resources": [_cover(found) for found in described.artifacts if found.media_type.startswith("image/")],
        "toc": _contents(described, book),
    }
    return (dumps(_without_nothing(manifest), ensure_ascii=False, indent=2) + "\n").encode()


def _metadata(described: Described) -> dict[str, object]:
    plan, known = described.plan, described.plan.metadata
    return _without_nothing(
        {
            "@type": "http://schema.org/Audiobook",
            "conformsTo": "https://readium.org/webpub-manifest/profiles/audiobook",
            "identifier": _identifier(plan.publisher, plan.title_id),
            "title": known.title or plan.title_id,
            "subtitle": known.subtitle,
            "author": list(known.authors),
            "narrator": list(known.narrators),
            "language": known.language if known.language and is_language_tag(known.language) else None,
            "publisher": known.publisher,
            "published": known.published_on.isoformat() if known.published_on else None,
            "description": known.description,
            "abridged": known.is_abridged,
            "subject": list(known.subjects),
            "duration": _seconds(plan.total_samples),
        }
    )


def _identifier(publisher: str, title_id: str) -> str:
    digits = isbn.compact(title_id)
    return f"urn:isbn:{isbn.to_isbn13(digits)}" if isbn.is_valid(digits) else f"urn:shelfready:{publisher}:{title_id}"


def _reading(described: Described, book: DescribedArtifact) -> dict[str, object]:
    reading: dict[str, object] = {
        "href": book.path,
        "type": book.media_type,
        "title": described.plan.metadata.title,
        "duration": _seconds(described.plan.total_samples),
        "bitrate": round(book.size_bytes * 8 * TIMELINE_RATE_HZ / described.plan.total_samples / 1000, 1),
    }
    streams = [make for make in described.plan.makes if make.rendition == _STREAM]
    # An alternate has the same duration and may not repeat it, nor the title (profile, section 4).
    reading["alternate"] = [{"href": make.path, "type": make.media_type} for make in streams]
    return _without_nothing(reading)


def _cover(picture: DescribedArtifact) -> dict[str, object]:
    return _without_nothing(
        {
            "rel": "cover",
            "href": picture.path,
            "type": picture.media_type,
            "width": picture.width_px,
            "height": picture.height_px,
        }
    )


def _contents(described: Described, book: DescribedArtifact) -> list[dict[str, str]]:
    chapters = described.plan.chapters.chapters if described.plan.chapters else ()
    return [
        {"href": f"{book.path}#t={_fragment(chapter.start_sample)}", "title": chapter.title} for chapter in chapters
    ]


def _fragment(sample: int) -> str:
    """Seconds in Normal Play Time, as media fragments write them: `0`, `12.5`, never an exponent."""
    return re.sub(r"\.?0+$", "", f"{sample / TIMELINE_RATE_HZ:.3f}")


def _seconds(samples: int) -> float:
    return round(samples / TIMELINE_RATE_HZ, 3)


def _without_nothing(fields: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value is not None and value != []}


readium_manifest = Rendition(
    mediums=frozenset({Medium.AUDIO}),
    path="manifest.json",
    media_type="application/audiobook+json",
    recipe=_recipe,
    render=_render,
    wave=2,
)
