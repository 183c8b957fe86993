"""What is known of a title, from all who say something of it.

Each field is taken from the first source that states it: the submission, which a person sent for this very title; then
the drop's manifest; then the EPUB; and last the tags of the tracks, which tools copy from book to book.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import chain
from unicodedata import category

from shelfready.languages import language_tag
from shelfready.media import AudioTags, EpubFacts
from shelfready.titles import AssetFacts, Metadata, Role

SUBMISSION, MANIFEST, EPUB, TAGS = "submission", "manifest", "epub", "tags"
"""The sources, as `TitleFacts.provenance` names them, in the order of their precedence."""

_LONGEST_TEXT = 500
_MOST_NAMES = 200


def merge(
    submission: Metadata | None, manifest: Metadata, assets: Sequence[AssetFacts]
) -> tuple[Metadata, dict[str, str]]:
    """Everything that is known, and for each known field the source that it was taken from."""
    sources = {
        SUBMISSION: submission or Metadata(),
        MANIFEST: manifest,
        EPUB: next((of_epub(found.epub) for found in assets if found.epub), Metadata()),
        TAGS: of_tags([found.audio.tags for found in assets if found.audio and found.asset.role is Role.TRACK]),
    }
    known: dict[str, object] = {}
    provenance: dict[str, str] = {}
    for field in Metadata.model_fields:
        for source, metadata in sources.items():
            value = getattr(metadata, field)
            if value is not None and value != ():
                known[field], provenance[field] = value, source
                break
    merged = Metadata.model_validate(known)
    language = language_tag(merged.language) if merged.language else None
    if language is None:
        provenance.pop("language", None)
    return merged.model_copy(update={"language": language}), provenance


def of_epub(epub: EpubFacts) -> Metadata:
    """What an EPUB says of itself."""
    return Metadata(
        title=_text(epub.title),
        authors=_names(epub.authors),
        language=_code(next(iter(epub.languages), None)),
        publisher=_text(epub.publisher),
    )


def of_tags(tracks: Sequence[AudioTags]) -> Metadata:
    """What most of the tracks' tags agree on: album is the title, album artist or artist the authors.

    A value counts when more than half of those tracks have it that state the field at all: in an anthology, the
    artist of a single track is not the author of the book.
    """
    return Metadata(
        title=_agreed(tracks, lambda tags: tags.album),
        authors=_split(_agreed(tracks, lambda tags: tags.album_artist or tags.artist)),
        narrators=_split(_agreed(tracks, lambda tags: tags.narrator)),
        language=_code(_agreed(tracks, lambda tags: tags.language)),
        publisher=_agreed(tracks, lambda tags: tags.publisher),
        published_on=_day(_agreed(tracks, lambda tags: tags.date)),
    )


def _agreed(tracks: Iterable[AudioTags], field: Callable[[AudioTags], str | None]) -> str | None:
    stated = [text for text in (_text(field(tags)) for tags in tracks) if text]
    if not stated:
        return None
    value, times = Counter(stated).most_common(1)[0]
    return value if 2 * times > len(stated) else None


def _split(text: str | None) -> tuple[str, ...]:
    # Commas stay: "Brook, Ada" is one name, and "Brook, Ada; Hill, Tom" are two.
    return _names(re.split(r"\s*;\s*|\s+/\s+", text)) if text else ()


def _names(names: Iterable[str]) -> tuple[str, ...]:
    cleaned = chain.from_iterable([name] if name else [] for name in map(_text, names))
    return tuple(dict.fromkeys(cleaned))[:_MOST_NAMES]


def _text(text: str | None) -> str | None:
    """The text on one line, without control characters, and of a length that a catalogue can show."""
    printable = "".join(" " if category(char).startswith("C") else char for char in text or "")
    return " ".join(printable.split())[:_LONGEST_TEXT].strip() or None


def _code(text: str | None) -> str | None:
    return text if text is not None and len(text) <= 35 else None


def _day(text: str | None) -> date | None:
    """A whole date; a year alone is mostly that of the recording."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
