"""Tracks of different sample rates are published at one, so that they can be joined.

The facts stay those of the files that were sent: every rendition is made at the rate of the timeline anyway.
"""

from shelfready.findings import Change
from shelfready.fixing import Fix
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.profiles import Profile
from shelfready.titles import TitleFacts


def _mend(title: TitleFacts, _profile: Profile) -> tuple[TitleFacts, list[Change]]:
    rates = {found.asset.name: found.audio.sample_rate_hz for found in title.tracks if found.audio}
    if len(set(rates.values())) < 2:
        return title, []
    return title, [
        Change(
            code="AUD-004",
            field="sample rate",
            before=f"{rate:,} Hz",
            after=f"{TIMELINE_RATE_HZ:,} Hz",
            asset=name,
        )
        for name, rate in rates.items()
        if rate != TIMELINE_RATE_HZ
    ]


audio_resampled = Fix(code="AUD-004", mend=_mend)
