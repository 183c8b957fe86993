"""Books with holes are found; books that merely have numbers in their names are not accused."""

import pytest

from shelfready.rules import RULES
from shelfready.rules._examples import audio, audiobook, digest, refusal, track
from shelfready.titles import AssetFacts, DeclaredFile, Role

RULE = RULES["tracks-missing-or-repeated"]


def _messages(*names: str, orders: tuple[int, ...] | None = None) -> list[str]:
    places = orders or (None,) * len(names)
    tracks = [track(name, order=place) for name, place in zip(names, places, strict=True)]
    return [found.message for found in RULE(audiobook(*tracks))]


@pytest.mark.parametrize(
    "names",
    [
        ("01.mp3", "02.mp3", "03.mp3"),
        ("00-opening.mp3", "01-a.mp3", "02-b.mp3"),
        ("CD1/01.mp3", "CD1/02.mp3", "CD2/01.mp3"),
        ("10.mp3", "20.mp3", "30.mp3"),
        ("1984.mp3",),
        ("Part 1.m4a", "Part 2.mp3"),
        ("9789999900010_1of2.mp3", "9789999900010_2of2.mp3"),
        ("13 The Return.mp3", "14 The Storm.mp3", "15 The End.mp3"),
        ("Intro.mp3", "Chapter 1.mp3", "Chapter 2.mp3"),
    ],
)
def test_whole_books_are_left_in_peace(names: tuple[str, ...]) -> None:
    """Zero-based numbers, discs, tens, years and second volumes are no holes."""
    assert _messages(*names) == []


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        (("01.mp3", "02.mp3", "04.mp3"), "the names count from 1 to 4, and 3 is missing among them"),
        (("02.mp3", "03.mp3", "04.mp3"), "the names count from 1 to 4, and 1 is missing among them"),
        (("a_1of3.mp3", "a_2of3.mp3"), "the names say that there are 3 tracks, and 2 were delivered"),
    ],
)
def test_holes_in_names_are_named(names: tuple[str, ...], missing: str) -> None:
    """The message says which number is missing."""
    assert _messages(*names) == [missing]


def test_declared_places_have_no_hole_and_no_repeat() -> None:
    """Places that were declared are taken at their word."""
    found = _messages("a.mp3", "b.mp3", "c.mp3", orders=(1, 3, 3))

    assert found == [
        "the declared places count from 1 to 3, and 3 is there more than once",
        "the declared places count from 1 to 3, and 2 is missing among them",
    ]


def test_places_may_count_from_zero() -> None:
    """Opening credits are often number 0."""
    assert _messages("a.mp3", "b.mp3", orders=(0, 1)) == []


def test_huge_declared_place_is_told_in_one_line() -> None:
    """A place of 100,000 makes no list of 99,998 numbers."""
    (message,) = _messages("a.mp3", "b.mp3", orders=(1, 100_000))

    assert message == "the declared places count from 1 to 100000, and 2, 3, 4, 5, 6, ... are missing among them"


def test_repeated_jingle_is_only_warned_of() -> None:
    """The same few seconds may open every part; a chapter is never the same as another."""
    jingle = audio(8, pcm_sha256=digest("jingle"))

    (found,) = RULE(audiobook(track("a.mp3", jingle), track("b.mp3"), track("c.mp3", jingle)))

    assert found.severity.value == "W"


def _numbered(*places: tuple[int, int | None], disc: int | None = None) -> list[AssetFacts]:
    tags = [{"track": number, "tracks": total, "disc": disc} for number, total in places]
    return [
        track(f"{disc or ''}{letter}.mp3", audio(600, tags=tag, pcm_sha256=digest(f"{disc}{letter}")))
        for letter, tag in zip("abcdefgh", tags, strict=False)
    ]


def _told(*tracks: AssetFacts) -> list[tuple[str, str]]:
    return [(found.severity.value, found.message) for found in RULE(audiobook(*tracks))]


def test_each_folder_is_counted_by_itself() -> None:
    """Every disc begins with 1 again, and a lost disc is seen by the numbers of the others."""
    assert _messages("CD1/01.mp3", "CD1/02.mp3", "CD2/01.mp3", "CD2/03.mp3") == [
        "the names in CD2 count from 1 to 3, and 2 is missing among them"
    ]
    assert _messages("CD1/01.mp3", "CD1/02.mp3", "CD3/01.mp3", "CD3/02.mp3") == [
        "the folders count from 1 to 3, and 2 is missing among them"
    ]


