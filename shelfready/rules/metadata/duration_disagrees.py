"""META-008: The length that the record states is not that of the recording.

What it checks
    The stated duration can be read in its unit (HHHMMSS has seven digits, or nine with hundredths), and is that of
    the decoded tracks within 2 % or a minute, whichever is more. Beyond 10 % the files are not the record's. A number
    of tracks that is stated beside it is that of the files.

Why it matters
    A book that is an hour short lacks chapters, and the stated length is often the only sign of it. Listening tiers,
    royalties and shop pages count by the length.

How to mend it
    Look for missing, doubled or foreign tracks first. If the recording is whole, correct the Extent.

Source
    ONIX code lists 23 (09, 14, 16) and 24; content-rules META-008; tolerances ours

Example:
    >>> from shelfready.rules._examples import audiobook
    >>> from shelfready.rules._records import Extent, descriptive, onix, record
    >>> duration_disagrees(audiobook(described=onix()))
    []
    >>> hour = onix(record(descriptive=descriptive(extents=(Extent(kind="09", value="0010000", unit="16"),))))
    >>> [(found.severity.value, found.message) for found in duration_disagrees(audiobook(described=hour))]
    [('E', 'the record states a duration of 1:00:00, and the 2 tracks last 0:20:00: tracks are missing, or not of it')]
"""

from collections.abc import Iterator
from itertools import islice

from shelfready.extents import TRACKS, fault, is_time, length_s, shown, slack_s
from shelfready.findings import Said, Says, Severity, rule
from shelfready.playing_time import is_within, measured_s
from shelfready.profiles import Profile
from shelfready.records import Extent
from shelfready.rules._described import short, stated
from shelfready.titles import TitleFacts

DURATION, MAIN_CONTENT, PRODUCTION = "09", "14", "16"
"""Kinds of list 23; main content is without introduction and end matter, and can only be too long."""

_WRITTEN = "Write the length as its unit asks: in the unit 16 as HHHMMSS, so that 5:03:20 is 0050320."
_SLIGHT = "If the recording is whole, correct the Extent; listeners see the length that was measured."

_NAMES = {DURATION: "duration", MAIN_CONTENT: "duration of the main content", PRODUCTION: "production duration"}


@rule("META-008", Severity.WARNING)
def duration_disagrees(title: TitleFacts, profile: Profile) -> Says:
    """Compares only where every track was decoded; what is written wrongly is said in any case."""
    record = stated(title)
    extents = record.descriptive.extents if record and record.descriptive else ()
    times = [extent for extent in extents if extent.kind in _NAMES and is_time(extent)]
    for extent in times:
        if found := fault(extent):
            name = _NAMES[extent.kind]
            message = f"the {name} is given as {short(extent.value, 30)!r} in the unit {extent.unit}: {found}"
            yield Said(message, remedy=_WRITTEN)
    lasting = measured_s(title)
    if lasting is None:
        return
    for kind in _NAMES:
        # Of several statements of one length, the most exact one is told.
        ordered = sorted((extent for extent in times if extent.kind == kind), key=slack_s)
        said = (message for extent in ordered for message in _difference(extent, lasting, len(title.tracks), profile))
        yield from islice(said, 1)
    yield from _tracks(extents, len(title.tracks))


def _difference(extent: Extent, lasting: float, tracks: int, profile: Profile) -> Iterator[Said]:
    said = length_s(extent)
    if said is None or (extent.kind == MAIN_CONTENT and said < lasting):
        return
    slack = max(slack_s(extent), profile.duration_slack_s)
    if is_within(said, lasting, profile.duration_tolerance_without_warning, slack):
        return
    grave = not is_within(said, lasting, profile.duration_tolerance, slack)
    message = (
        f"the record states a {_NAMES[extent.kind]} of {shown(said)}, and the {tracks} "
        f"track{'s last' if tracks > 1 else ' lasts'} {shown(lasting)}"
    )
    cause = "tracks are missing, or not of it" if said > lasting else "tracks are repeated, or not of it"
    severity = Severity.ERROR if grave else Severity.WARNING
    yield Said(f"{message}: {cause}" if grave else message, severity, remedy=None if grave else _SLIGHT)


def _tracks(extents: tuple[Extent, ...], tracks: int) -> Iterator[Said]:
    """A single file may hold what was counted as many tracks on the publisher's side."""
    for extent in extents:
        is_count = extent.unit == TRACKS and extent.value.strip().isdecimal() and len(extent.value) < 7
        if is_count and tracks > 1 and int(extent.value) != tracks:
            message = f"the record states {int(extent.value)} tracks, and {tracks} were delivered"
            yield Said(message, remedy="Look for missing or doubled tracks; if all are there, correct the number.")
