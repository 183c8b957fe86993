"""The chapter table: no gap, no drift, a name for each chapter, wherever the marks come from."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from shelfready.chaptering import chapterize, find_chapters
from shelfready.chapters import ChapterKind, ChapterTable, Evidence
from shelfready.media import TIMELINE_RATE_HZ, AudioTags, Carrier, ChapterList, ChapterMark, Silence, TocEntry
from shelfready.metadata_facts import Dialect, MetadataFacts
from shelfready.records import Content, ContentChapter, Record
from shelfready.rules._examples import audio, audiobook, book, digest, epub, track
from shelfready.titles import AssetFacts, DeclaredChapter, TitleFacts

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

    assert [title for _, title in _told(book)] == ["Chapter 1", "Chapter 2", "Chapter 1 (2)", "Chapter 1 (3)"]


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


def _lists(**starts_s: list[float]) -> tuple[ChapterList, ...]:
    return tuple(
        ChapterList(
            carrier=Carrier(name),
            marks=tuple(ChapterMark(title=f"{name} {at}", start_ms=round(at * 1000)) for at in starts),
        )
        for name, starts in starts_s.items()
    )


def test_precedence_from_manifest_to_file() -> None:
    """Each kind of evidence is believed before all that follow, and asked only when none before it says anything."""
    onix = MetadataFacts(
        dialect=Dialect.ONIX,
        record=Record(
            content=Content(
                chapters=(ContentChapter(title="A", start="000000000"), ContentChapter(title="B", start="000003000"))
            )
        ),
    )
    declared = (DeclaredChapter(title="A", start_ms=0), DeclaredChapter(title="B", start_ms=20_000))
    marked = track("1 A.mp3", audio(100, chapter_lists=_lists(quicktime=[0, 40], id3=[0, 50])))

    def second(**changes: object) -> tuple[Evidence, float]:
        chapter = chapterize(audiobook(marked, _track("2 B.mp3", 9), **changes)).chapters[1]
        return chapter.evidence, chapter.start_sample / SECOND

    assert second(declared_chapters=declared, described=onix) == (Evidence.MANIFEST, 20)
    assert second(described=onix) == (Evidence.ONIX, 30)
    assert second() == (Evidence.QUICKTIME, 40)
    assert chapterize(audiobook(_track("1 A.mp3", 100), _track("2 B.mp3", 9))).chapters[1].evidence is Evidence.FILE


def test_overdrive_parts_are_one_book() -> None:
    """Chapters cross the parts; what comes before a part's first marker belongs to the chapter before."""
    marks = [("One", 0.0), ("Two", 50.0)], [("Two (continued)", 0.0), ("Three", 30.0)], [("Four", 40.0)]
    parts = []
    for number, listed in enumerate(marks, start=1):
        starts = tuple(ChapterMark(title=title, start_ms=round(at * 1000)) for title, at in listed)
        lists = (ChapterList(carrier=Carrier.OVERDRIVE, marks=starts),)
        parts.append(track(f"Lighthouse-Part{number:02}.mp3", audio(100, chapter_lists=lists)))

    table = chapterize(audiobook(*parts))

    assert [(chapter.title, chapter.start_sample // SECOND) for chapter in table.chapters] == [
        ("One", 0),
        ("Two", 50),
        ("Three", 130),
        ("Four", 240),
    ]


def test_manifest_may_say_where_chapters_of_a_long_file_begin() -> None:
    """That is how a proposal is accepted: it is no guess any more."""
    long_file = _track("book.mp3", 8_000)
    declared = tuple(DeclaredChapter(title=f"Chapter {n}", start_ms=n * 1_000_000) for n in range(8))

    found = find_chapters(audiobook(long_file, declared_chapters=declared))

    assert (len(found.table.chapters), found.proposal, found.doubts) == (8, None, ())
    assert {chapter.confidence for chapter in found.table.chapters} == {1.0}


def _unmarked(*pauses_s: tuple[float, float], minutes: tuple[float, ...] = ()) -> TitleFacts:
    """Seventy minutes in one file, and an EPUB of chapters of so many minutes each."""
    pauses = tuple(Silence(start_ms=round(at * 1000), length_ms=round(length * 1000)) for at, length in pauses_s)
    toc = tuple(
        TocEntry(title=f"Part {n}", href=str(n), characters=round(length * 60 / 0.08))
        for n, length in enumerate(minutes, start=1)
    )
    contents = [book(contents=epub(toc=toc))] if toc else []
    return audiobook(track("book.mp3", audio(4_200, pauses=pauses)), *contents)


def test_what_pauses_and_text_make_certain_is_published() -> None:
    """Pauses at the very places where the text says that chapters end."""
    found = find_chapters(_unmarked((1198, 2), (2998, 2), (700, 1), (3300, 1), minutes=(20, 30, 20)))

    assert found.proposal is None
    assert [chapter.title for chapter in found.table.chapters] == ["Part 1", "Part 2", "Part 3"]
    assert {chapter.evidence for chapter in found.table.chapters} == {Evidence.SILENCE}


def test_what_is_not_certain_is_only_proposed() -> None:
    """One chapter is published, and the table lies beside it."""
    found = find_chapters(_unmarked((1000, 3), (2000, 3), (3000, 3)))

    assert [(chapter.evidence, chapter.title) for chapter in found.table.chapters] == [(Evidence.FILE, "Book")]
    assert found.proposal is not None
    assert len(found.proposal.chapters) == 4
    assert found.proposal.total_samples == found.table.total_samples


def test_nothing_is_looked_for_where_chapters_are_known() -> None:
    """A book in files, or with marks, is not guessed at, whatever its pauses."""
    pauses = tuple(Silence(start_ms=at * 1000, length_ms=3_000) for at in (1000, 2000, 3000))
    files = audiobook(*(track(f"{n} {name}.mp3", audio(4_200, pauses=pauses)) for n, name in enumerate(("A", "B"))))
    marked = audiobook(track("b.mp3", audio(4_200, pauses=pauses, chapter_lists=_lists(nero=[0, 99]))))

    assert [find_chapters(title).proposal for title in (files, marked)] == [None, None]


def test_credits_and_samples_are_known() -> None:
    """In several languages, whose own words stay; English ones have one name."""
    names = ("01 Vorspann.mp3", "02 Der Sturm.mp3", "03 Abspann.mp3", "04 Hörprobe.mp3")
    german = chapterize(audiobook(*(_track(name, 9) for name in names)))
    english = chapterize(audiobook(*(_track(name, 9) for name in ("01 Intro credits.mp3", "02 A.mp3", "03 Outro.mp3"))))

    assert [(chapter.title, chapter.kind) for chapter in german.chapters] == [
        ("Vorspann", ChapterKind.OPENING_CREDITS),
        ("Der Sturm", ChapterKind.CHAPTER),
        ("Abspann", ChapterKind.CLOSING_CREDITS),
        ("Hörprobe", ChapterKind.SAMPLE),
    ]
    assert [chapter.title for chapter in english.chapters] == ["Opening Credits", "A", "Closing Credits"]


def test_titles_survive_whatever_is_in_them() -> None:
    """Signs that mean something to ffmpeg and to XML are text; entities and text that was encoded twice are mended."""
    titles = ("a=b;c#d\\e\nf", "Q &amp; A", "Les MisÃ©rables", "<b>One</b>", "\u202eevil")
    found = _told(_track("book.m4b", 100, *((float(place * 9), title) for place, title in enumerate(titles))))

    assert [title for _, title in found] == ["a=b;c#d\\e f", "Q & A", "Les Misérables", "<b>One</b>", "evil"]


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
                pauses=tuple(Silence(start_ms=abs(start), length_ms=1500) for start, _ in marks),
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
