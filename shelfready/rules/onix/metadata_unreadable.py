"""ONX-010: The metadata file that came with the title cannot be read at all.

What it checks
    An ONIX message or a sheet beside the title's files, or sent as a feed, can be opened and holds records.

Why it matters
    Which title it is, who made it and where it may be sold is then unknown.

How to mend it
    Do what the message says: send the ONIX message as XML in the encoding that it declares, or the sheet with a column
    for the ISBN. What is beside it is kept, and need not be sent again.

Source
    content-rules ONX-001, ONX-002 and ONX-008, for a file of which nothing can be read

Example:
    >>> from shelfready.rules._examples import refusal
    >>> metadata_unreadable(refusal("source-not-found", "there is no file at s3://in/9.mp3"))
    []
    >>> [found.message for found in metadata_unreadable(refusal("onix-not-xml", "onix.xml is no XML: line 1"))]
    ['onix.xml is no XML: line 1']
"""

from shelfready.findings import Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.titles import Refusal


@rule("ONX-010", Severity.FATAL)
def metadata_unreadable(refusal: Refusal, _profile: Profile) -> Says:
    """Every cause that the readers of messages and sheets give."""
    if refusal.cause_code.startswith(("onix-", "sheet-")):
        yield refusal.message
