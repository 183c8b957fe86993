"""CHP-005: The chapter marks in a file cannot be those of its sound.

What it checks
    The marks begin at the beginning, come one after the other, lie within the decoded sound, and leave neither gap nor
    overlap beyond a twentieth of a second.

Why it matters
    A chapter that begins after the end of the file cannot be opened. Marks that were counted by headers instead of
    samples drift, and whoever jumps to a chapter hears the end of the one before.

How to mend it
    Write the marks anew from the finished file, or send one file for each chapter. What is only a little off is put
    right without asking: our own times are counted in decoded samples.

Source
    W3C Audiobooks; drift of 45 ms a file in three programs; content-rules CHP-005

Example:
    >>> from shelfready.rules._examples import audio
    >>> marks = ({"start_ms": 0, "end_ms": 300_000}, {"start_ms": 300_000, "end_ms": 600_000})
    >>> chapter_marks_impossible(audio(600, chapters=marks)) + chapter_marks_impossible(audio(600))
    []
    >>> [(found.severity.value, found.message) for found in chapter_marks_impossible(audio(250, chapters=marks))]
    [('E', '1 of 2 marks begins after the end of the sound (at 300.0 s of 250.0 s)')]
"""

from itertools import pairwise

from shelfready.findings import Said, Says, Severity, rule
from shelfready.media import AudioFacts, ChapterMark
from shelfready.profiles import Profile


@rule("CHP-005", Severity.ERROR)
def chapter_marks_impossible(audio: AudioFacts, profile: Profile) -> Says:
    """An error where a chapter would be lost or misplaced; ends and the first start are only a warning."""
    marks, length, near = audio.chapters, audio.duration_ms, profile.chapter_tolerance_ms
    late = [mark for mark in marks if mark.start_ms > length + near]
    if late:
        begin = "begins" if len(late) == 1 else "begin"
        where = f"(at {late[0].start_ms / 1000:.1f} s of {length / 1000:.1f} s)"
        yield f"{len(late)} of {len(marks)} marks {begin} after the end of the sound {where}"
    backwards = [there for here, there in pairwise(marks) if there.start_ms <= here.start_ms]
    if backwards:
        again = "does" if len(backwards) == 1 else "do"
        where = f"(first at {backwards[0].start_ms / 1000:.1f} s)"
        yield f"{len(backwards)} of {len(marks)} marks {again} not begin after the one before {where}"
    if not late and not backwards:
        yield from _warnings(marks, length, profile)


def _warnings(marks: tuple[ChapterMark, ...], length: int, profile: Profile) -> Says:
    near = profile.chapter_tolerance_ms
    if marks and marks[0].start_ms > near:
        found = f"the first mark is at {marks[0].start_ms / 1000:.1f} s, and 0 is expected"
        yield Said(f"{found}: what comes before becomes a chapter or joins the first", Severity.WARNING)
    starts = [mark.start_ms for mark in marks[1:]] + [length]
    off = [abs(start - mark.end_ms) for mark, start in zip(marks, starts, strict=False) if mark.end_ms is not None]
    wrong = [by for by in off if by > near]
    if wrong:
        end = "does not end" if len(wrong) == 1 else "do not end"
        found = f"{len(wrong)} of {len(marks)} marks {end} where the next one begins (off by up to {_seconds(wrong)})"
        yield Said(f"{found}: ends are taken from the starts", Severity.WARNING)


def _seconds(off_ms: list[int]) -> str:
    return f"{max(off_ms) / 1000:.1f} s" if max(off_ms) >= 1000 else f"{max(off_ms)} ms"
