"""Writes `shelfready.json`, the list of files and facts that goes with a drop."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from samples.making.editions import AUTHOR, LANGUAGE, PUBLISHED_ON, PUBLISHER, SUBJECTS, Product
from samples.making.guide import Guide


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One file of a drop, in its role; only tracks have an order."""

    role: Literal["track", "epub", "cover", "supplement"]
    order: int | None = None
    name: str
    title: str | None = None


def write_manifest(folder: Path, product: Product, guide: Guide, entries: list[Entry]) -> None:
    """Write the manifest of a finished drop, with the size and checksum of each file."""
    manifest = {
        "shelfready": 1,
        "content_type": product.edition,
        "title_id": product.isbn,
        "metadata": {
            "title": guide.title,
            "subtitle": guide.subtitle,
            "authors": [AUTHOR],
            "narrators": list(product.narrators),
            "language": LANGUAGE,
            "publisher": PUBLISHER,
            "published_on": PUBLISHED_ON.isoformat(),
            "description": product.description,
            "is_abridged": False,
            "is_synthetic_voice": bool(product.narrators),
            "subjects": list(SUBJECTS),
        },
        "files": [_described(folder, entry) for entry in entries],
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (folder / "shelfready.json").write_text(text, encoding="utf-8")


def _described(folder: Path, entry: Entry) -> dict[str, str | int]:
    content = (folder / entry.name).read_bytes()
    given: dict[str, str | int] = {key: value for key, value in asdict(entry).items() if value is not None}
    return {**given, "sha256": hashlib.sha256(content).hexdigest(), "size_bytes": len(content)}
