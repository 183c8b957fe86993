"""What belongs to another book, or breaks off, is found; what only looks like it is left in peace."""

import pytest

from shelfready.findings import Severity
from shelfready.media import EpubFacts
from shelfready.records import Contributor, TitleElement
from shelfready.rules import RULES
from shelfready.rules._examples import METADATA, audio, audiobook, book, ebook, epub, track
from shelfready.rules._records import descriptive, onix, publishing, record
from shelfready.titles import Metadata, TitleFacts

BREAKS_OFF, STRANGER, EPUB, VOICE, KIND, COVER = (
    RULES[name]
    for name in (
        "track-breaks-off",
        "track-of-another-book",
        "epub-does-not-match-metadata",
        "synthetic-voice-not-declared",
        "content-not-recognised",
        "cover-missing",
    )
)
OWN = ("The Lighthouse", "Ada Brook")
OTHER = ("Winter Tales", "Al Stone")


def _ending(*silences: int, floor: float = -65.0) -> TitleFacts:
    return audiobook(
        *(
            track(f"{n:02}.mp3", audio(600 + n, tail_silence_ms=ms, noise_floor_dbfs=floor))
            for n, ms in enumerate(silences, start=1)
        )
    )


@pytest.mark.parametrize(
    "title",
    [
        _ending(0, 800, 900, 700, 900),
        _ending(0, 0, 0, 0, 0, 0),
        _ending(0, 0, 0, 900, 900, 900, 900, 900),
        _ending(0, 40, 900, 900, 900, 900, 900),
        _ending(0, 900, 900, 900, 900, 900, floor=-45.0),
    ],
    ids=["too few to compare", "none ends in silence", "parts of chapters", "uneven ends", "a noisy room"],
)
def test_ends_that_are_meant_are_left_in_peace(title: TitleFacts) -> None:
    """Only the one that is unlike all others is strange."""
    assert BREAKS_OFF(title) == []


def test_a_track_that_breaks_off_never_refuses() -> None:
    """A listener must judge: the rule is in preview."""
    (found,) = BREAKS_OFF(_ending(900, 900, 0, 900, 900, 900))

    assert (found.asset, found.blocks, found.status.value) == ("03.mp3", False, "preview")


def _tagged(*books: tuple[str, str], names: tuple[str, ...] = (), **changes: object) -> TitleFacts:
    files = names or tuple(f"{n:02}.mp3" for n in range(1, len(books) + 1))
    return audiobook(
        *(
            track(name, audio(600 + n, tags={"album": album, "artist": artist}))
            for n, (name, (album, artist)) in enumerate(zip(files, books, strict=True))
        ),
        **changes,
    )


def test_a_track_of_another_book_is_named() -> None:
    """Discs of the book are still the book."""
    title = _tagged(OWN, OWN, ("The Lighthouse - Disc 2", "Brook, Ada"), OWN, OTHER)

    (found,) = STRANGER(title)

    assert (found.asset, found.severity) == ("05.mp3", Severity.WARNING)


def test_one_narrator_of_two_books_excuses_nothing() -> None:
    """Where the album and the artist are others, who reads may well be the same."""
    tags = [{"album": album, "artist": artist, "narrator": "Tom Hill"} for album, artist in (OWN, OWN, OWN, OWN, OTHER)]
    tracks = [track(f"{n}.mp3", audio(600 + n, tags=one)) for n, one in enumerate(tags, start=1)]

    assert [found.asset for found in STRANGER(audiobook(*tracks))] == ["5.mp3"]


@pytest.mark.parametrize(
    "title",
    [
        _tagged(OWN, OWN, OWN, OWN, ("Winter Tales", "Ada Brook")),
        _tagged(OWN, OWN, OWN, OWN, ("Winter Tales", "Tom Hill")),
        _tagged(OWN, OWN, OWN, OWN, ("The Lighthouse", "Al Stone")),
        _tagged(OWN, OWN, OWN, OTHER),
        _tagged(OWN, OWN, OWN, OWN, OTHER, OTHER, OTHER),
        _tagged(*((f"Sea Stories {n}", f"Writer{n} Name{n}") for n in range(6))),
        _tagged(OWN, OWN, OWN, OWN, ("Unknown Album", "Unknown Artist")),
        _tagged(*[("wrong everywhere", "nobody else")] * 4, OWN),
        _tagged(OWN, OWN, OWN, OWN, OTHER, names=("1.mp3", "2.mp3", "3.mp3", "4.mp3", "05 - Closing Credits.mp3")),
        _tagged(*[("Part 1", "Ada Brook")] * 4, ("Part 2", "Tom Hill")),
        _tagged(*[OWN] * 4, ("灯台", "青木")),
    ],
    ids=[
        "another album of the author",
        "another album by the narrator",
        "another artist",
        "too few to compare",
        "no nearly all",
        "an anthology",
        "no name",
        "the odd one is right",
        "credits",
        "parts",
        "another script",
    ],
)
def test_tags_that_differ_for_a_reason_are_left_in_peace(title: TitleFacts) -> None:
    """Album and artist must both be others."""
    assert STRANGER(title) == []


