"""META-014: The title lacks the files without which there is nothing to publish.

What it checks
    There is at least one file in each role that the content type needs: tracks for an audiobook, an EPUB for an
    ebook.

Why it matters
    There is nothing to make the product of.

How to mend it
    Add the missing files to the drop; or correct the content type, if it is another product.

Source
    ONIX code list 150; content-rules META-003

Example:
    >>> from shelfready.rules._examples import audiobook, cover, track
    >>> required_role_missing(audiobook(track()))
    []
    >>> [found.message for found in required_role_missing(audiobook(cover()))]
    ['the audiobook has no track: 1 file was found (1 cover), and at least one track is needed']
"""

from collections import Counter

from shelfready.findings import Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.titles import TitleFacts


@rule("META-014", Severity.FATAL)
def required_role_missing(title: TitleFacts, _profile: Profile) -> Says:
    """Names each missing role, and what there is instead."""
    present = Counter(found.asset.role for found in title.assets)
    for role in title.needs:
        if not present[role]:
            count = f"{len(title.assets)} file{' was' if len(title.assets) == 1 else 's were'} found"
            listed = ", ".join(f"{number} {name}" for name, number in sorted(present.items()))
            found = f"{count} ({listed})" if listed else count
            yield f"the {title.content_type} has no {role}: {found}, and at least one {role} is needed"
