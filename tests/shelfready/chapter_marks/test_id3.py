"""CHAP and CTOC frames: which of them are chapters, and how deep they lie."""

from shelfready.chapter_marks.id3 import Id3Chapter, Id3Chapters, Id3Table, id3_marks


def _found(chapters: dict[str, int], **tables: tuple[bool, tuple[str, ...]]) -> Id3Chapters:
    return Id3Chapters(
        chapters={name: Id3Chapter(title=name, start_ms=start) for name, start in chapters.items()},
        tables={name: Id3Table(children=children, is_top=is_top) for name, (is_top, children) in tables.items()},
    )


def _told(found: Id3Chapters) -> list[tuple[str | None, int, int]]:
    return [(mark.title, mark.start_ms, mark.level) for mark in id3_marks(found)]


def test_chapters_without_a_table_are_all_there() -> None:
    """Some writers leave the table out."""
    assert _told(_found({"b": 5, "a": 1})) == [("a", 1, 1), ("b", 5, 1)]


def test_top_table_says_what_is_listed() -> None:
    """Further tables, of pictures or links, are none of a listener's; a chapter that is not listed is none."""
    found = _found({"a": 1, "b": 5, "slide": 3}, toc=(True, ("a", "b")), slides=(False, ("slide",)))

    assert _told(found) == [("a", 1, 1), ("b", 5, 1)]


def test_nested_tables_make_levels() -> None:
    """A part holds its chapters."""
    found = _found(
        {"intro": 0, "a": 10, "b": 20, "c": 30},
        toc=(True, ("intro", "part")),
        part=(False, ("a", "deep", "c")),
        deep=(False, ("b",)),
    )

    assert _told(found) == [("intro", 0, 1), ("a", 10, 2), ("b", 20, 3), ("c", 30, 2)]


def test_tables_that_hold_each_other_come_to_an_end() -> None:
    """Each element is gone into once."""
    found = _found({"a": 1}, one=(True, ("two", "a")), two=(False, ("one", "two", "a")))

    assert _told(found) == [("a", 1, 2)]


def test_table_that_lists_nothing_that_is_there_is_ignored() -> None:
    """Better all chapters than none."""
    assert _told(_found({"a": 1}, toc=(True, ("gone",)))) == [("a", 1, 1)]


def test_time_that_nobody_knew_is_no_mark() -> None:
    """The addendum's value for it is all ones."""
    assert id3_marks(_found({"a": 0xFFFFFFFF})) == ()
