"""What is known of a title, from all who say something of it.

Each field is taken from the first source that states it: the submission, which a person sent for this very title; the
drop's own list of its files; the record in the drop, in ONIX or else in a sheet; the record that came by a feed; the
EPUB; and last the tags of the tracks, which tools copy from book to book. Of two records, the newer one is asked first.
See docs/decisions/0008-who-is-believed.md.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from pydantic import Field

from shelfready.descriptions import names, one_line
from shelfready.languages import language_tag
from shelfready.media import AudioTags, EpubFacts
from shelfready.metadata_facts import Dialect, MetadataFacts
from shelfready.record_metadata import metadata_of
from shelfready.titles import AssetFacts, Metadata, Role
from shelfready.values import Value

SUBMISSION, MANIFEST, ONIX, SHEET, FEED, EPUB, TAGS = "submission", "manifest", "onix", "sheet", "feed", "epub", "tags"
"""The sources, as `TitleFacts.provenance` names them, in the order of their precedence."""


class Merged(Value):
    """Everything that is known of a title.

    `provenance` names the source of each field that is known, `stated` is what each source says by itself, in the order
    in which they were asked, and `described` is the record that holds for the title.
    """

    metadata: Metadata = Metadata()
    provenance: dict[str, str] = Field(default_factory=dict)
    stated: dict[str, Metadata] = Field(default_factory=dict)
    described: MetadataFacts | None = None


def merge(
    submission: Metadata | None,
    manifest: Metadata,
    assets: Sequence[AssetFacts],
    *,
    described: MetadataFacts | None = None,
    fed: MetadataFacts | None = None,
) -> Merged:
    """Everything that is known, field by field from the first source that states it.

    `described` is the record that lies in the drop, `fed` the one that holds by the publisher's feeds.
    """
    records = _by_precedence(described, fed)
    sources = {
        SUBMISSION: submission or Metadata(),
        MANIFEST: manifest,
        **{source: metadata_of(facts.record) for source, facts in records.items() if facts.record},
        EPUB: next((of_epub(found.epub) for found in assets if found.epub), Metadata()),
        TAGS: of_tags([found.audio.tags for found in assets if found.audio and found.asset.role is Role.TRACK]),
    }
    stated = {source: said for source, said in sources.items() if said != Metadata()}
    metadata, provenance = _first_of_each(stated)
    return Merged(metadata=metadata, provenance=provenance, stated=stated, described=next(iter(records.values()), None))


def _by_precedence(described: MetadataFacts | None, fed: MetadataFacts | None) -> dict[str, MetadataFacts]:
    """The records under the names of their sources, the one first that is to be believed."""
    own = SHEET if described is not None and described.dialect is Dialect.SHEET else ONIX
    records = {own: described, FEED: fed}
    # Only moments that both state can be compared. A sheet states none, and lies with the very files it describes.
    if described and fed and _is_newer(fed, described):
        records = {FEED: fed, own: described}
    readable = {source: facts for source, facts in records.items() if facts and facts.record}
    return readable or {source: facts for source, facts in records.items() if facts}


def _is_newer(one: MetadataFacts, other: MetadataFacts) -> bool:
    return bool(one.header.sent_at and other.header.sent_at and one.header.sent_at > other.header.sent_at)


def _first_of_each(stated: Mapping[str, Metadata]) -> tuple[Metadata, dict[str, str]]:
    known: dict[str, object] = {}
    provenance: dict[str, str] = {}
    for field in Metadata.model_fields:
        for source, metadata in stated.items():
            value = getattr(metadata, field)
            if field == "language" and value:
                # None for codes that say that nobody knows: then the next source is asked.
                value = language_tag(value)
            if value is not None and value != ():
                known[field], provenance[field] = value, source
                break
    return Metadata.model_validate(known), provenance


def of_epub(epub: EpubFacts) -> Metadata:
    """What an EPUB says of itself."""
    return Metadata(
        title=one_line(epub.title),
        authors=names(epub.authors),
        language=_code(next(iter(epub.languages), None)),
        publisher=one_line(epub.publisher),
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
    stated = [text for text in (one_line(field(tags)) for tags in tracks) if text]
    if not stated:
        return None
    value, times = Counter(stated).most_common(1)[0]
    return value if 2 * times > len(stated) else None


def _split(text: str | None) -> tuple[str, ...]:
    # Commas stay: "Brook, Ada" is one name, and "Brook, Ada; Hill, Tom" are two.
    return names(re.split(r"\s*;\s*|\s+/\s+", text)) if text else ()


def _code(text: str | None) -> str | None:
    return text if text is not None and len(text) <= 35 else None


def _day(text: str | None) -> date | None:
    """A whole date; a year alone is mostly that of the recording."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
