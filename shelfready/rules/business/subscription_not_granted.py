"""BIZ-005: It is not said whether a subscription service may offer the title, or two things are said.

What it checks
    The record grants it (a price of qualifier 13, or the sales restriction 13), or excludes it (restriction 12), and
    not both. Restrictions that name single services (20, 21) are told, because a person must read the names. Titles
    longer than a listener's month are mentioned.

Why it matters
    Without a grant, a title is for purchase only. Whoever offers it to listeners of a tier anyway pays for it twice.

How to mend it
    Add a price of qualifier 13 (subscription service), or SalesRestriction 12 if the title is not for subscription
    services.

Source
    ONIX code lists 59 (13) and 71 (12, 13, 20, 21); Spotify audiobooks in Premium (15 hours a month); content-rules
    BIZ-005

Example:
    >>> from shelfready.rules._examples import audiobook
    >>> from shelfready.rules._records import onix, publishing, record
    >>> subscription_not_granted(audiobook(described=onix()))
    []
    >>> excluded = onix(record(publishing=publishing(restrictions=("12",))))
    >>> [found.message for found in subscription_not_granted(audiobook(described=excluded))]
    ['subscription services are excluded (restriction 12), and there is a price for them (qualifier 13)']
"""

from collections.abc import Iterator

from shelfready.extents import shown
from shelfready.findings import Said, Says, Severity, rule
from shelfready.playing_time import measured_s
from shelfready.profiles import Profile
from shelfready.records import Record
from shelfready.rules._described import stated, whole
from shelfready.titles import TitleFacts

EXCEPT_SUBSCRIPTION, SUBSCRIPTION_ONLY, EXCEPT_SOME, EXCLUSIVE = "12", "13", "20", "21"
"""Restrictions of list 71 that are about subscription services."""

_SUBSCRIPTION_PRICE = "13"

_BY_NAME = "A person must read the names: if this service is among those that may offer the title, grant it by a price."


@rule("BIZ-005", Severity.ERROR)
def subscription_not_granted(title: TitleFacts, profile: Profile) -> Says:
    """A contradiction is an error; that nothing is said has a meaning, and is mentioned."""
    record = stated(title)
    if record is not None:
        yield from _grants(record, is_asked=whole(title) is not None)
    lasting = measured_s(title)
    if record is not None and lasting is not None and lasting > profile.longest_tier_title_h * 3600:
        hours = f"{profile.longest_tier_title_h:g} hours"
        message = f"the title lasts {shown(lasting)}, longer than a listener's month of {hours}"
        yield Said(message, Severity.INFO, remedy="Nothing need be done: it is said to those who plan the tiers.")


def _grants(record: Record, *, is_asked: bool) -> Iterator[str | Said]:
    supplies = record.supply.supplies if record.supply else ()
    restrictions = {code for supply in supplies for code in supply.restrictions}
    restrictions |= set(record.publishing.restrictions) if record.publishing else set()
    has_price = any(price.qualifier == _SUBSCRIPTION_PRICE for supply in supplies for price in supply.prices)
    if EXCEPT_SUBSCRIPTION in restrictions and SUBSCRIPTION_ONLY in restrictions:
        message = "subscription services are excluded (restriction 12), and the title is only for them (restriction 13)"
        yield Said(message, remedy="Leave out the one of the two restrictions that does not hold.")
    elif EXCEPT_SUBSCRIPTION in restrictions and has_price:
        message = "subscription services are excluded (restriction 12), and there is a price for them (qualifier 13)"
        yield Said(message, remedy="Leave out either the restriction or the price, whichever does not hold.")
    elif EXCEPT_SUBSCRIPTION in restrictions:
        message = "the title is not for subscription services (restriction 12): purchase only"
        yield Said(message, Severity.INFO, remedy="If that is meant, nothing need be done.")
    elif named := sorted(restrictions & {EXCEPT_SOME, EXCLUSIVE}):
        codes = " and ".join(named)
        message = f"the restriction {codes} is about single subscription services: read the names in the record"
        yield Said(message, Severity.WARNING, remedy=_BY_NAME)
    elif is_asked and not has_price and SUBSCRIPTION_ONLY not in restrictions:
        yield Said("nothing is said of subscription services: the title is for purchase only", Severity.INFO)
