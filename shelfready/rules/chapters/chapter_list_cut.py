"""CHP-006: The list of chapters in the container may have been cut by the format.

What it checks
    An MP4 file whose only list is Nero's does not hold exactly as many marks as that list can (255), and no title of
    as many bytes as it can (255). Beside QuickTime's list, which has no such limits, Nero's may be cut.

Why it matters
    Nero's list counts its entries in one byte: of 300 chapters it keeps 255, and players that read it first lose the
    rest.

How to mend it
    Write the marks as a QuickTime chapter track, without Nero's list, or send one file for each chapter. Our own M4B is
    written so.

Source
    measured: a file of 300 marks has 255 in Nero's list and 300 in QuickTime's track; content-rules CHP-006

Example:
    >>> from shelfready.rules._examples import audio
    >>> def marked(count):
    ...     return audio(9_000, container="m4a", chapters=tuple({"start_ms": 30_000 * place} for place in range(count)))
    >>> chapter_list_cut(marked(254)) + chapter_list_cut(marked(300))
    []
    >>> both = ({"carrier": "quicktime", "marks": ({"start_ms": 0},)}, {"carrier": "nero", "marks": ({"start_ms": 0},)})
    >>> chapter_list_cut(marked(255).model_copy(update={"chapter_lists": audio(chapter_lists=both).chapter_lists}))
    []
    >>> [found.message for found in chapter_list_cut(marked(255))]
    ['there are exactly 255 chapter marks, the most that one kind of list can hold: the rest may be lost']
"""

from shelfready.findings import Said, Says, Severity, rule
from shelfready.media import AudioFacts, Carrier
from shelfready.profiles import Profile

_NERO_MOST = 255  # `chpl` counts its entries, and the bytes of a title, in eight bits
_BOXED = ("m4a", "mp4", "mov", "m4b")


@rule("CHP-006", Severity.WARNING)
def chapter_list_cut(audio: AudioFacts, _profile: Profile) -> Says:
    """More marks than Nero's list can hold come from QuickTime's, and are whole."""
    if not audio.container.startswith(_BOXED) or any(
        one.carrier is Carrier.QUICKTIME and one.marks for one in audio.chapter_lists
    ):
        return
    if len(audio.chapters) == _NERO_MOST:
        yield (
            f"there are exactly {_NERO_MOST} chapter marks, the most that one kind of list can hold: "
            "the rest may be lost"
        )
    cut = [mark.title for mark in audio.chapters if mark.title and len(mark.title.encode()) == _NERO_MOST]
    if cut:
        have = "chapter title has" if len(cut) == 1 else "chapter titles have"
        message = f"{len(cut)} {have} exactly {_NERO_MOST} bytes, the most that one kind of list can hold"
        yield Said(f"{message}: the end may be lost", remedy="Compare the titles with yours, and write shorter ones.")
