"""PKG-006: File names are not what every system can keep apart, or not what the recipient asks for.

What it checks
    No two names are one on systems that tell no case and no way of writing an accent; no name holds characters that
    cannot be seen. A profile may ask for plain names (letters, digits, dash, underscore), for numbers of equal length
    from 001 on, or for LibriVox's pattern.

Why it matters
    Of two names that are one, the second file replaces the first wherever the drop is unpacked. Our own keys come from
    contents and not from names, so all else is for those who get the originals.

How to mend it
    Rename the files that the message names, and correct the manifest if there is one. System files (.DS_Store,
    Thumbs.db, __MACOSX) need not be removed: they are passed over.

Source
    ACX quality blog (alphanumerics, dash, underscore); Bokbasen (001 upwards); LibriVox's validator; content-rules
    PKG-006

Example:
    >>> from shelfready.rules._examples import audiobook, track
    >>> names_unfit(audiobook(track("01 Über Meer.mp3"), track("02 (Ende).mp3")))
    []
    >>> twins = audiobook(track("Storm.mp3"), track("storm.MP3"))
    >>> [found.message for found in names_unfit(twins)]
    ['Storm.mp3 and storm.MP3 are one name on many systems, and names of their own are expected']
"""

import re
from collections import defaultdict
from unicodedata import category, normalize

from shelfready.findings import Said, Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.titles import TitleFacts

_PATTERNS = {
    "plain": (re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9]+"), "letters, digits, dash and underscore alone"),
    "numbered": (re.compile(r"\d{3}(?!\d).*"), "a name that begins with a number of three digits"),
    "librivox": (re.compile(r"[^_]+_[0-9-]+_[^_]+_128kb\.mp3"), "title_number_author_128kb.mp3"),
}
"""What names may be, by `Profile.names`."""

_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cn", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"  # Persian and Hindi are written with them
_MOST_NAMED = 5


@rule("PKG-006", Severity.WARNING)
def names_unfit(title: TitleFacts, profile: Profile) -> Says:
    """Names the first few, for what is wrong with one is mostly wrong with all."""
    folded: dict[str, list[str]] = defaultdict(list)
    for found in title.assets:
        folded[normalize("NFC", normalize("NFC", found.asset.name).casefold())].append(found.asset.name)
    for twins in folded.values():
        if len(twins) > 1:
            yield f"{' and '.join(twins[:3])} are one name on many systems, and names of their own are expected"
    for found in title.assets:
        unseen = [char for char in found.asset.name if category(char) in _UNSEEN and char not in _JOINERS]
        if unseen:
            listed = ", ".join(sorted({f"U+{ord(char):04X}" for char in unseen}))
            yield Said(f"the name holds characters that cannot be seen ({listed})", asset=found.asset.name)
    if profile.names is not None:
        pattern, wanted = _PATTERNS[profile.names]
        files = [found.asset.name.rpartition("/")[2] for found in title.tracks]
        unfit = [name for name in files if not pattern.fullmatch(name)]
        if unfit:
            named = ", ".join(unfit[:_MOST_NAMED]) + (", ..." if len(unfit) > _MOST_NAMED else "")
            are = "is" if len(unfit) == 1 else "are"
            yield f"{len(unfit)} of {len(files)} tracks {are} not named as asked ({named}); expected: {wanted}"
