"""An EPUB as its reader and EPUBCheck found it."""

from collections import Counter
from dataclasses import dataclass

from shelfready.media import EpubFacts, EpubMessage, TocEntry
from shelfready.report_formats._words import how_many, sentence

_MOST_SHOWN = 100
_ORDER = ("FATAL", "ERROR", "WARNING", "USAGE", "INFO")


@dataclass(frozen=True)
class Book:
    """One EPUB. `checked` is EPUBCheck's verdict in a few words; `unshown` counts what did not fit on the page."""

    name: str
    anchor: str
    facts: tuple[tuple[str, str], ...]
    accessibility: tuple[tuple[str, str], ...]
    checked: str
    is_clean: bool
    messages: tuple[EpubMessage, ...]
    unshown: int
    toc: tuple[TocEntry, ...]


def book(name: str, anchor: str, epub: EpubFacts) -> Book:
    """What there is to say of an EPUB."""
    messages = sorted(epub.messages or (), key=_gravity)
    grave = [message for message in messages if _gravity(message) < 3]
    return Book(
        name=name,
        anchor=anchor,
        facts=tuple((label, text) for label, text in _facts(epub) if text),
        accessibility=tuple((label, text) for label, text in _accessibility(epub) if text),
        checked=_checked(epub),
        is_clean=not grave,
        messages=tuple(messages[:_MOST_SHOWN]),
        unshown=max(0, len(messages) - _MOST_SHOWN),
        toc=epub.toc[:_MOST_SHOWN],
    )


def _facts(epub: EpubFacts) -> tuple[tuple[str, str | None], ...]:
    return (
        ("Version", f"EPUB {epub.version}"),
        ("Title", epub.title),
        ("Authors", "; ".join(epub.authors)),
        ("Publisher", epub.publisher),
        ("Identifiers", "; ".join(epub.identifiers)),
        ("Languages", ", ".join(epub.languages)),
        ("Documents", str(epub.spine_items)),
        ("Missing", "; ".join(epub.missing_items)),
        ("Cover", epub.cover_name),
        ("Protection", epub.drm),
    )


def _accessibility(epub: EpubFacts) -> tuple[tuple[str, str | None], ...]:
    return (
        ("Conforms to", "; ".join(epub.conforms_to)),
        ("Access modes", ", ".join(epub.access_modes)),
        ("Enough alone", "; ".join(epub.access_modes_sufficient)),
        ("Features", ", ".join(epub.accessibility_features)),
        ("Hazards", ", ".join(epub.accessibility_hazards)),
        ("Summary", epub.accessibility_summary),
        ("Certified by", epub.accessibility_certified_by),
        ("Exemption", epub.accessibility_exemption),
    )


def _checked(epub: EpubFacts) -> str:
    if epub.messages is None:
        return "EPUBCheck was not run."
    counts: Counter[str] = Counter()
    for message in epub.messages:
        counts[message.severity.upper()] += message.times
    if not counts:
        return "EPUBCheck has nothing to say against it."
    said = sentence(how_many(counts[word], word.lower()) for word in sorted(counts, key=_place))
    return f"EPUBCheck says: {said}."


def _gravity(message: EpubMessage) -> int:
    return _place(message.severity.upper())


def _place(word: str) -> int:
    return _ORDER.index(word) if word in _ORDER else len(_ORDER)
