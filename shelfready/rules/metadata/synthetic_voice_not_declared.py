"""META-006: A voice that nobody spoke with is not declared as one, or not by everybody.

What it checks
    What the record says of the voice (list 19: synthesized, or made by artificial intelligence) agrees with
    "is_synthetic_voice" wherever else it is stated, and no other source names a person as narrator where the record
    says that there is none. A narrator is not named after a product ("Virtual Voice",
    "Digital Voice", "AI narration") where nobody declares the voice synthetic: a warning while nobody says otherwise.

Why it matters
    Listeners must be told, shops have rules for it, and several refuse or withdraw books that do not say so.

How to mend it
    Declare it everywhere: UnnamedPersons 05 to 09 with the role E07 in the record, "is_synthetic_voice": true in the
    submission. If a person reads, name them, and leave both out.

Source
    ONIX code list 19; Spotify for Authors and INaudio on synthetic narration; content-rules META-006

Example:
    >>> from shelfready.rules._examples import METADATA, audiobook
    >>> from shelfready.rules._records import onix
    >>> synthetic_voice_not_declared(audiobook(described=onix()))
    []
    >>> cloned = METADATA.model_copy(update={"narrators": ("Digital Voice Mary",), "is_synthetic_voice": None})
    >>> [found.message for found in synthetic_voice_not_declared(audiobook(metadata=cloned))]
    ["the narrator 'Digital Voice Mary' is a synthetic voice by its name, and nobody declares it as one"]
"""

import re
from collections.abc import Iterator

from shelfready.findings import Said, Says, Severity, rule
from shelfready.media import Medium
from shelfready.profiles import Profile
from shelfready.records import Publishing, Record
from shelfready.rules._described import short, stated
from shelfready.titles import TitleFacts
from shelfready.voices import synthetic_voice, voices
from shelfready.wordings import are_same_people, words_of

# Whole phrases: a person may be called Siri or Ai, and a band The Synthetics.
_BY_NAME = 'Declare the voice as synthetic: "is_synthetic_voice": true, in the record UnnamedPersons 05 to 09 with E07.'
_NAMES = re.compile(
    r"\b((virtual|digital|synthetic|synthesi[sz]ed|computer|ai|artificial|robot|neural)[\s-]+(voice|narrator|narration)"
    r"|(artificial intelligence|text[\s-]to[\s-]speech|auto[\s-]?narrated|digitally narrated|ai[\s-]generated))\b",
    re.IGNORECASE,
)

_PRODUCT_WORDS = """
voice voices ai ki tts narrator narration speaker reader synthetic synthesized synthesised digital virtual neural robot
computer generated auto automated stimme sprecher voix voz google amazon apple microsoft azure polly wavenet elevenlabs
eleven labs openai siri alexa speechify speechki murf acapela nuance cerence readspeaker lovo wellsaid resemble descript
deepzen kdp studio edition
"""
_PRODUCT = frozenset(_PRODUCT_WORDS.split())
"""Words that stand in the names of voices, and in those of hardly any reader."""

_OF_RECORDS = frozenset({"onix", "sheet", "feed"})
_SOURCES = {"tags": "the tags say", "epub": "the EPUB says", "submission": "the submission says"}


@rule("META-006", Severity.ERROR)
def synthetic_voice_not_declared(title: TitleFacts, _profile: Profile) -> Says:
    """Compares what everybody says of the voice, and looks at the names."""
    if title.medium is not Medium.AUDIO:
        return
    record = stated(title)
    synthetic = synthetic_voice(record) if record else None
    yield from _contradictions(title, record, synthetic)
    if not title.metadata.is_synthetic_voice and synthetic is None:
        for name in title.metadata.narrators:
            if _NAMES.search(name[:200]):
                said = f"the narrator {short(name)!r} is a synthetic voice by its name, and nobody declares it as one"
                # Listeners read the name and are not deceived; only a declaration that says otherwise is a lie.
                is_denied = title.metadata.is_synthetic_voice is False
                yield Said(said, None if is_denied else Severity.WARNING, remedy=_BY_NAME)


def _contradictions(title: TitleFacts, record: Record | None, synthetic: str | None) -> Iterator[str]:
    claims = {source: said.is_synthetic_voice for source, said in title.stated.items()}
    if synthetic is not None:
        denying = [source for source, claim in claims.items() if claim is False]
        for source in denying:
            where = _SOURCES.get(source, f"the {source} says")
            yield f"the record says that the voice is {synthetic}, and {where} that it is a person's"
        if not claims and title.metadata.is_synthetic_voice is False:
            yield f"the record says that the voice is {synthetic}, and the metadata that it is a person's"
        elif not denying and record is not None:
            yield from _persons(title, record, synthetic)
    elif record is not None and title.metadata.is_synthetic_voice:
        named = [voice.name or voice.inverted_name for voice in voices(record) if not voice.unnamed]
        if named and len(named) == len(voices(record)):
            names = " and ".join(short(name or "", 40) for name in named[:3])
            yield f"the voice is declared synthetic, and the record names who reads: {names}"


def _persons(title: TitleFacts, record: Record, synthetic: str) -> Iterator[str]:
    """Names of people, in sources beside the record; what may be the name of a product is let pass."""
    if any(said.is_synthetic_voice for source, said in title.stated.items() if source not in _OF_RECORDS):
        return
    publishing = record.publishing or Publishing()
    makers = tuple(filter(None, (*publishing.publishers, *publishing.imprints, title.metadata.publisher)))
    named = tuple(filter(None, (name for voice in voices(record) for name in (voice.name, voice.inverted_name))))
    for source, said in title.stated.items():
        if source in _OF_RECORDS:
            continue
        people = [name for name in said.narrators if _is_a_persons(name)]
        others = (*named, *makers)
        people = [name for name in people if not others or not are_same_people((name,), others)]
        if people:
            names = " and ".join(short(name, 40) for name in people[:3])
            where = _SOURCES.get(source, f"the {source} says")
            yield f"the record says that the voice is {synthetic}, and {where} that {names} reads"


def _is_a_persons(name: str) -> bool:
    """Two names or more, none of which is a word for voices, or a brand of them."""
    words = words_of(name[:200])
    return len(words) > 1 and not _PRODUCT & set(words) and not _NAMES.search(name[:200])
