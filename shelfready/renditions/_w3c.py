"""The book as W3C Audiobooks describe it: a manifest, and a page with its table of contents.

The chapter files are the reading order where there are any, else the one file of the book is. Addresses are relative to
the manifest, so that the same two documents serve at a release's address and within a package.
Source: W3C Recommendation "Audiobooks", and "Publication Manifest", which it is a profile of.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from shelfready.errors import DefectError
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.plans import Described, DescribedArtifact
from shelfready.renditions._outline import Branch, outline
from shelfready.renditions._writing import (
    as_json,
    fragment,
    identifier_of,
    iso_duration,
    language_of,
    name_of,
    without_nothing,
)

MANIFEST, CONTENTS = "publication.json", "index.html"
"""What the two documents are called: a packaged audiobook must have the one, and is opened by the other."""

BOOK, CHAPTERS, COVER = "m4b", "chapter-files", "cover-1600"
"""The renditions that a publication is made of; the first where the second is not."""

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True)
class Part:
    """One audio file of the reading order."""

    path: str
    media_type: str
    title: str
    length_ms: int


@dataclass(frozen=True)
class Place:
    """An entry of the table of contents, and where it leads."""

    title: str
    href: str


def manifest(described: Described) -> bytes:
    """The publication manifest."""
    plan, known = described.plan, described.plan.metadata
    language = language_of(plan)
    parts = _parts(described)
    context: list[object] = ["https://schema.org", "https://www.w3.org/ns/pub-context"]
    return as_json(
        without_nothing(
            {
                "@context": context + ([{"language": language}] if language else []),
                "conformsTo": "https://www.w3.org/TR/audiobooks/",
                "type": "Audiobook",
                "id": identifier_of(plan),
                "name": name_of(plan),
                "author": _each_once(known.authors),
                "readBy": _each_once(known.narrators),
                "publisher": known.publisher,
                "inLanguage": language,
                "datePublished": known.published_on.isoformat() if known.published_on else None,
                "abridged": known.is_abridged,
                "accessMode": ["auditory"],
                "accessModeSufficient": [{"type": "ItemList", "itemListElement": ["auditory"]}],
                "accessibilityFeature": ["tableOfContents"],
                # The whole is the sum of its parts, or a reader warns.
                "duration": iso_duration(sum(part.length_ms for part in parts)),
                "readingOrder": [_reading(part) for part in parts],
                "resources": [_contents_link(), *_cover_links(described)],
            }
        )
    )


def contents_page(described: Described) -> bytes:
    """The page with the table of contents; it names the manifest, so that either leads to the other."""
    language = language_of(described.plan)
    title = _told(name_of(described.plan))
    # Each by itself, and in its own direction, as the titles of chapters below.
    authors = ", ".join(f"<bdi>{_told(author)}</bdi>" for author in described.plan.metadata.authors)
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{language}">' if language else "<html>",
        "<head>",
        '<meta charset="utf-8">',
        f"<title>{title}</title>",
        '<meta name="viewport" content="width=device-width">',
        f'<link rel="publication" href="{MANIFEST}">',
        "</head>",
        "<body>",
        f'<h1 dir="auto">{title}</h1>',
        *([f"<p>{authors}</p>"] if authors else []),
        '<nav role="doc-toc">',
        *_list(outline(_places(described))),
        "</nav>",
        "</body>",
        "</html>",
    ]
    return ("\n".join(lines) + "\n").encode()


def documents(described: Described) -> dict[str, bytes]:
    """Both, by their names."""
    return {MANIFEST: manifest(described), CONTENTS: contents_page(described)}


def _parts(described: Described) -> list[Part]:
    chapters = described.plan.chapters.chapters if described.plan.chapters else ()
    files = _made_by(described, CHAPTERS)
    if files and len(files) == len(chapters):
        # Differences of rounded times, not rounded differences: so they add up to the rounded whole.
        return [
            Part(file.path, file.media_type, chapter.title, chapter.end_ms - chapter.start_ms)
            for file, chapter in zip(files, chapters, strict=True)
        ]
    book = _made_by(described, BOOK)
    if files or not book:
        raise DefectError(
            f"{len(chapters)} chapters have {len(files)} files, and the whole book has {len(book)}; `retry` makes them",
            cause_code="publication-without-audio",
        )
    whole_ms = round(described.plan.total_samples * 1000 / TIMELINE_RATE_HZ)
    return [Part(book[0].path, book[0].media_type, name_of(described.plan), whole_ms)]


def _made_by(described: Described, rendition: str) -> list[DescribedArtifact]:
    found = [artifact for artifact in described.artifacts if artifact.rendition == rendition]
    # Numbers of one width, so that their names are in their order.
    return sorted(found, key=lambda artifact: artifact.path)


def _each_once(names: tuple[str, ...]) -> list[str]:
    # The schema wants them to differ; sheets name an author who is two things twice.
    return list(dict.fromkeys(names))


def _reading(part: Part) -> dict[str, object]:
    return {
        "type": "LinkedResource",
        "url": part.path,
        "encodingFormat": part.media_type,
        "name": part.title,
        "duration": iso_duration(part.length_ms),
    }


def _contents_link() -> dict[str, object]:
    return {"type": "LinkedResource", "rel": "contents", "url": CONTENTS, "encodingFormat": "text/html"}


def _cover_links(described: Described) -> Iterator[dict[str, object]]:
    for cover in _made_by(described, COVER):
        yield {
            "type": "LinkedResource",
            "rel": "cover",
            "url": cover.path,
            "encodingFormat": cover.media_type,
            # Whoever does not see the cover is told whose it is.
            "name": name_of(described.plan),
        }


def _places(described: Described) -> Iterator[tuple[int, Place]]:
    chapters = described.plan.chapters.chapters if described.plan.chapters else ()
    parts = _parts(described)
    if not chapters:
        yield 1, Place(parts[0].title, parts[0].path)
    for number, chapter in enumerate(chapters):
        is_whole = len(parts) == 1
        href = f"{parts[0].path}#t={fragment(chapter.start_sample)}" if is_whole else parts[number].path
        yield chapter.level, Place(chapter.title, href)


def _list(branches: list[Branch[Place]]) -> Iterator[str]:
    yield "<ol>"
    for branch in branches:
        yield f'<li><a href="{escape(branch.entry.href)}" dir="auto">{_told(branch.entry.title)}</a>'
        if branch.within:
            yield from _list(branch.within)
        yield "</li>"
    yield "</ol>"


def _told(text: str) -> str:
    """A publisher's words in HTML: escaped, and on one line."""
    return escape(" ".join(_CONTROLS.sub(" ", text).split()))