def test_tags_say_how_many_tracks_there_are() -> None:
    """The last chapter is missed by nothing else."""
    assert _told(*_numbered((1, 3), (2, 3))) == [("E", "the tags count 3 tracks, and 3 is missing among them")]
    assert _told(*_numbered((1, 2), (2, 2), disc=1), *_numbered((1, 2), disc=2)) == [
        ("E", "the tags count 2 tracks on disc 2, and 2 is missing among them")
    ]


@pytest.mark.parametrize(
    "places",
    [
        ((1, 2), (2, 2)),
        ((1, None), (2, None)),
        ((1, 9), (2, 8)),
        ((1, 9), (1, 9)),
        ((1, 2), (2, 2), (3, 2)),
        ((1, 9), (2, None)),
    ],
    ids=["whole", "no totals", "different totals", "no numbers of their own", "more than the total", "not all"],
)
def test_tags_that_do_not_count_the_book_say_nothing(places: tuple[tuple[int, int | None], ...]) -> None:
    """Tags of discs, of albums and of tools are no reason to refuse a book."""
    assert _told(*_numbered(*places)) == []


def test_file_that_was_refused_is_no_hole() -> None:
    """Why it could not be taken in, another rule says; that it is missing would be said twice."""
    declared = [DeclaredFile(role=Role.TRACK, name=f"0{place}.mp3", order=place) for place in (1, 2, 3)]
    tracks = [track("01.mp3", order=1), track("03.mp3", order=3)]

    assert RULE(audiobook(*tracks, declared=declared, refusals=(refusal(asset="02.mp3"),))) == []
    assert len(RULE(audiobook(*tracks, declared=declared))) == 3


def _speech(name: str, seconds: float, pauses: tuple[int, ...], **changes: object) -> AssetFacts:
    silences = [{"start_ms": start, "length_ms": 1_200} for start in pauses]
    return track(name, audio(seconds, pcm_sha256=digest(name), silences=silences, **changes))


def test_recording_that_was_encoded_again_is_known_by_its_pauses() -> None:
    """Another bit rate, another gain and a few milliseconds make no other chapter of it."""
    first = _speech("c.mp3", 600, (9_000, 61_000, 300_000))
    louder = {"sample_peak_dbfs": -1.5, "rms_dbfs": -19.0, "integrated_lufs": -18.0}
    again = _speech("e.mp3", 600.03, (9_020, 61_030, 300_025), **louder)

    assert _told(first, again) == [
        ("E", "c.mp3 and e.mp3 hold the same recording, encoded twice: they pause at the same places")
    ]


@pytest.mark.parametrize(
    "other",
    [
        _speech("e.mp3", 600, (9_000, 61_000)),
        _speech("e.mp3", 600, (9_000, 64_000, 300_000)),
        _speech("e.mp3", 604, (9_000, 61_000, 300_000)),
        _speech("e.mp3", 600, (9_000, 61_000, 300_000), rms_dbfs=-24.0),
    ],
    ids=["fewer pauses", "a pause elsewhere", "another length", "another sound"],
)
def test_chapters_that_are_alike_are_no_copies(other: AssetFacts) -> None:
    """Equal length, or some equal pauses, are chance."""
    assert _told(_speech("c.mp3", 600, (9_000, 61_000, 300_000)), other) == []


def test_whole_book_beside_its_chapters_is_found() -> None:
    """An M4B among the MP3s would be heard after them; without their marks, it is only likely."""
    parts = [
        track(name, audio(seconds, pcm_sha256=digest(name))) for name, seconds in (("a", 100), ("b", 90), ("c", 80))
    ]
    marks = [{"start_ms": start} for start in (0, 100_000, 190_000)]
    message = "book.m4b is as long as the 3 other tracks together: the book would be heard twice"

    assert _told(*parts, track("book.m4b", audio(270.2, chapters=marks))) == [("E", message)]
    assert _told(*parts, track("book.m4b", audio(270.2))) == [("W", message)]
    assert _told(*parts, track("d.mp3", audio(280))) == []
    assert _told(*parts[:2], track("d.mp3", audio(190, chapters=marks))) == []
