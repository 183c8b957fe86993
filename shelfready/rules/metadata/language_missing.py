"""META-007: The language is not given, or not as a language tag.

What it checks
    The language is known and is a BCP 47 tag such as en, en-GB or de; ISO 639-2 codes such as eng are understood.

Why it matters
    Shelves, search and screen readers go by language; a reading system that does not know it reads English letters
    aloud in the wrong voice.

How to mend it
    Give "language" in the metadata as a code, not as a name.

Source
    BCP 47; ONIX code list 74; content-rules META-007

Example:
    >>> from shelfready.rules._examples import METADATA, audiobook
    >>> language_missing(audiobook())
    []
    >>> english = METADATA.model_copy(update={"language": "English"})
    >>> [found.message for found in language_missing(audiobook(metadata=english))]
    ["the language is given as 'English', and a code such as en or en-GB is expected"]
"""

from shelfready.findings import Says, Severity, rule
from shelfready.languages import is_language_tag
from shelfready.profiles import Profile
from shelfready.titles import TitleFacts


@rule("META-007", Severity.WARNING)
def language_missing(title: TitleFacts, _profile: Profile) -> Says:
    """Says what was given instead of a code."""
    language = title.metadata.language
    if language is None:
        yield "no language is given; a code such as en or en-GB is expected"
    elif not is_language_tag(language):
        yield f"the language is given as {language!r}, and a code such as en or en-GB is expected"
