"""The child that reads EPUBs. Imports EbookLib; run as a module by `reader.py`, in a confined process."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from ebooklib import epub

from shelfready.adapters.epubs.container import Container, open_container
from shelfready.adapters.epubs.cover import save_cover
from shelfready.adapters.epubs.lengths import lengths
from shelfready.adapters.epubs.metadata import Metadata, read_metadata
from shelfready.adapters.epubs.overlays import overlay_lengths
from shelfready.adapters.epubs.package import Package
from shelfready.adapters.epubs.protection import lock_of
from shelfready.adapters.sandbox.answering import answer


def work(request: dict[str, Any]) -> object:
    """The facts of a book; the picture on its cover goes into a file."""
    container = open_container(Path(request["path"]))
    facts = _facts(container)
    save_cover(container, facts["cover_name"], Path(request["cover_into"]))
    return facts


def read(path: Path) -> dict[str, object]:
    """What the book says of itself, as the fields of `EpubFacts`."""
    return _facts(open_container(path))


def _facts(container: Container) -> dict[str, object]:
    drm = lock_of(container)
    package = Package(container, is_locked=drm is not None)
    book = package.load()
    said = read_metadata(book.metadata)
    overlay = overlay_lengths(said)
    return {
        "version": book.version or "",
        "identifiers": said.values("identifier"),
        "title": said.title(),
        "languages": said.values("language"),
        "authors": said.authors(),
        "publisher": next(iter(said.values("publisher")), None),
        "spine_items": len(book.spine),
        "missing_items": tuple(package.missing_items),
        "toc": _contents(container, package, book),
        "cover_name": _cover(package, book, said),
        "drm": drm,
        "access_modes": said.stated("schema:accessMode"),
        "access_modes_sufficient": said.stated("schema:accessModeSufficient"),
        "accessibility_features": said.stated("schema:accessibilityFeature"),
        "accessibility_hazards": said.stated("schema:accessibilityHazard"),
        "accessibility_summary": next(iter(said.stated("schema:accessibilitySummary")), None),
        "conforms_to": said.stated("dcterms:conformsTo") + said.linked("dcterms:conformsTo"),
        "accessibility_certified_by": next(iter(said.stated("a11y:certifiedBy", refined=True)), None),
        "accessibility_exemption": next(iter(said.stated("a11y:exemption")), None),
        "overlay_ms": overlay.whole_ms,
        "overlay_parts_ms": overlay.parts_ms,
    }


def _contents(container: Container, package: Package, book: epub.EpubBook) -> tuple[dict[str, object], ...]:
    """The table of contents, with how much text is under each entry."""
    items = (book.get_item_with_id(name) for name, *_ in book.spine)
    spine = [name for item in items if item is not None and (name := package.name_of(item))]
    counted = lengths(container, spine, package.contents)
    return tuple(asdict(entry) | {"characters": found} for entry, found in zip(package.contents, counted, strict=True))


def _cover(package: Package, book: epub.EpubBook, said: Metadata) -> str | None:
    """The archive's name of the cover picture: EPUB 3's property, else EPUB 2's habit of naming an item."""
    item = next((item for item in book.get_items() if isinstance(item, epub.EpubCover)), None)
    if item is None and (named := said.content("cover")):
        item = book.get_item_with_id(named)
    return None if item is None else package.name_of(item)


if __name__ == "__main__":
    answer(work)
