"""Stereo tracks that hold one sound twice are published in mono, which loses nothing.

The facts stay those of the file that was sent: every rendition is made in mono anyway.
"""

from shelfready.doubled_sound import is_doubled
from shelfready.findings import Change
from shelfready.fixing import Fix
from shelfready.profiles import Profile
from shelfready.titles import TitleFacts


def _mend(title: TitleFacts, profile: Profile) -> tuple[TitleFacts, list[Change]]:
    return title, [
        Change(
            code="AUD-005",
            field="channels",
            before="2, with the same sound in both",
            after="1",
            asset=found.asset.name,
        )
        for found in title.tracks
        if found.audio is not None and is_doubled(found.audio, profile)
    ]


audio_downmixed = Fix(code="AUD-005", mend=_mend)
