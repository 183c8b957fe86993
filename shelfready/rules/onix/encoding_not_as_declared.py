"""ONX-001: The metadata file is not in the encoding that it declares, or its text was encoded twice.

What it checks
    The bytes are in the declared encoding, UTF-8 where none is declared; and letters were not encoded twice, so that
    an é stands there as Ã©.

Why it matters
    Names and titles are shown with the wrong letters, and searches for the right ones find nothing.

How to mend it
    Export the file in UTF-8 and declare that. What can be told for certain (Windows-1252 declared as UTF-8) is read
    all the same; text that was encoded twice must be mended in your own system.

Source
    BookNet Canada, Checking a problematic ONIX file; content-rules ONX-001

Example:
    >>> from shelfready.rules._records import Oddity, Trouble, onix
    >>> encoding_not_as_declared(onix())
    []
    >>> met = Oddity(trouble=Trouble.ENCODING, message="the bytes are cp1252, and UTF-8 is declared", is_repaired=True)
    >>> [(found.severity.value, found.message) for found in encoding_not_as_declared(onix(oddities=(met,)))]
    [('W', 'the bytes are cp1252, and UTF-8 is declared')]
"""

from shelfready.findings import Says, Severity, rule
from shelfready.metadata_facts import MetadataFacts, Trouble
from shelfready.profiles import Profile
from shelfready.rules.onix._oddities import oddities, told


@rule("ONX-001", Severity.FATAL)
def encoding_not_as_declared(facts: MetadataFacts, _profile: Profile) -> Says:
    """Fatal where the text could not be read for certain; garbled words are an error, and readable."""
    yield from told(oddities(facts, Trouble.ENCODING), Severity.WARNING, Severity.FATAL)
    yield from told(oddities(facts, Trouble.MOJIBAKE), Severity.WARNING, Severity.ERROR)
