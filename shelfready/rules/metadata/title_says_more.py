"""META-015: The title says more than what the book is called.

What it checks
    Title and subtitle hold no word of the format ("Audiobook", "Unabridged", "Kindle Edition"), no number within a
    series that the record also states as such, no "read by", and no markup; and the title is not all capitals.

Why it matters
    Shops show format, series and narrator beside the title: they stand there twice, and the title is cut off on a
    phone. Search does not find a book whose title begins with its series.

How to mend it
    Move what is not the title to its own field: format to ProductForm, abridgement to EditionType, series to
    Collection with a PartNumber, narrator to Contributor.

Source
    Google Play Books metadata guidelines (series as a collection); VitalSource best practices; content-rules META-004

Example:
    >>> from shelfready.rules._examples import METADATA, audiobook
    >>> title_says_more(audiobook())
    []
    >>> more = METADATA.model_copy(update={"title": "The Lighthouse (Unabridged Audiobook)"})
    >>> [found.message for found in title_says_more(audiobook(metadata=more))]
    ["the title 'The Lighthouse (Unabridged Audiobook)' says '(Unabridged Audiobook)', which has a field of its own"]
"""

import re
from collections.abc import Iterator

from shelfready.findings import Said, Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.records import Record
from shelfready.rules._described import short, stated
from shelfready.titles import TitleFacts

_FORMAT = (
    r"(un-?abridged|abridged|audio\s?book|audio\s(edition|version|cd)|e-?book|kindle(\sedition)?|epub|mp3|m4b"
    r"|h[öo]rbuch|ungek[üu]rzt|gek[üu]rzt|livre\saudio|version\sint[ée]grale|luisterboek|audiolibro)"
)

# In brackets or after a dash at the end; a book that is about audiobooks keeps its name.
_NOISE = (
    re.compile(rf"[(\[][^()\[\]]{{0,40}}\b{_FORMAT}\b[^()\[\]]{{0,40}}[)\]]", re.IGNORECASE),
    re.compile(rf"(?<=\S)\s*[-\u2013\u2014:|,]\s+((the|an?|das|le)\s)?{_FORMAT}(\s{_FORMAT})*\s*$", re.IGNORECASE),
    re.compile(
        r"(?<=\S)\s*[(\[,:\u2013\u2014-]+\s*(read|narrated|gelesen|lu|le[íi]do)\s(by|von|par|por)\s.{1,60}$",
        re.IGNORECASE,
    ),
    re.compile(r"</?[a-z][a-z0-9]{0,10}(\s[^<>]{0,80})?/?>|&(amp|lt|gt|quot|nbsp|#[0-9]{1,6});", re.IGNORECASE),
)

_SERIES_NUMBER = r"(book|vol(ume|\.)?|part|no\.?|#|band|teil|tome|deel|folge|libro)?\s*#?\s*{number}\b"


@rule("META-015", Severity.WARNING)
def title_says_more(title: TitleFacts, _profile: Profile) -> Says:
    """Looks at what will be shown, whoever stated it."""
    for field in ("title", "subtitle"):
        text = (getattr(title.metadata, field) or "")[:1000]
        for found in filter(None, (pattern.search(text) for pattern in _NOISE)):
            said = found.group().strip(" -\u2013\u2014:|,")
            yield f"the {field} {short(text)!r} says {short(said, 50)!r}, which has a field of its own"
    text = title.metadata.title or ""
    if len(text) > 20 and " " in text and text.isupper():
        message = f"the title {short(text)!r} is written in capitals only"
        yield Said(message, remedy="Write the title as it is to be shown; covers have capitals of their own.")
    record = stated(title)
    if record is not None:
        yield from _series(text[:1000], record)


def _series(text: str, record: Record) -> Iterator[Said]:
    """The series and the number, if the record states both apart and the title has them again."""
    titles = record.descriptive.titles if record.descriptive else ()
    series = [one for one in titles if one.is_of_collection and one.level == "02" and one.text]
    numbers = [one.part_number for one in titles if one.is_of_collection and one.part_number]
    for one in series:
        name = re.escape((one.text or "")[:200])
        for number in numbers[:5]:
            numbered = _SERIES_NUMBER.format(number=re.escape(number[:20]))
            again = re.search(rf"{name}[\s,:;\u2013\u2014-]*{numbered}", text, re.IGNORECASE)
            if again and again.group() != text:
                message = f"the title {short(text)!r} holds the series and its number, {short(again.group(), 50)!r}"
                yield Said(
                    message, remedy="Leave series and number to Collection and PartNumber, where they stand already."
                )
