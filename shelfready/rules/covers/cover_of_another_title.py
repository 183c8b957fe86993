"""CVR-003: Another title has the very same cover.

What it checks
    No other title of the catalogue has a cover of the same bytes, editions that the record names as related aside.

Why it matters
    The wrong cover sells the wrong book; a placeholder that was meant to be replaced is hardly ever noticed again.

How to mend it
    Send this title's own cover.

Source
    content-rules CVR-003. What is written on the cover is not read: `cover-text-does-not-match` is planned

Example:
    >>> from shelfready.rules._examples import audiobook
    >>> cover_of_another_title(audiobook())
    []
    >>> pair = audiobook(known={"same_cover": ("9789999900027",)})
    >>> [(found.severity.value, found.message) for found in cover_of_another_title(pair)]
    [('I', 'the title 9789999900027 has the very same cover; is it the same work?')]
    >>> blank = audiobook(known={"same_cover": ("9789999900027", "9789999900034")})
    >>> [(found.severity.value, found.message) for found in cover_of_another_title(blank)]
    [('W', '2 other titles have the very same cover (9789999900027, 9789999900034), and one of its own is expected')]
"""

from shelfready.findings import Said, Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.titles import TitleFacts

_SAME_WORK = (
    "If it is, nothing need be done: the record may name it among the related products. If not, send this title's own "
    "cover."
)


@rule("CVR-003", Severity.WARNING)
def cover_of_another_title(title: TitleFacts, _profile: Profile) -> Says:
    """One other title may be another format of the same work: a remark. Several are a placeholder."""
    record = title.described.record if title.described else None
    related = record.related.products if record and record.related else ()
    editions = {identifier.value for product in related for identifier in product.identifiers}
    others = [other for other in title.known.same_cover if other not in editions]
    if len(others) == 1:
        message = f"the title {others[0]} has the very same cover; is it the same work?"
        yield Said(message, Severity.INFO, remedy=_SAME_WORK)
    elif others:
        named = ", ".join(others[:3]) + (", ..." if len(others) > 3 else "")
        yield f"{len(others)} other titles have the very same cover ({named}), and one of its own is expected"
