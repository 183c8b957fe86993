"""What is mended in sound, chapters and covers: before and after are told, and nothing where nothing is wrong."""

from collections.abc import Iterable

import pytest

from shelfready.checking import check
from shelfready.findings import Change
from shelfready.fixes import FIXES
from shelfready.mending import mend
from shelfready.profiles import STREAMING, overridden
from shelfready.rules._examples import audio, audiobook, cover, digest, image, retail_audiobook, track
from shelfready.titles import AssetFacts, TitleFacts

FAULTLESS = (audiobook(), retail_audiobook())
MEDIA = (
    "audio-downmixed",
    "audio-resampled",
    "chapter-marks-clamped",
    "chapter-titles-cleaned",
    "cover-converted",
    "tracks-in-order",
)


def _mended(key: str, title: TitleFacts) -> tuple[TitleFacts, list[Change]]:
    return FIXES[key].mend(title, STREAMING)


def _told(changes: Iterable[Change]) -> list[tuple[str, str, str, str | None]]:
    return [(change.field, change.before, change.after, change.asset) for change in changes]


def _tagged(name: str, number: int | None, disc: int | None = None, **place: object) -> AssetFacts:
    recording = audio(pcm_sha256=digest(name), tags={"track": number, "disc": disc})
    return track(name, recording, **place)


def _marked(*marks: tuple[int, int | None], seconds: float = 600, title: str | None = None) -> TitleFacts:
    chapters = tuple({"start_ms": start, "end_ms": end, "title": title} for start, end in marks)
    return audiobook(track("book.m4b", audio(seconds, chapters=chapters), kind="m4a"), cover())


def _marks_of(title: TitleFacts) -> list[tuple[int, int | None]]:
    recording = title.tracks[0].audio
    assert recording is not None
    return [(mark.start_ms, mark.end_ms) for mark in recording.chapters]


@pytest.mark.parametrize("key", MEDIA)
@pytest.mark.parametrize("title", FAULTLESS)
def test_faultless_title_is_left_as_it_is(key: str, title: TitleFacts) -> None:
    """Nothing is changed and nothing told where nothing is wrong."""
    assert _mended(key, title) == (title, [])


@pytest.mark.parametrize("key", MEDIA)
def test_what_was_not_measured_is_left_alone(key: str) -> None:
    """A track or cover that cannot be read is another rule's business."""
    broken = audiobook(track("1.mp3", audio=None), track("2.mp3", audio=None), cover(image=None))

    assert _mended(key, broken) == (broken, [])


@pytest.mark.parametrize("key", MEDIA)
def test_mending_twice_changes_nothing_more(key: str) -> None:
    """What was put right stays as it is."""
    wrong = audiobook(_tagged("b 2.mp3", 2), _tagged("c 1.mp3", 1), cover())
    once, _ = _mended(key, wrong)

    assert _mended(key, once)[0] == once


def test_profile_that_does_not_mend_keeps_every_fault() -> None:
    """What goes to a recipient as it is, is told and not mended."""
    doubled = audio(channels=2, mid_rms_dbfs=-20.0, side_rms_dbfs=-80.0)
    title = audiobook(track("1.mp3", doubled), cover())
    strict = overridden(STREAMING, {"mends": False}, "strict")

    assert mend(title, strict) == (title, ())
    assert [found.code for found in check(title, strict).findings] == ["AUD-005"]
    assert [found.code for found in check(title).findings] == []


def test_doubled_sound_is_told_and_kept() -> None:
    """The facts stay those of the file, and the change says what listeners get."""
    doubled = audio(channels=2, mid_rms_dbfs=-20.0, side_rms_dbfs=-80.0)
    wide = audio(channels=2, mid_rms_dbfs=-20.0, side_rms_dbfs=-32.0)
    title = audiobook(track("1.mp3", doubled), track("2.mp3", wide))

    mended, changes = _mended("audio-downmixed", title)

    assert mended == title
    assert _told(changes) == [("channels", "2, with the same sound in both", "1", "1.mp3")]


