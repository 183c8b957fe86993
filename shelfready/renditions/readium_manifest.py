"""The book as reading systems open it: a Readium Web Publication Manifest in the audiobook profile.

Addresses are relative to the manifest, so that a release may be served from anywhere. The specification asks for an
absolute `self` link, which only who serves it can know: whoever serves it under a public address may put that in.
Source: readium/webpub-manifest, `README.md` and `profiles/audiobook.md`.
"""

from collections.abc import Iterator

from shelfready.chapters import Chapter
from shelfready.media import TIMELINE_RATE_HZ, Medium
from shelfready.plans import Described, DescribedArtifact, DocumentRecipe, Material, Rendition
from shelfready.renditions._listening import has_audio
from shelfready.renditions._outline import Branch, outline
from shelfready.renditions._writing import (
    as_json,
    fragment,
    identifier_of,
    language_of,
    name_of,
    seconds,
    without_nothing,
)

_BOOK, _SAMPLE, _PEAKS = "m4b", "sample", "waveform-json"
_STREAMS = ("hls-master", "dash")
_COVERS = ("cover-1600", "cover-400")


def _recipe(material: Material) -> DocumentRecipe | None:
    return DocumentRecipe() if has_audio(material) else None


def _render(described: Described) -> bytes:
    book = next(found for found in described.artifacts if found.rendition == _BOOK)
    return as_json(
        without_nothing(
            {
                "@context": "https://readium.org/webpub-manifest/context.jsonld",
                "metadata": _metadata(described),
                "links": [
                    {"rel": "self", "href": "manifest.json", "type": "application/audiobook+json"},
                    *(_preview(found) for found in described.artifacts if found.rendition == _SAMPLE),
                ],
                "readingOrder": [_reading(described, book)],
                "resources": list(_resources(described)),
                "toc": [_entry(branch, book) for branch in outline(_chapters(described))],
            }
        )
    )


def _metadata(described: Described) -> dict[str, object]:
    plan, known = described.plan, described.plan.metadata
    return without_nothing(
        {
            "@type": "http://schema.org/Audiobook",
            "conformsTo": "https://readium.org/webpub-manifest/profiles/audiobook",
            "identifier": identifier_of(plan),
            "title": name_of(plan),
            "subtitle": known.subtitle,
            "author": list(known.authors),
            "narrator": list(known.narrators),
            "language": language_of(plan),
            "publisher": known.publisher,
            "published": known.published_on.isoformat() if known.published_on else None,
            "description": known.description,
            "abridged": known.is_abridged,
            "subject": list(known.subjects),
            "duration": seconds(plan.total_samples),
        }
    )


def _reading(described: Described, book: DescribedArtifact) -> dict[str, object]:
    reading: dict[str, object] = {
        "href": book.path,
        "type": book.media_type,
        "title": described.plan.metadata.title,
        "duration": seconds(described.plan.total_samples),
        "bitrate": round(book.size_bytes * 8 * TIMELINE_RATE_HZ / described.plan.total_samples / 1000, 1),
    }
    streams = [make for name in _STREAMS for make in described.plan.makes if make.rendition == name]
    # An alternate has the same duration and may not repeat it, nor the title (profile, section 4).
    reading["alternate"] = [{"href": make.path, "type": make.media_type} for make in streams]
    return without_nothing(reading)


def _preview(sample: DescribedArtifact) -> dict[str, object]:
    # preview: RFC 6903, section 3
    link: dict[str, object] = {"rel": "preview", "href": sample.path, "type": sample.media_type}
    return link | ({"duration": sample.duration_ms / 1000} if sample.duration_ms else {})


def _resources(described: Described) -> Iterator[dict[str, object]]:
    for found in described.artifacts:
        if found.rendition in _COVERS:
            size: dict[str, object] = {"width": found.width_px, "height": found.height_px}
            yield without_nothing({"rel": "cover", "href": found.path, "type": found.media_type} | size)
        elif found.rendition == _PEAKS:
            yield {"href": found.path, "type": found.media_type}


def _chapters(described: Described) -> Iterator[tuple[int, Chapter]]:
    for chapter in described.plan.chapters.chapters if described.plan.chapters else ():
        yield chapter.level, chapter


def _entry(branch: Branch[Chapter], book: DescribedArtifact) -> dict[str, object]:
    return without_nothing(
        {
            "href": f"{book.path}#t={fragment(branch.entry.start_sample)}",
            "title": branch.entry.title,
            "children": [_entry(below, book) for below in branch.within],
        }
    )


readium_manifest = Rendition(
    mediums=frozenset({Medium.AUDIO}),
    path="manifest.json",
    media_type="application/audiobook+json",
    recipe=_recipe,
    render=_render,
    wave=2,
    version=2,
)
