"""CHP-004: There is no retail sample, or it would be played as a part of the book.

What it checks
    Where the profile asks for one, a recording called a sample lies among the supplements. No track of a book of
    several is called one.

Why it matters
    Shops play the sample before the book is bought. As a track, it is heard in the middle of the book a second time.

How to mend it
    Send one to five minutes from the book, nothing explicit, as a supplement with "sample" in its name.

Source
    ACX (up to 5 min); Author's Republic (1 to 5 min); content-rules CHP-004. How long a supplement is is not measured

Example:
    >>> from shelfready.profiles.acx import acx
    >>> from shelfready.rules._examples import audiobook, supplement, track
    >>> sample_missing(audiobook())
    []
    >>> sample_missing(audiobook(track(), supplement("retail_sample.mp3", kind="mp3")), acx)
    []
    >>> [found.message for found in sample_missing(audiobook(track()), acx)]
    ['no retail sample was delivered, and one of at most 5 min is expected']
    >>> mixed = audiobook(track("01.mp3"), track("9789999900010_sample.mp3"))
    >>> [found.message for found in sample_missing(mixed)]
    ['the track is called a sample and would be played as a part of the book']
"""

import re

from shelfready.findings import Said, Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.rules._kinds import NOT_AUDIO
from shelfready.titles import AssetFacts, Role, TitleFacts

_SAMPLE = re.compile(r"(^|[^a-z])(sample|sampleaudioclip|excerpt)s?$", re.IGNORECASE)

_NOT_A_TRACK = (
    "Send the sample as a supplement, and take it off the list of tracks; if it is a part of the book, rename the file."
)


@rule("CHP-004", Severity.WARNING)
def sample_missing(title: TitleFacts, profile: Profile) -> Says:
    """Goes by the name: what is said in the sample is not listened to."""
    if len(title.tracks) > 1:
        for found in title.tracks:
            if _is_sample(found):
                message = "the track is called a sample and would be played as a part of the book"
                yield Said(message, asset=found.asset.name, remedy=_NOT_A_TRACK)
    recordings = [found for found in title.in_role(Role.SUPPLEMENT) if found.kind and found.kind not in NOT_AUDIO]
    if profile.asks_sample and title.tracks and not any(_is_sample(found) for found in recordings):
        longest = f"{profile.longest_sample_s / 60:g} min"
        yield f"no retail sample was delivered, and one of at most {longest} is expected"


def _is_sample(found: AssetFacts) -> bool:
    stem = found.asset.name.rpartition("/")[2].rpartition(".")[0]
    return bool(_SAMPLE.search(stem))