def _severities(facts: EpubFacts, **changes: object) -> list[str]:
    return [found.severity.value for found in EPUB(ebook(book("book.epub", facts), **changes))]


def test_a_wrong_epub_is_an_error() -> None:
    """Title and authors are others: said once, and then the number."""
    number = ("urn:isbn:9789999900034",)
    wrong = epub(title="Winter Tales", authors=("Al Stone",), identifiers=number, languages=("fr",))

    assert _severities(wrong) == ["E", "W"]


@pytest.mark.parametrize(
    ("facts", "changes"),
    [
        (epub(title="Le Phare", authors=("Brook, Ada",), languages=("fr",)), {}),
        (epub(title="Winter Tales", authors=()), {}),
        (epub(title="Winter Tales", authors=("Al Stone",)), {}),
        (epub(title="Winter Tales", authors=("Al Stone",), identifiers=()), {"metadata": Metadata(title="X Y")}),
        (epub(title="冬の物語", authors=("青木",), identifiers=()), {}),
        (
            epub(title="The Keepers 2", authors=("Al Stone",), identifiers=()),
            {
                "described": onix(
                    record(
                        identifiers=(),
                        descriptive=descriptive(
                            titles=(
                                TitleElement(text="The Lighthouse"),
                                TitleElement(text="The Keepers", level="02", is_of_collection=True),
                            )
                        ),
                    )
                )
            },
        ),
        (
            epub(title="Winter Tales", authors=("Al Stone",), identifiers=()),
            {
                "described": onix(
                    record(descriptive=descriptive(contributors=(Contributor(roles=("B06",), name="Al Stone"),)))
                )
            },
        ),
    ],
    ids=[
        "a translation",
        "no author in it",
        "the title's own number",
        "no author known",
        "another script",
        "the series as title",
        "the translator as author",
    ],
)
def test_what_may_be_the_right_epub_is_only_warned_of(facts: EpubFacts, changes: dict[str, object]) -> None:
    """An error needs everything to speak for it."""
    assert "E" not in _severities(facts, **changes)


def _voiced(*narrators: str, source: str = "submission", is_synthetic_voice: bool | None = None) -> TitleFacts:
    reader = Contributor(sequence=2, roles=("E07",), unnamed="05")
    people = (Contributor(sequence=1, roles=("A01",), name="Ada Brook"), reader)
    described = record(descriptive=descriptive(contributors=people), publishing=publishing())
    stated = {source: Metadata(narrators=narrators, is_synthetic_voice=is_synthetic_voice)}
    known = METADATA.model_copy(update={"is_synthetic_voice": True})
    return audiobook(metadata=known, described=onix(described), stated=stated)


@pytest.mark.parametrize("source", ["submission", "tags", "manifest"])
def test_a_person_beside_a_synthetic_voice_is_a_contradiction(source: str) -> None:
    """One of the two is told to listeners, and may be false."""
    (found,) = VOICE(_voiced("Tom Hill", source=source))

    assert found.severity is Severity.ERROR
    assert "Tom Hill reads" in found.message


@pytest.mark.parametrize("name", ["Archie", "Harbour Voice Ben", "Mary (Google)", "Ben by Harbour Audio", "Neural Ava"])
def test_names_of_voices_are_no_persons(name: str) -> None:
    """A voice product is often called by a first name, and by who sells it."""
    assert VOICE(_voiced(name)) == []


def test_who_declares_the_voice_may_name_it() -> None:
    """The submission says both: then it is the name of a voice."""
    assert VOICE(_voiced("Tom Hill", is_synthetic_voice=True)) == []


@pytest.mark.parametrize("name", ["01.wav", "01", "chapter 1. the storm", "01.audio"])
def test_names_that_mislead_nobody_are_left_in_peace(name: str) -> None:
    """Only an ending that means another kind is told, and it is told as a remark."""
    assert KIND(track(name, kind="wav")) == []
    assert [found.severity for found in KIND(track("01.flac", kind="wav"))] == [Severity.INFO]


def test_nothing_is_said_of_a_cover_that_may_be_in_an_unread_file() -> None:
    """A record says nothing of what the files hold."""
    unread = audiobook(track("book.m4b", kind="m4a", audio=None, problem="cut off"), described=onix())

    assert COVER(unread) == []
    assert len(COVER(audiobook(track("01.mp3")))) == 1
