"""ONX-007: The file brings definitions of its own, or something larger than any real record.

What it checks
    The document declares no entities and brings no DTD of its own; named entities are HTML's, and are read without
    one; no record, text or cell is larger than real ones are.

Why it matters
    By definitions of its own, a file can fetch other files or grow to gigabytes while it is read; no honest export
    needs them.

How to mend it
    Write letters as they are, in UTF-8, and leave the DOCTYPE out.

Source
    OWASP, XML external entities; content-rules ONX-007

Example:
    >>> from shelfready.rules._records import Oddity, Trouble, onix
    >>> xml_unsafe(onix())
    []
    >>> met = Oddity(trouble=Trouble.DOCTYPE, message="the document declares the entity 'lol'", line=2)
    >>> [(found.severity.value, found.message) for found in xml_unsafe(onix(oddities=(met,)))]
    [('F', "line 2: the document declares the entity 'lol'")]
"""

from shelfready.findings import Says, Severity, rule
from shelfready.metadata_facts import MetadataFacts, Trouble
from shelfready.profiles import Profile
from shelfready.rules.onix._oddities import oddities, told

_SMALLER = "Find out what made it so large: no real record, text or cell is. Send the record again without it."


@rule("ONX-007", Severity.FATAL)
def xml_unsafe(facts: MetadataFacts, _profile: Profile) -> Says:
    """A named entity that was read as its letter is only mentioned."""
    yield from told(oddities(facts, Trouble.DOCTYPE), Severity.WARNING, Severity.FATAL)
    yield from told(oddities(facts, Trouble.TOO_LARGE), Severity.WARNING, Severity.FATAL, remedy=_SMALLER)
    yield from told(oddities(facts, Trouble.ENTITY), Severity.INFO, Severity.FATAL)
