"""META-008: A stated duration that is nearly right, or written wrongly, becomes the measured one."""

from shelfready.extents import extent_of, fault, is_time, length_s, slack_s
from shelfready.findings import Change
from shelfready.fixes._described import details_of, name_of, with_details
from shelfready.fixing import Fix
from shelfready.playing_time import is_within, measured_s
from shelfready.profiles import Profile
from shelfready.records import Extent
from shelfready.titles import TitleFacts

_CODE = "META-008"
_DURATION = "09"  # list 23


def _mend(facts: TitleFacts, profile: Profile) -> tuple[TitleFacts, list[Change]]:
    """Never where the difference refuses: then the files may be the wrong ones, and a person must look."""
    lasting = measured_s(facts)
    if lasting is None:
        return facts, []
    mended: list[Extent] = []
    changes: list[Change] = []
    for extent in details_of(facts).extents:
        is_kept = not _is_to_be_mended(extent, lasting, profile)
        now = extent if is_kept else extent_of(lasting)
        if not is_kept:
            before, after = (f"{one.value.strip()} (unit {one.unit})" for one in (extent, now))
            changes.append(Change(code=_CODE, field="duration", before=before, after=after, asset=name_of(facts)))
        if now not in mended:
            mended.append(now)
    return (with_details(facts, {"extents": tuple(mended)}), changes) if changes else (facts, [])


def _is_to_be_mended(extent: Extent, lasting: float, profile: Profile) -> bool:
    said = length_s(extent) if extent.kind == _DURATION and is_time(extent) else None
    if said is None:
        return False
    slack = max(slack_s(extent), profile.duration_slack_s)
    is_right = is_within(said, lasting, profile.duration_tolerance_without_warning, slack)
    is_near = is_within(said, lasting, profile.duration_tolerance, slack)
    return is_near and (not is_right or fault(extent) is not None)


duration_measured = Fix(code=_CODE, mend=_mend)
