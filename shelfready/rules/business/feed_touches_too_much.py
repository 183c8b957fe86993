"""BIZ-008: One feed would change more of a catalogue than a person would by intention.

What it checks
    How many titles on the shelf the feed would delete, withdraw, reprice by more than half or offer in fewer places,
    as shares of all that the publisher has there; a few titles are let pass in any catalogue.

Why it matters
    A wrong export, or a filter that was forgotten, has emptied whole shops in a night. What is held for an hour can be
    applied; what was deleted is asked about by every reader.

How to mend it
    Look at the first records that are listed. If the feed is right, approve it; otherwise send the right one, and
    nothing of this one is applied.

Source
    ours; content-rules BIZ-008

Example:
    >>> from shelfready.feeds import FeedFacts
    >>> feed_touches_too_much(FeedFacts(publisher="harbour-press", live=1000, deleted=20, repriced=50))
    []
    >>> night = FeedFacts(publisher="harbour-press", live=1000, deleted=400)
    >>> [found.message for found in feed_touches_too_much(night)]
    ['the feed would delete 400 of 1000 titles on the shelf (40.0 %); without approval, at most 2 % may be']
"""

from math import ceil

from shelfready.feeds import FeedFacts
from shelfready.findings import Owner, Says, Severity, rule
from shelfready.profiles import Profile


@rule("BIZ-008", Severity.FATAL, owner=Owner.RIGHTS)
def feed_touches_too_much(feed: FeedFacts, profile: Profile) -> Says:
    """Holds the whole feed: which of its records are the wrong ones is what a person must find out."""
    touched = (
        ("delete {}", feed.deleted, profile.largest_deleted_share),
        ("withdraw {}", feed.withdrawn, profile.largest_withdrawn_share),
        (
            f"change the price of {{}} by more than {100 * profile.widest_price_change:g} %",
            feed.repriced,
            profile.largest_repriced_share,
        ),
        ("offer {} in fewer places", feed.shrunk, profile.largest_shrunk_share),
    )
    for what, count, share in touched:
        if count > max(profile.tolerated_feed_titles, ceil(share * feed.live)):
            part = f" ({count / feed.live:.1%})".replace("%", " %") if feed.live else ""
            titles = f"{count} of {feed.live} titles on the shelf{part}"
            yield f"the feed would {what.format(titles)}; without approval, at most {100 * share:g} % may be"
