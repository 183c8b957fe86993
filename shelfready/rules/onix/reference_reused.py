"""ONX-004: The record has no reference, or one that belongs to another record.

What it checks
    The record reference is there, stood in no earlier record of the message, and named no other title before.

Why it matters
    Updates and deletions find their record by it: with a reused reference, the update of one book overwrites another.

How to mend it
    Give every record one reference for ever, for instance your domain and a number of your own; never use it again
    for another product, even when the first is gone.

Source
    ONIX for Books specification, RecordReference; Google Play Books ONIX profile; content-rules ONX-004

Example:
    >>> from shelfready.rules._examples import audiobook
    >>> from shelfready.rules._records import onix
    >>> from shelfready.titles import Known
    >>> reference_reused(audiobook(described=onix()))
    []
    >>> other = audiobook(described=onix(), known=Known(reference_title="9789999900027"))
    >>> [found.message for found in reference_reused(other)]
    ["the reference 'com.harbour-press.10' named the title 9789999900027 until now, and is used for 9789999900010"]
"""

from shelfready.findings import Says, Severity, rule
from shelfready.metadata_facts import Dialect, Trouble
from shelfready.profiles import Profile
from shelfready.rules._described import short
from shelfready.rules.onix._oddities import oddities, told
from shelfready.titles import TitleFacts


@rule("ONX-004", Severity.FATAL)
def reference_reused(title: TitleFacts, _profile: Profile) -> Says:
    """Rows of a sheet have no reference, and need none."""
    facts = title.described
    if facts is None:
        return
    yield from told(oddities(facts, Trouble.DUPLICATE), Severity.WARNING, Severity.FATAL)
    if facts.dialect is not Dialect.ONIX or facts.record is None:
        return
    reference = (facts.record.reference or "").strip()
    if not reference:
        yield "the record has no RecordReference; one that stays the same for ever is expected"
    elif title.known.reference_title not in (None, title.title_id):
        yield (
            f"the reference {short(reference, 60)!r} named the title {title.known.reference_title} until now, "
            f"and is used for {title.title_id}"
        )
