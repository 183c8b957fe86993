"""The child that reads EPUBs. Imports EbookLib; run as a module by `reader.py`, in a confined process."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from ebooklib import epub

from shelfready.adapters.epubs.container import open_container
from shelfready.adapters.epubs.metadata import Metadata, read_metadata
from shelfready.adapters.epubs.overlays import overlay_lengths
from shelfready.adapters.epubs.package import Package
from shelfready.adapters.epubs.protection import lock_of
from shelfready.adapters.sandbox.answering import answer


def work(request: dict[str, Any]) -> object:
    """The facts of a book."""
    return read(Path(request["path"]))


def read(path: Path) -> dict[str, object]:
    """What the book says of itself, as the fields of `EpubFacts`."""
    container = open_container(path)
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
        "toc": tuple(asdict(entry) for entry in package.contents),
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


def _cover(package: Package, book: epub.EpubBook, said: Metadata) -> str | None:
    """The archive's name of the cover picture: EPUB 3's property, else EPUB 2's habit of naming an item."""
    item = next((item for item in book.get_items() if isinstance(item, epub.EpubCover)), None)
    if item is None and (named := said.content("cover")):
        item = book.get_item_with_id(named)
    return None if item is None else package.name_of(item)


if __name__ == "__main__":
    answer(work)
