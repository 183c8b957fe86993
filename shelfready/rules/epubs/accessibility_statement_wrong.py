"""EPB-008: What the EPUB says of its accessibility cannot be right.

What it checks
    Conformance is claimed in the words of the specification, so that software finds it; its WCAG level and version
    are those of the ONIX record (List 196); access modes and hazards are words of the vocabulary, and hazards do not
    contradict each other.

Why it matters
    Shops show the claim to readers who depend on it, from the EPUB or from the record: readers are misled by one of the
    two, and by a word that nobody knows they are told nothing.

How to mend it
    Find out what was tested. State it in the package document as "EPUB Accessibility 1.1 - WCAG 2.2 Level AA" with your
    version and level, and in the record with the codes 80 to 86 of List 196.

Source
    EPUB Accessibility 1.1, sections 2.2 and 4.2; W3C schema.org accessibility properties for discoverability
    vocabulary; ONIX List 196; content-rules EPB-002

Example:
    >>> from shelfready.rules._examples import book, ebook, epub
    >>> accessibility_statement_wrong(ebook())
    []
    >>> other = ebook(book("book.epub", epub(accessibility_hazards=("none", "sound"))))
    >>> [found.message for found in accessibility_statement_wrong(other)]
    ['book.epub states the hazard sound, and denies it with none']
"""

from collections.abc import Iterator

from shelfready.findings import Said, Says, Severity, rule
from shelfready.media import EpubFacts
from shelfready.profiles import Profile
from shelfready.rules.epubs._accessibility import Claim, books, claim_of, misspelt, recorded_claim, recorded_codes
from shelfready.titles import TitleFacts

_MODES = frozenset(
    {"auditory", "tactile", "textual", "visual"}
    | {f"{what}OnVisual" for what in ("chart", "chem", "diagram", "math", "music", "text")}
    | {"colorDependent"}
)
_DANGERS = {
    "flashing": "noFlashingHazard",
    "motionSimulation": "noMotionSimulationHazard",
    "sound": "noSoundHazard",
}
_HAZARDS = frozenset(
    {*_DANGERS, *_DANGERS.values(), "none", "unknown", "unknownFlashingHazard", "unknownMotionSimulationHazard"}
    | {"unknownSoundHazard"}
)
_INACCESSIBLE = "09"

# Those that most books need; there are more in the vocabulary.
_USUAL_MODES = "textual, visual, auditory or tactile"
_USUAL_HAZARDS = "none, unknown, flashing, motionSimulation or sound"
_WORDS = "Write the word as W3C's accessibility vocabulary has it, in the package document."


@rule("EPB-008", Severity.WARNING)
def accessibility_statement_wrong(title: TitleFacts, _profile: Profile) -> Says:
    """What only one of the two says is left to stand."""
    codes = recorded_codes(title)
    for name, epub in books(title):
        for text in misspelt(epub):
            yield (
                f"{name} claims to conform to {text!r}, which is not written like "
                "'EPUB Accessibility 1.1 - WCAG 2.1 Level AA'"
            )
        claim = claim_of(epub)
        yield from _disagreements(name, claim, recorded_claim(codes))
        if claim.level and _INACCESSIBLE in codes:
            yield f"{name} claims WCAG level {claim.level}, and the record that it is inaccessible (List 196, 09)"
        yield from _words(name, epub)


def _disagreements(name: str, claim: Claim, recorded: Claim) -> Iterator[str]:
    if recorded.level and claim.level != recorded.level:
        level = f"WCAG level {claim.level}" if claim.level else "no WCAG level"
        yield f"{name} claims {level}, and the record claims level {recorded.level} (List 196)"
    if claim.versions and recorded.versions and not claim.versions & recorded.versions:
        yield f"{name} claims WCAG {_listed(claim.versions)}, and the record {_listed(recorded.versions)} (List 196)"


def _words(name: str, epub: EpubFacts) -> Iterator[Said]:
    if unknown := sorted(set(epub.access_modes) - _MODES):
        message = f"{name} states the access mode {_listed(unknown[:5])}; {_USUAL_MODES} is expected"
        yield Said(message, remedy=_WORDS)
    hazards = set(epub.accessibility_hazards)
    if unknown := sorted(hazards - _HAZARDS):
        message = f"{name} states the hazard {_listed(unknown[:5])}; {_USUAL_HAZARDS} is expected"
        yield Said(message, remedy=_WORDS)
    for danger, denial in _DANGERS.items():
        denied = sorted(hazards & {denial, "none"})
        if danger in hazards and denied:
            message = f"{name} states the hazard {danger}, and denies it with {_listed(denied)}"
            yield Said(message, remedy="Find out which of the two is true, and take the other one out of the package.")


def _listed(words: frozenset[str] | list[str]) -> str:
    return ", ".join(sorted(words))