def test_tracks_of_other_rates_are_resampled() -> None:
    """Only those that differ from the timeline are named; a book of one rate, whatever it is, is not."""
    slow = audio(sample_rate_hz=22_050)
    mixed = audiobook(track("1.mp3"), track("2.mp3", slow))
    alike = audiobook(track("1.mp3", slow), track("2.mp3", slow))

    assert _told(_mended("audio-resampled", mixed)[1]) == [("sample rate", "22,050 Hz", "44,100 Hz", "2.mp3")]
    assert _mended("audio-resampled", alike)[1] == []


def test_marks_that_are_a_little_off_are_put_end_to_end() -> None:
    """A late beginning, an overlap and an end beyond the sound are what headers make of marks."""
    title = _marked((45, 300_100), (300_000, 601_400))

    mended, changes = _mended("chapter-marks-clamped", title)

    assert _marks_of(mended) == [(0, 300_000), (300_000, 600_000)]
    assert _told(changes) == [
        ("chapter marks", "0.045-300.100, 300.000-601.400", "0.000-300.000, 300.000-600.000", "book.m4b")
    ]
    assert check(mended).findings == ()


def test_only_marks_that_were_changed_are_told() -> None:
    """Of a hundred marks the one that moved by a hundredth of a second is the one to read."""
    _, changes = _mended("chapter-marks-clamped", _marked((0, 300_000), (300_000, 600_010)))

    assert _told(changes) == [("chapter marks", "300.000-600.010", "300.000-600.000", "book.m4b")]


def test_mark_behind_the_sound_is_dropped_when_it_is_near() -> None:
    """Some programs write a last mark at the very end, as announced by a header."""
    assert _marks_of(_mended("chapter-marks-clamped", _marked((0, None), (300_000, None), (600_029, None)))[0]) == [
        (0, None),
        (300_000, None),
    ]


@pytest.mark.parametrize(
    "title",
    [
        _marked((0, None), (900_000, None)),
        _marked((0, None), (300_000, None), (0, None), (200_000, None)),
    ],
    ids=["of another file", "begins anew with each part"],
)
def test_marks_that_cannot_be_understood_are_left_to_the_rule(title: TitleFacts) -> None:
    """Nobody knows where they belong: the title is refused."""
    mended, changes = _mended("chapter-marks-clamped", title)

    assert (mended, changes) == (title, [])
    assert "CHP-005" in {found.code for found in check(mended).findings if found.blocks}


def test_titles_lose_what_file_names_left() -> None:
    """Declared titles, tags and marks alike; a title that is nothing else is gone, and the track's name counts."""
    recording = audio(tags={"title": "9789999900010.mp3"}, chapters=({"start_ms": 0, "title": "01_the_calm"},))
    title = audiobook(track("1.mp3", recording, title="The_Storm.mp3"), cover())

    mended, changes = _mended("chapter-titles-cleaned", title)

    assert _told(changes) == [
        ("title", "The_Storm.mp3", "The Storm", "1.mp3"),
        ("tagged title", "9789999900010.mp3", "", "1.mp3"),
        ("title of chapter 1", "01_the_calm", "01 the calm", "1.mp3"),
    ]
    assert mended.tracks[0].asset.title == "The Storm"
    assert mended.tracks[0].audio is not None
    assert mended.tracks[0].audio.tags.title is None
    assert check(mended).findings == ()


def test_printing_colours_are_converted() -> None:
    """A profile says what the colours mean; so do transparency, depth and format lose nothing."""
    print_cover = image(mode="CMYK", has_icc_profile=True, has_exif=True, format="TIFF")
    title = audiobook(track(), cover(picture=print_cover))

    mended, changes = _mended("cover-converted", title)

    assert mended == title
    assert _told(changes) == [
        ("colours", "is CMYK", "sRGB, 8 bits a channel", "cover.jpg"),
        ("format", "tiff", "jpeg", "cover.jpg"),
        ("EXIF", "there", "removed", "cover.jpg"),
    ]


