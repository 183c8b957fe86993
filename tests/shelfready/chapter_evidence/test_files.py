"""Whether files are chapters, or parts of the book."""

import pytest

from shelfready.chapter_evidence.files import file_titles
from shelfready.chapters import Evidence
from shelfready.metadata_facts import Dialect, MetadataFacts
from shelfready.records import Content, ContentChapter, Record
from shelfready.rules._examples import audio, audiobook, track
from shelfready.titles import TitleFacts


def _title(*tracks: tuple[str, float], tags: tuple[str, ...] = (), **changes: object) -> TitleFacts:
    """Tracks with names, and lengths in minutes."""
    return audiobook(
        *(
            track(name, audio(minutes * 60, tags={"title": tags[place]} if tags else {}), order=place + 1)
            for place, (name, minutes) in enumerate(tracks)
        ),
        **changes,
    )


def _evidence(title: TitleFacts) -> set[Evidence]:
    return {found.evidence for found in file_titles(title)}


CHAPTERS = {
    "names": _title(("01 Storm.mp3", 20), ("02 Calm.mp3", 30)),
    "numbered chapters": _title(("Chapter 1.mp3", 20), ("Chapter 2.mp3", 20), ("Chapter 3.mp3", 20)),
    "bare numbers of unlike lengths": _title(("1.mp3", 20), ("2.mp3", 31), ("3.mp3", 12)),
    "one short file": _title(("book.mp3", 45)),
    "n of m, with titles": _title(("1of2 Storm.mp3", 20), ("2of2 Calm.mp3", 30)),
    "as long as each other, with titles": _title(
        ("1.mp3", 30), ("2.mp3", 30), ("3.mp3", 30), tags=("Storm", "Calm", "Land")
    ),
    "disc of forty short chapters with titles": _title(
        *((f"{n:02} Chapter {n}.mp3", 4 + n / 60) for n in range(1, 50))
    ),
}

PARTS = {
    "n of m": _title(("Lighthouse_1of3.mp3", 50), ("Lighthouse_2of3.mp3", 61), ("Lighthouse_3of3.mp3", 12)),
    "n of m in other languages": _title(("Buch 1 von 2.mp3", 50), ("Buch 2 von 2.mp3", 61)),
    "cut by the clock": _title(("Part01.mp3", 60), ("Part02.mp3", 60), ("Part03.mp3", 60), ("Part04.mp3", 12)),
    "a ripped CD": _title(*((f"CD1/{n:02} Track {n}.mp3", 4 + n / 60) for n in range(1, 50))),
    "longer than any chapter": _title(("Part 1.mp3", 200), ("Part 2.mp3", 170)),
    "one long file": _title(("The Lighthouse.m4b", 600)),
}


@pytest.mark.parametrize("title", CHAPTERS.values(), ids=CHAPTERS)
def test_files_are_chapters(title: TitleFacts) -> None:
    """Whatever has a title of its own, and what nobody has cut by a rule."""
    assert _evidence(title) == {Evidence.FILE}


@pytest.mark.parametrize("title", PARTS.values(), ids=PARTS)
def test_files_are_parts(title: TitleFacts) -> None:
    """And not certain enough to be taken for chapters."""
    assert _evidence(title) == {Evidence.PART}
    assert max(found.confidence for found in file_titles(title)) < 0.7


def test_declared_titles_make_chapters_of_anything() -> None:
    """Whoever names each file knows what is in it."""
    title = audiobook(*(track(f"x_{n}of3.mp3", audio(9_000 + n), title=f"Chapter {n}") for n in (1, 2, 3)))

    assert _evidence(title) == {Evidence.FILE}


def test_onix_names_files_that_have_no_name() -> None:
    """As many content items as tracks are the tracks, though nobody says when they begin."""
    items = (ContentChapter(title="The Storm"), ContentChapter(title="The Calm"))
    described = MetadataFacts(dialect=Dialect.ONIX, record=Record(content=Content(chapters=items)))

    found = file_titles(_title(("1.mp3", 20), ("2.mp3", 31), described=described))

    assert [one.title for one in found] == ["The Storm", "The Calm"]
