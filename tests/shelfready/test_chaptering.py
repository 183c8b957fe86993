"""The chapter table: no gap, no drift, a name for each chapter, wherever the marks come from."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from shelfready.chaptering import chapterize
from shelfready.chapters import ChapterTable, Evidence
from shelfready.media import TIMELINE_RATE_HZ, AudioTags, ChapterMark
from shelfready.rules._examples import audio, audiobook, digest, track
from shelfready.titles import AssetFacts

SECOND = TIMELINE_RATE_HZ


def _track(name: str, seconds: float, *marks: tuple[float, str | None], **changes: object) -> AssetFacts:
    tags = AudioTags.model_validate(changes.pop("tags", {}))
    chapters = tuple(ChapterMark(start_ms=round(start * 1000), title=title) for start, title in marks)
    recording = audio(seconds, pcm_sha256=digest(name), chapters=chapters, tags=tags)
    return track(name, recording, **changes)


def _told(*tracks: AssetFacts) -> list[tuple[float, str]]:
    """Start in seconds, and title, of each chapter."""
    table = chapterize(audiobook(*tracks))
    return [(chapter.start_sample / SECOND, chapter.title) for chapter in table.chapters]


def test_each_file_is_a_chapter() -> None:
    """A chapter starts where the decoded sound of the files before it ends."""
    table = chapterize(audiobook(_track("1 The Storm.mp3", 10), _track("2 The Calm.mp3", 20.5)))

    assert [(chapter.title, chapter.start_sample, chapter.end_sample) for chapter in table.chapters] == [
        ("The Storm", 0, 10 * SECOND),
        ("The Calm", 10 * SECOND, round(30.5 * SECOND)),
    ]
    assert {chapter.evidence for chapter in table.chapters} == {Evidence.FILE}
    assert [chapter.track for chapter in table.chapters] == [0, 1]


def test_marks_of_a_single_file_are_its_chapters() -> None:
    """An M4B knows its chapters best."""
    book = _track("book.m4b", 100, (0, "One"), (40, "Two"), (70.5, "Three"))

    assert _told(book) == [(0, "One"), (40, "Two"), (70.5, "Three")]


def test_marks_of_later_files_are_moved_by_decoded_length() -> None:
    """Marks count from the start of their own file."""
    parts = [_track("a.m4b", 100, (0, "One"), (40, "Two")), _track("b.m4b", 50, (0, "Three"), (30, "Four"))]

    assert _told(*parts) == [(0, "One"), (40, "Two"), (100, "Three"), (130, "Four")]


def test_files_with_and_without_marks_make_one_table() -> None:
    """Credits are often a file of their own beside a marked book."""
    tracks = [_track("00-opening-credits.mp3", 5), _track("book.m4b", 100, (0, "One"), (40, "Two"))]

    assert _told(*tracks) == [(0, "Opening Credits"), (5, "One"), (45, "Two")]


def test_three_hundred_files_do_not_drift() -> None:
    """The 300th chapter starts at its very sample, whatever 300 headers claim."""
    samples = 7 * SECOND + 123
    lying = [
        track(
            f"{number}.mp3", audio(7, timeline_samples=samples, header_duration_ms=7400, pcm_sha256=digest(str(number)))
        )
        for number in range(1, 301)
    ]

    table = chapterize(audiobook(*lying))

    assert [chapter.start_sample for chapter in table.chapters] == [number * samples for number in range(300)]


def test_titles_are_declared_else_tagged_else_named() -> None:
    """Who sends the title knows best; a file's name knows least."""
    tracks = [
        _track("01.mp3", 9, title="Declared", tags={"title": "Tagged"}),
        _track("02.mp3", 9, tags={"title": "02 - Tagged", "track": 2}),
        _track("03_Named.mp3", 9),
        _track("04.mp3", 9),
    ]

    assert [title for _, title in _told(*tracks)] == ["Declared", "Tagged", "Named", "Track 4"]


def test_tag_that_all_tracks_share_is_not_a_chapter() -> None:
    """The book's title in every track's title names no chapter."""
    tracks = [_track(f"{number} {word}.mp3", 9, tags={"title": "The Lighthouse"}) for number, word in enumerate("AB")]

    assert [title for _, title in _told(*tracks)] == ["A", "B"]