def test_colours_that_can_only_be_guessed_are_a_finding() -> None:
    """Without a profile nobody knows what was meant, so nothing is said to be mended."""
    title = audiobook(track(), cover(picture=image(mode="CMYK")))

    assert _mended("cover-converted", title) == (title, [])
    assert [found.code for found in check(title).findings] == ["CVR-002"]


def test_tracks_are_put_in_the_order_of_their_tags() -> None:
    """Names without numbers are in the order of the alphabet, and that is nobody's word."""
    title = audiobook(_tagged("Calm.mp3", 2), cover(), _tagged("Storm.mp3", 1))

    mended, changes = _mended("tracks-in-order", title)

    assert [(found.asset.name, found.asset.order) for found in mended.tracks] == [("Storm.mp3", 1), ("Calm.mp3", 2)]
    assert mended.assets[1] == title.assets[1]
    assert _told(changes) == [("order of tracks", "Calm.mp3, Storm.mp3", "Storm.mp3, Calm.mp3", None)]
    assert check(mended).findings == ()


def test_tracks_are_put_in_the_order_of_their_numbers() -> None:
    """Numbers in names come before tags, wherever in the name they stand."""
    title = audiobook(_tagged("Calm 3.mp3", None), _tagged("Storm 1.mp3", None), _tagged("Wind 2.mp3", None))

    mended, _ = _mended("tracks-in-order", title)

    assert [found.asset.name for found in mended.tracks] == ["Storm 1.mp3", "Wind 2.mp3", "Calm 3.mp3"]


def test_discs_are_put_one_after_the_other() -> None:
    """Each disc counts anew."""
    title = audiobook(_tagged("a.mp3", 1, 2), _tagged("b.mp3", 2, 1), _tagged("c.mp3", 1, 1))

    mended, _ = _mended("tracks-in-order", title)

    assert [found.asset.name for found in mended.tracks] == ["c.mp3", "b.mp3", "a.mp3"]


@pytest.mark.parametrize(
    "title",
    [
        audiobook(_tagged("a.mp3", 2, order=1), _tagged("b.mp3", 1, order=2)),
        audiobook(_tagged("1.mp3", 2), _tagged("2.mp3", 1)),
        audiobook(_tagged("a.mp3", 7), _tagged("b.mp3", 1)),
        audiobook(_tagged("a.mp3", 2), _tagged("b.mp3", None)),
        audiobook(_tagged("Calm 2.mp3", 1), _tagged("Storm 1.mp3", 2)),
    ],
    ids=["declared", "names against tags", "tags with a gap", "a track without", "numbers against tags"],
)
def test_doubtful_orders_are_left_alone(title: TitleFacts) -> None:
    """A book in a wrong order is worse than one that waits."""
    assert _mended("tracks-in-order", title) == (title, [])


def test_order_that_was_guessed_from_names_is_nobodys_word() -> None:
    """A folder without a manifest numbers its files itself."""
    title = audiobook(_tagged("Calm.mp3", 2, order=1), _tagged("Storm.mp3", 1, order=2), dialect="tagged-folder")

    mended, _ = _mended("tracks-in-order", title)

    assert [found.asset.name for found in mended.tracks] == ["Storm.mp3", "Calm.mp3"]


def test_lists_of_chapters_are_mended_like_what_players_show() -> None:
    """Chapters are made from each carrier's own list; one change is told once, however many lists hold it."""
    shown = ({"start_ms": 20, "title": "9789999900010_the_storm.mp3"}, {"start_ms": 300_000, "title": "The Calm"})
    recording = audio(600, chapters=shown, chapter_lists=({"carrier": "nero", "marks": shown},))

    mended, changes = mend(audiobook(track("book.m4b", recording)), STREAMING)

    found = mended.tracks[0].audio
    assert found is not None
    assert found.chapter_lists[0].marks == found.chapters
    assert [(mark.title, mark.start_ms) for mark in found.chapters] == [("the storm", 0), ("The Calm", 300_000)]
    assert sorted(change.code for change in changes) == ["CHP-005", "CHP-007"]
