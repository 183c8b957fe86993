"""What an EPUB and its ONIX record say of accessibility, so that the two can be compared."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shelfready.media import EpubFacts, Medium
from shelfready.titles import Role, TitleFacts

# EPUB Accessibility 1.1 (4.2.1), and the addresses by which 1.0 was claimed.
_WRITTEN = re.compile(r"EPUB Accessibility 1\.\d - WCAG (?P<version>\d\.\d) Level (?P<level>A{1,3})", re.IGNORECASE)
_ADDRESS = re.compile(
    r"https?://www\.idpf\.org/epub/a11y/accessibility(-20170105)?\.html#wcag-(?P<level>a{1,3})", re.IGNORECASE
)
_ABOUT = re.compile(r"wcag|a11y|accessib", re.IGNORECASE)

# List 196. 02 and 03 name the level with the specification (EPUB Accessibility 1.0), 04 does not (1.1).
_LEVELS = {"02": "A", "03": "AA", "84": "A", "85": "AA", "86": "AAA"}
_VERSIONS = {"80": "2.0", "81": "2.1", "82": "2.2"}


@dataclass(frozen=True)
class Claim:
    """Conformance that is claimed: the highest level, and the versions of WCAG; None and nothing if not said."""

    level: str | None = None
    versions: frozenset[str] = frozenset()


def books(title: TitleFacts) -> Iterator[tuple[str, EpubFacts]]:
    """The EPUBs that are the title, by name."""
    for found in title.in_role(Role.EPUB) if title.medium is Medium.TEXT else ():
        if found.epub is not None:
            yield found.asset.name, found.epub


def recorded_codes(title: TitleFacts) -> frozenset[str]:
    """The codes of List 196 in the title's record."""
    record = title.described.record if title.described else None
    if record is None or record.descriptive is None:
        return frozenset()
    # 09 in List 79: accessibility.
    return frozenset(feature.value for feature in record.descriptive.features if feature.kind == "09" and feature.value)


def claim_of(epub: EpubFacts) -> Claim:
    """What the book claims, as far as it is written as the specification has it."""
    read = [match for text in epub.conforms_to if (match := _read(text))]
    versions = (match["version"] for match in read if match.re is _WRITTEN)
    return Claim(_highest(match["level"].upper() for match in read), frozenset(versions))


def recorded_claim(codes: Iterable[str]) -> Claim:
    """What the record claims."""
    known = list(codes)
    return Claim(
        _highest(_LEVELS[code] for code in known if code in _LEVELS),
        frozenset(_VERSIONS[code] for code in known if code in _VERSIONS),
    )


def misspelt(epub: EpubFacts) -> list[str]:
    """Statements of conformance that are about accessibility, and that nobody's software will recognise."""
    return [text for text in epub.conforms_to if _ABOUT.search(text) and not _read(text)]


def _read(text: str) -> re.Match[str] | None:
    return _WRITTEN.fullmatch(text) or _ADDRESS.fullmatch(text)


def _highest(levels: Iterable[str]) -> str | None:
    return max(levels, key=len, default=None)
