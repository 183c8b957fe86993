"""META-005: Nobody is named as author, or as the voice.

What it checks
    At least one author is known; and for an audiobook at least one narrator, unless the voice is synthetic.

Why it matters
    Listeners choose by author, and next by voice; royalty statements need both names.

How to mend it
    Give "authors" and "narrators" in the metadata; declare a synthetic voice with "is_synthetic_voice".

Source
    ONIX code list 17 (A01, E07) and 19 (synthetic voices); content-rules META-005

Example:
    >>> from shelfready.rules._examples import METADATA, audiobook
    >>> contributors_missing(audiobook())
    []
    >>> nobody = METADATA.model_copy(update={"authors": (), "narrators": ()})
    >>> [(found.severity.value, found.message[:18]) for found in contributors_missing(audiobook(metadata=nobody))]
    [('E', 'no author is named'), ('W', 'no narrator is nam')]
"""

from shelfready.findings import Said, Says, Severity, rule
from shelfready.media import Medium
from shelfready.profiles import Profile
from shelfready.titles import TitleFacts


@rule("META-005", Severity.ERROR)
def contributors_missing(title: TitleFacts, _profile: Profile) -> Says:
    """An author must be named. A narrator is only missed: many a backlist record never held one."""
    if not title.metadata.authors:
        yield 'no author is named; at least one is expected ("Anonymous" is an answer)'
    if title.medium is Medium.AUDIO and not title.metadata.narrators and not title.metadata.is_synthetic_voice:
        yield Said("no narrator is named and the voice is not declared synthetic", Severity.WARNING)
