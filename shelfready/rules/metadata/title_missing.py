"""META-004: Nobody says what the title is called.

What it checks
    The title is given by the submission, the manifest, the EPUB or the tags of the tracks.

Why it matters
    A book without a title cannot be listed, searched or bought.

How to mend it
    Give "title" in the metadata of the submission or of shelfready.json.

Source
    ONIX TitleDetail, title type 01; content-rules META-004

Example:
    >>> from shelfready.rules._examples import METADATA, audiobook
    >>> title_missing(audiobook())
    []
    >>> [found.code for found in title_missing(audiobook(metadata=METADATA.model_copy(update={"title": None})))]
    ['META-004']
"""

from shelfready.findings import Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.titles import TitleFacts


@rule("META-004", Severity.ERROR)
def title_missing(title: TitleFacts, _profile: Profile) -> Says:
    """Says where a title was looked for."""
    if not (title.metadata.title or "").strip():
        yield "no title is given by the submission, the manifest, an EPUB or the tags of the tracks; one is expected"
