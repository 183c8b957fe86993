"""PKG-009: A file, or the whole drop, could not be taken in.

What it checks
    Every file that was named could be fetched and kept: its address leads to it, nothing asks for a password, it is no
    larger than we take, and the drop says which title it is.

Why it matters
    A title with a file missing is not published, since nobody could tell the hole from the book.

How to mend it
    Do what the message says for each file, then send the drop again; what arrived is not fetched a second time.

Source
    ours

Example:
    >>> from shelfready.rules._examples import refusal
    >>> file_not_taken_in(refusal("file-empty"))
    []
    >>> [found.message for found in file_not_taken_in(refusal("source-not-found", "there is no file at s3://in/9.mp3"))]
    ['there is no file at s3://in/9.mp3']
"""

from shelfready.findings import Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.rules.files._causes import NOT_AS_DECLARED, NOT_WHOLE, UNSAFE
from shelfready.titles import Refusal


@rule("PKG-009", Severity.FATAL)
def file_not_taken_in(refusal: Refusal, _profile: Profile) -> Says:
    """Whatever no other rule says: a new cause is never passed over in silence."""
    is_metadata = refusal.cause_code.startswith(("onix-", "sheet-"))
    if refusal.cause_code not in UNSAFE | NOT_WHOLE | NOT_AS_DECLARED and not is_metadata:
        yield refusal.message
