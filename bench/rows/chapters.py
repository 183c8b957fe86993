"""How exact published chapter times are."""

from collections.abc import Iterator

from bench.figures import Figure, Row
from bench.observed import DECODED, Observed

_MOST_MS = 1.0


def _read(seen: Observed) -> Iterator[Figure]:
    for which, found in (("long book", seen.long_chapters), ("tiny files", seen.tiny_chapters)):
        for source, worst in found.worst_ms.items():
            name = f"{which}, {found.chapters} chapters: {source}"
            bar = _MOST_MS if source.endswith(DECODED) else None
            yield Figure(name=name, value=worst, unit="ms", at_most=bar)


chapters = Row(
    place=10,
    title="Chapter times, the largest error",
    how=(
        "chapters read from the published M4B (ffprobe for QuickTime's, mutagen for Nero's, which books of more than "
        "255 do not have) and from chapters.json, against sums of the tracks' lengths as bare ffmpeg decodes them. "
        "Against their lengths before they became MP3 there is no bar: where a file's padding is longer than ffmpeg's "
        "decoder cuts off, everybody who plays it hears up to a millisecond more"
    ),
    read=_read,
)
