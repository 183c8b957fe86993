"""PKG-001: The archive is made so that opening it could do harm.

What it checks
    No name in the archive leads out of its folder, no member is a link or a device, no two members share their bytes
    or their name, and nothing unpacks to more than a hundred times its size or to more than a title can hold.

Why it matters
    Such an archive can overwrite a program's own files or fill its disk; and where two programs would see two different
    archives, nobody knows what was checked.

How to mend it
    Pack the files anew with an ordinary zip program, best from a folder that holds nothing but the title, and send the
    archive again. An archive that is only too large: send its files by themselves.

Source
    content-rules PKG-001

Example:
    >>> from shelfready.rules._examples import refusal
    >>> archive_unsafe(refusal("declared-hash-differs"))
    []
    >>> [found.severity.value for found in archive_unsafe(refusal("archive-unsafe"))]
    ['F']
"""

from shelfready.findings import Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.rules.files._causes import UNSAFE
from shelfready.titles import Refusal


@rule("PKG-001", Severity.FATAL)
def archive_unsafe(refusal: Refusal, _profile: Profile) -> Says:
    """Says what was found when the archive was looked into; not a byte of it was unpacked."""
    if refusal.cause_code in UNSAFE:
        yield refusal.message
