"""ONX-009: The record is a test, or asks for something that its release does not know.

What it checks
    The notification type is one of list 1; it is no test (88, 89); and no partial update (04) in ONIX 2.1, which has
    none.

Why it matters
    A test record that is published is a book that does not exist; and who reads a partial update as a whole one
    deletes everything that it does not say.

How to mend it
    Send the record with 03 when it is meant; and whole, if it is ONIX 2.1.

Source
    ONIX code list 1, notes on 04, 88 and 89; content-rules ONX-005

Example:
    >>> from shelfready.rules._records import onix, record
    >>> notification_not_applicable(onix())
    []
    >>> [found.message for found in notification_not_applicable(onix(record(notification="89")))]
    ['the record is a test (89), and is not published; 03 is expected for one that is meant']
"""

from shelfready.findings import Says, Severity, rule
from shelfready.metadata_facts import MetadataFacts
from shelfready.profiles import Profile
from shelfready.rules._described import TESTS, short

_KNOWN = frozenset({"01", "02", "03", "04", "05", "08", "09", *TESTS})
_UPDATE, _WITHOUT_UPDATES = "04", "2.1"


@rule("ONX-009", Severity.FATAL)
def notification_not_applicable(facts: MetadataFacts, _profile: Profile) -> Says:
    """Says what was sent, and what would be understood."""
    record = facts.record
    if record is None:
        return
    if record.notification in TESTS:
        yield (
            f"the record is a test ({record.notification}), and is not published; 03 is expected for one that is meant"
        )
    elif record.notification not in _KNOWN:
        kind = short(record.notification, 20)
        yield f"the notification type {kind!r} is unknown; 03, or another of list 1 is expected"
    elif record.notification == _UPDATE and facts.header.release == _WITHOUT_UPDATES:
        yield "the record is a partial update (04), which ONIX 2.1 does not have; the whole record is expected"