def test_same_titles_are_told_apart() -> None:
    """Each title names one chapter."""
    book = _track("book.m4b", 100, (0, "Chapter 1"), (20, "Chapter 2"), (40, "Chapter 1"), (60, "chapter 1"))

    assert [title for _, title in _told(book)] == ["Chapter 1", "Chapter 2", "Chapter 1 (2)", "chapter 1 (3)"]


def test_nameless_marks_are_counted_without_the_credits() -> None:
    """The first chapter after the credits is chapter 1."""
    book = _track("book.m4b", 100, (0, "opening credits"), (20, None), (40, ""), (60, "End Credits"))

    assert [title for _, title in _told(book)] == ["Opening Credits", "Chapter 1", "Chapter 2", "Closing Credits"]


def test_marks_are_put_in_order_and_into_the_file() -> None:
    """A mark before the start, at the place of another, or beyond the end begins no chapter of its own."""
    book = _track("book.m4b", 100, (60, "Three"), (-5, "One"), (30, None), (30, "Two"), (100, "End"), (500, "Beyond"))

    assert _told(book) == [(0, "One"), (30, "Two"), (60, "Three")]


def test_sound_before_the_first_mark_is_not_lost() -> None:
    """A breath belongs to the first chapter, a minute is an opening."""
    assert _told(_track("book.m4b", 100, (2, "One"), (60, "Two"))) == [(0, "One"), (60, "Two")]
    assert _told(_track("book.m4b", 100, (45, "One"), (60, "Two"))) == [(0, "Opening"), (45, "One"), (60, "Two")]


def test_chapter_that_goes_on_in_the_next_part_is_one() -> None:
    """Parts that were cut by size, not by sense, make one book."""
    parts = [
        _track("Part01.mp3", 100, (0, "One"), (40, "Two")),
        _track("Part02.mp3", 100, (0, "Two (continued)"), (30, "Three")),
        _track("Part03.mp3", 100, (50, "Four"), (80, "Five")),
    ]

    assert _told(*parts) == [(0, "One"), (40, "Two"), (130, "Three"), (250, "Four"), (280, "Five")]


def test_track_without_sound_has_no_chapter() -> None:
    """A chapter of no length cannot be played."""
    table = chapterize(audiobook(_track("1 A.mp3", 9), _track("2 B.mp3", 0), _track("3 C.mp3", 9)))

    assert [(chapter.title, chapter.track) for chapter in table.chapters] == [("A", 0), ("C", 2)]


MARKS = st.lists(st.tuples(st.integers(-5_000, 700_000), st.none() | st.text(max_size=8)), max_size=6)
TRACKS = st.lists(
    st.tuples(st.integers(0, 600 * SECOND), MARKS, st.text(min_size=1, max_size=20)), min_size=1, max_size=6
)


def _any(tracks: list[tuple[int, list[tuple[int, str | None]], str]]) -> tuple[ChapterTable, list[int]]:
    found = [
        track(
            name,
            audio(
                timeline_samples=samples,
                pcm_sha256=digest(str(index)),
                chapters=tuple(ChapterMark(start_ms=start, title=title) for start, title in marks),
            ),
        )
        for index, (samples, marks, name) in enumerate(tracks)
    ]
    return chapterize(audiobook(*found)), [samples for samples, _, _ in tracks]


@given(TRACKS)
def test_table_covers_the_book_without_gap_or_overlap(
    tracks: list[tuple[int, list[tuple[int, str | None]], str]],
) -> None:
    """From the first sample to the last, whatever containers and names hold."""
    table, lengths = _any(tracks)

    chapters = table.chapters
    assert table.total_samples == sum(lengths)
    assert bool(chapters) == (sum(lengths) > 0)
    if chapters:
        assert (chapters[0].start_sample, chapters[-1].end_sample) == (0, sum(lengths))
    assert all(chapter.start_sample < chapter.end_sample for chapter in chapters)
    assert all(one.end_sample == other.start_sample for one, other in pairwise(chapters))


@given(TRACKS)
def test_titles_are_there_and_tell_chapters_apart(tracks: list[tuple[int, list[tuple[int, str | None]], str]]) -> None:
    """Never empty, never twice, never with what cannot be shown; and each starts in its track."""
    table, lengths = _any(tracks)

    titles = [chapter.title for chapter in table.chapters]
    assert all(title == title.strip() and title.isprintable() for title in titles)
    assert len({title.casefold() for title in titles}) == len(titles)
    for chapter in table.chapters:
        start = sum(lengths[: chapter.track])
        assert start <= chapter.start_sample < start + lengths[chapter.track]
