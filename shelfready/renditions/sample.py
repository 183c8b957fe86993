"""A stretch to try the book by: at most its first five minutes after the opening credits, faded out at the end.

Shops take samples of one to five minutes (ACX, Author's Republic). A short book gives a tenth of itself, so that trying
it is not having it. What is left out is what the trade says around a book (opening and closing credits, a sample that
its publisher made). Where a chapter ends within the last fifth of the sample, so does the sample: it would else break
off just after the next chapter was announced. Where tracks meet means nothing to a listener; but where they are of
seconds, the sample ends after as many of them as one ffmpeg may open at once.
"""

from bisect import bisect_right

from shelfready.chapters import Chapter, ChapterKind
from shelfready.media import TIMELINE_RATE_HZ, Medium
from shelfready.plans import Material, Rendition, SampleRecipe
from shelfready.renditions._listening import VOICE_64, has_audio, rich
from shelfready.timeline import track_starts

_LONGEST = 5 * 60 * TIMELINE_RATE_HZ
_SHORTEST = TIMELINE_RATE_HZ
"""A second: what is shorter lets nobody try anything."""

_MOST_TRACKS = 64

_PART_OF_BOOK = 10
_PART_TO_END_WITHIN = 5
_FADE_OUT_MS = 2_000


def _recipe(material: Material) -> SampleRecipe | None:
    start, end = _stretch(material)
    if not has_audio(material) or end - start < _SHORTEST:
        return None
    length_ms = (end - start) * 1000 // TIMELINE_RATE_HZ
    return SampleRecipe(
        format=rich(material) if material.channels == 2 else VOICE_64,
        start_sample=start,
        samples=end - start,
        # Of a sample of seconds, most is to be heard at its full loudness.
        fade_out_ms=min(_FADE_OUT_MS, length_ms // 4),
        gain_db=material.sound.gain_db,
    )


def _stretch(material: Material) -> tuple[int, int]:
    """From which sample of the timeline up to which; the same twice when there is no chapter of the book itself."""
    chapters = material.chapters.chapters if material.chapters else ()
    longest = min(_LONGEST, material.total_samples // _PART_OF_BOOK)
    if not chapters:
        return 0, min(longest, _end_of_tracks(material, 0))
    told = _first_told(chapters)
    if not told:
        return 0, 0
    start = told[0].start_sample
    end = min(start + longest, told[-1].end_sample, _end_of_tracks(material, start))
    ends = [chapter.end_sample for chapter in told if end - longest // _PART_TO_END_WITHIN <= chapter.end_sample <= end]
    return start, ends[-1] if ends else end


def _end_of_tracks(material: Material, start: int) -> int:
    """Where the last of as many tracks ends as a sample may be cut from; padding moves it by less than a frame each."""
    starts = track_starts(material.facts)
    last = min(bisect_right(starts, start) - 1 + _MOST_TRACKS, len(starts) - 1)
    return starts[last] if last < len(starts) - 1 else material.total_samples


def _first_told(chapters: tuple[Chapter, ...]) -> list[Chapter]:
    """The first chapters in a row that tell the book."""
    told: list[Chapter] = []
    for chapter in chapters:
        if chapter.kind is ChapterKind.CHAPTER:
            told.append(chapter)
        elif told:
            break
    return told


sample = Rendition(
    mediums=frozenset({Medium.AUDIO}),
    path="sample.m4a",
    media_type="audio/mp4",
    recipe=_recipe,
    wave=0,
)
