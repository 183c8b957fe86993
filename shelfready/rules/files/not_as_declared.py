"""PKG-004: A file is not the one that was declared.

What it checks
    The bytes that arrived are as many as were declared, hash to the declared SHA-256, and are not none at all.

Why it matters
    Either the file was damaged on the way or it is another one: in both cases nobody has listened to what we hold.

How to mend it
    Send the file again as it was declared. If it is right as it is, correct the size or the hash in the declaration.

Source
    Apple's package declares size and MD5 of every file; ONIX list 162, codes 06 to 08; content-rules PKG-004

Example:
    >>> from shelfready.rules._examples import refusal
    >>> not_as_declared(refusal("source-not-found"))
    []
    >>> sent = refusal("declared-size-differs", "900 bytes arrived and 1,000 were declared: send the file again")
    >>> [found.message for found in not_as_declared(sent)]
    ['900 bytes arrived and 1,000 were declared: send the file again']
"""

from shelfready.findings import Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.rules.files._causes import NOT_AS_DECLARED
from shelfready.titles import Refusal


@rule("PKG-004", Severity.FATAL)
def not_as_declared(refusal: Refusal, _profile: Profile) -> Says:
    """Says both numbers."""
    if refusal.cause_code in NOT_AS_DECLARED:
        yield refusal.message
