"""META-006: A voice that nobody spoke with is not declared as one, or not by everybody.

What it checks
    What the record says of the voice (list 19: synthesized, or made by artificial intelligence) agrees with
    "is_synthetic_voice" wherever else it is stated. A narrator is not named after a product ("Virtual Voice",
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
from shelfready.records import Record
from shelfready.rules._described import short, stated
from shelfready.titles import TitleFacts
from shelfready.voices import synthetic_voice, voices

# Whole phrases: a person may be called Siri or Ai, and a band The Synthetics.
_NAMES = re.compile(
    r"\b((virtual|digital|synthetic|synthesi[sz]ed|computer|ai|artificial|robot|neural)[\s-]+(voice|narrator|narration)"
    r"|(artificial intelligence|text[\s-]to[\s-]speech|auto[\s-]?narrated|digitally narrated|ai[\s-]generated))\b",
    re.IGNORECASE,
)


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
                yield said if title.metadata.is_synthetic_voice is False else Said(said, Severity.WARNING)


def _contradictions(title: TitleFacts, record: Record | None, synthetic: str | None) -> Iterator[str]:
    claims = {source: said.is_synthetic_voice for source, said in title.stated.items()}
    if synthetic is not None:
        for source in (source for source, claim in claims.items() if claim is False):
            yield f"the record says that the voice is {synthetic}, and the source {source!r} that it is a person's"
        if not claims and title.metadata.is_synthetic_voice is False:
            yield f"the record says that the voice is {synthetic}, and the metadata that it is a person's"
    elif record is not None and title.metadata.is_synthetic_voice:
        named = [voice.name or voice.inverted_name for voice in voices(record) if not voice.unnamed]
        if named and len(named) == len(voices(record)):
            names = " and ".join(short(name or "", 40) for name in named[:3])
            yield f"the voice is declared synthetic, and the record names who reads: {names}"
