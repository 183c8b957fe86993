"""META-007: The language is not given, or not as a code, or the record says two things of it.

What it checks
    The language is known and is a BCP 47 tag such as en, en-GB or de; ISO 639-2 codes such as eng are understood. In
    a record, the codes are those of list 74 (three letters: eng, ger, fre), and the text (role 01) and the sound
    (role 08) of an audiobook are in the same language.

Why it matters
    Shelves, search and screen readers go by language; a reading system that does not know it reads English letters
    aloud in the wrong voice.

How to mend it
    Give "language" in the metadata as a code, not as a name.

Source
    BCP 47; ONIX code lists 22 and 74; content-rules META-007

Example:
    >>> from shelfready.rules._examples import METADATA, audiobook
    >>> from shelfready.rules._records import StatedLanguage, descriptive, onix, record
    >>> language_missing(audiobook(described=onix()))
    []
    >>> english = METADATA.model_copy(update={"language": "English"})
    >>> [found.message for found in language_missing(audiobook(metadata=english))]
    ["the language is given as 'English', and a code such as en or en-GB is expected"]
    >>> german = descriptive(languages=(StatedLanguage(role="01", code="deu"),))
    >>> [found.message for found in language_missing(audiobook(described=onix(record(descriptive=german))))]
    ["the record's language is 'deu', and ONIX writes it ger"]
"""

from collections.abc import Iterator

from shelfready.findings import Said, Says, Severity, rule
from shelfready.languages import code_of_name, is_language_tag, onix_code
from shelfready.media import Medium
from shelfready.profiles import Profile
from shelfready.records import StatedLanguage
from shelfready.rules._described import is_unread, several, short, stated
from shelfready.titles import TitleFacts

_NOT_ONE = frozenset({"mul", "und", "zxx", "mis"})
"""Codes that are right and name no single language: an anthology's, or music's."""

_CODE = "Write LanguageCode as list 74 has it: three letters, such as eng, ger or fre."


@rule("META-007", Severity.WARNING)
def language_missing(title: TitleFacts, _profile: Profile) -> Says:
    """Says what was given instead of a code."""
    record = stated(title)
    languages = record.descriptive.languages if record and record.descriptive else ()
    language = title.metadata.language
    is_one_of_many = any(one.code.strip().lower() in _NOT_ONE for one in languages)
    if language is None and not is_one_of_many and not is_unread(title):
        remedy = 'Give "language" in the metadata, or Language with the role 01 in the record.'
        yield Said("no language is given; a code such as en or en-GB is expected", remedy=remedy)
    elif language is not None and not is_language_tag(language):
        yield f"the language is given as {short(language)!r}, and a code such as en or en-GB is expected"
    yield from (Said(message, remedy=_CODE) for message in several(list(_codes(languages))))
    if title.medium is Medium.AUDIO:
        yield from _differences(languages)


def _codes(languages: tuple[StatedLanguage, ...]) -> Iterator[str]:
    for code in dict.fromkeys(one.code.strip() for one in languages):
        right = onix_code(code) or code_of_name(code)
        if code == right or code in _NOT_ONE:
            continue
        expected = f"ONIX writes it {right}" if right else "a code of three letters such as eng is expected"
        yield f"the record's language is {short(code, 20)!r}, and {expected}"


def _differences(languages: tuple[StatedLanguage, ...]) -> Iterator[Said]:
    text, sound = ({onix_code(one.code) for one in languages if one.role == role} - {None} for role in ("01", "08"))
    if text and sound and not text & sound:
        said = ", ".join(sorted(filter(None, text))), ", ".join(sorted(filter(None, sound)))
        message = f"the record says that the text is in {said[0]} and the sound in {said[1]}; the same is expected"
        yield Said(message, remedy="Correct the language of the role 01 (text) or 08 (sound).")
