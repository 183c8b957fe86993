"""Titles, people, voices, subjects and texts: what is a fault, and what is only unusual."""

import pytest

from shelfready.findings import Rule
from shelfready.records import Contributor, Extent, Subject, Text, TitleElement
from shelfready.rules import RULES
from shelfready.rules._examples import METADATA, audio, audiobook, cover, ebook, track
from shelfready.rules._records import collateral, descriptive, onix, record, sheet
from shelfready.titles import Metadata, TitleFacts

ADA = Contributor(sequence=1, roles=("A01",), name="Ada Brook")
TOM = Contributor(sequence=2, roles=("E07",), name="Tom Hill")


def _said(name: str, title: TitleFacts) -> list[tuple[str, str]]:
    rule: Rule = RULES[name]
    return [(found.severity.value, found.message) for found in rule(title)]


def _titled(title: str, **changes: object) -> TitleFacts:
    return audiobook(metadata=METADATA.model_copy(update={"title": title}), **changes)


def _described(**changes: object) -> TitleFacts:
    return audiobook(described=onix(record(descriptive=descriptive(**changes))))


@pytest.mark.parametrize(
    "title",
    [
        "How to Make an Audiobook",
        "The Unabridged Devil's Dictionary",
        "1984",
        "Catch-22 (Vintage Classics)",
        "Book of Hours",
        "Read by Moonlight",
        "MP3: The Meaning of a Format",
        "Dracula",
        "A < B",
        "WAR",
        "The Kindle and the Fire",
    ],
)
def test_titles_that_are_titles_are_left_in_peace(title: str) -> None:
    """A word of the trade may be what the book is called, or about."""
    assert _said("title-says-more", _titled(title)) == []


@pytest.mark.parametrize(
    "title",
    [
        "Dracula (Unabridged)",
        "Dracula [Audiobook]",
        "Dracula - Audiobook",
        "Dracula: Unabridged Audio Edition",
        "Dracula (Ungekürzt)",
        "Dracula, narrated by Tom Hill",
        "<i>Dracula</i>",
        "Dracula &amp; Sons",
        "THE COMPLETE ADVENTURES OF A LIGHTHOUSE KEEPER",
    ],
)
def test_titles_that_say_more_are_told(title: str) -> None:
    """Format, abridgement, narrator, markup, and capitals only."""
    assert [severity for severity, _ in _said("title-says-more", _titled(title))] == ["W"]


def test_a_series_that_is_stated_apart_is_found_in_the_title() -> None:
    """And one that is only in the title is the publisher's way of calling it."""
    elements = (
        TitleElement(text="Martin Beck 1 Roseanna"),
        TitleElement(text="Martin Beck", level="02", is_of_collection=True),
        TitleElement(level="01", is_of_collection=True, part_number="1"),
    )
    title = _titled("Martin Beck 1 Roseanna", described=onix(record(descriptive=descriptive(titles=elements))))

    assert len(_said("title-says-more", title)) == 1
    assert _said("title-says-more", _titled("Martin Beck 1 Roseanna")) == []


@pytest.mark.parametrize(
    "titles",
    [
        (TitleElement(text="Roseanna"), TitleElement(kind="10", text="ROSEANNA (MARTIN BECK #1)")),
        (TitleElement(text="Roseanna"), TitleElement(text="Martin Beck", level="02", is_of_collection=True)),
        (TitleElement(text="Roseanna"), TitleElement(kind="03", text="Roseanna")),
        (TitleElement(part_number="Tome 3"), TitleElement(text="Tintin", level="02", is_of_collection=True)),
        (TitleElement(prefix="The", text="Lighthouse"), TitleElement(prefix="The", text="Lighthouse")),
    ],
)
def test_further_titles_are_left_in_peace(titles: tuple[TitleElement, ...]) -> None:
    """A distributor's, an original, a series', a part's number, and the same one twice."""
    assert _said("title-missing", _described(titles=titles)) == []


@pytest.mark.parametrize(
    "people",
    [
        (Contributor(roles=("B01",), name="An Editor"),),
        (Contributor(roles=("B06",), name="A Translator"),),
        (Contributor(roles=("C01",), inverted_name="Compiler, A"),),
        (Contributor(roles=("A01",), unnamed="02"),),
        (Contributor(roles=("A01",), name="World Health Organization"),),
    ],
)
def test_books_without_authors_are_made_by_others(people: tuple[Contributor, ...]) -> None:
    """Anthologies, translations of nobody, the anonymous, and corporations."""
    title = _described(contributors=(*people, TOM))

    without = title.model_copy(update={"metadata": METADATA.model_copy(update={"authors": ()})})

    assert _said("contributors-missing", without) == []


def test_a_book_that_nobody_made_is_no_fault() -> None:
    """NoContributor is an answer; of who reads, it says nothing."""
    nobody = METADATA.model_copy(update={"authors": (), "narrators": ()})
    stated = onix(record(descriptive=descriptive(contributors=(), has_no_contributor=True)))
    found = _said("contributors-missing", audiobook(described=stated, metadata=nobody))

    assert [severity for severity, _ in found] == ["W"]
    assert _said("contributors-missing", ebook(described=stated, metadata=nobody)) == []


@pytest.mark.parametrize("unnamed", ["04", "05", "08", "09"])
def test_voices_without_names_are_voices(unnamed: str) -> None:
    """Various readers, synthesized voices, and artificial intelligence."""
    title = _described(contributors=(ADA, Contributor(roles=("E07",), unnamed=unnamed)))

    without = title.model_copy(update={"metadata": METADATA.model_copy(update={"narrators": ()})})

    assert _said("contributors-missing", without) == []


def test_one_person_in_two_roles_may_stand_twice_in_one_place() -> None:
    """An author who reads."""
    people = (ADA, Contributor(sequence=1, roles=("E07",), name="Ada Brook"))

    assert _said("contributors-mislabelled", _described(contributors=people)) == []


@pytest.mark.parametrize(
    ("roles", "contents"), [(("E03", "E07"), ("01",)), (("E03", "E01"), ("01",)), (("E03",), ("02",))]
)
def test_narrators_in_plays_are_left_in_peace(roles: tuple[str, ...], contents: tuple[str, ...]) -> None:
    """Where others read or act, or it is a performance, E03 is what it says."""
    people = tuple(Contributor(sequence=n, roles=(role,), name=f"P{n}") for n, role in enumerate(roles, start=1))

    assert _said("contributors-mislabelled", _described(contributors=people, content_types=contents)) == []


@pytest.mark.parametrize("name", ["Ai Weiwei", "Siri Hustvedt", "The Voices", "A. I. Voicu", "Digital Underground"])
def test_people_are_not_taken_for_machines(name: str) -> None:
    """Only whole phrases are."""
    metadata = METADATA.model_copy(update={"narrators": (name,), "is_synthetic_voice": None})

    assert _said("synthetic-voice-not-declared", audiobook(metadata=metadata)) == []


@pytest.mark.parametrize("name", ["Virtual Voice", "AI Voice", "Digital Voice Mary", "Text-to-Speech", "Auto-narrated"])
def test_machines_must_be_declared(name: str) -> None:
    """A product's name is no narrator's, and least of all a person's; once it is declared, it may stand there."""
    metadata = METADATA.model_copy(update={"narrators": (name,), "is_synthetic_voice": None})
    declared = metadata.model_copy(update={"is_synthetic_voice": True})
    denied = metadata.model_copy(update={"is_synthetic_voice": False})

    assert [severity for severity, _ in _said("synthetic-voice-not-declared", audiobook(metadata=metadata))] == ["W"]
    assert [severity for severity, _ in _said("synthetic-voice-not-declared", audiobook(metadata=denied))] == ["E"]
    assert _said("synthetic-voice-not-declared", audiobook(metadata=declared)) == []


def test_a_voice_cannot_be_synthetic_and_have_a_name() -> None:
    """The submission and the record contradict each other."""
    metadata = METADATA.model_copy(update={"is_synthetic_voice": True})

    found = _said("synthetic-voice-not-declared", audiobook(metadata=metadata, described=onix()))

    assert found == [("E", "the voice is declared synthetic, and the record names who reads: Tom Hill")]


@pytest.mark.parametrize(
    ("extent", "severities"),
    [
        (Extent(kind="09", value="0002000", unit="16"), []),
        (Extent(kind="09", value="0002059", unit="16"), []),
        (Extent(kind="09", value="0002130", unit="16"), ["W"]),
        (Extent(kind="09", value="0002300", unit="16"), ["E"]),
        (Extent(kind="09", value="0001700", unit="16"), ["E"]),
        (Extent(kind="09", value="20", unit="05"), []),
        (Extent(kind="09", value="0.3", unit="04"), []),
        (Extent(kind="14", value="0001000", unit="16"), []),
        (Extent(kind="14", value="0004000", unit="16"), ["E"]),
        (Extent(kind="16", value="0002000", unit="16"), []),
        (Extent(kind="22", value="550.71", unit="19"), []),
        (Extent(kind="00", value="316", unit="03"), []),
        (Extent(kind="09", value="2", unit="11"), []),
        (Extent(kind="09", value="3", unit="11"), ["W"]),
        (Extent(kind="09", value="2000", unit="16"), ["W"]),
    ],
)
def test_stated_lengths_are_held_against_the_recording(extent: Extent, severities: list[str]) -> None:
    """Twenty minutes were delivered; a part of them, other units, pages and bytes are no contradiction."""
    assert [severity for severity, _ in _said("duration-disagrees", _described(extents=(extent,)))] == severities


def test_long_books_may_be_two_per_cent_off() -> None:
    """Ten hours: ten minutes are within, half an hour is a warning."""
    book = (track("1.mp3", audio(36_000)), cover())
    near, off = (
        onix(record(descriptive=descriptive(extents=(Extent(kind="09", value=value, unit="16"),))))
        for value in ("0101000", "0103000")
    )

    assert _said("duration-disagrees", audiobook(*book, described=near)) == []
    assert [severity for severity, _ in _said("duration-disagrees", audiobook(*book, described=off))] == ["W"]


def test_nothing_is_compared_with_tracks_that_were_not_decoded() -> None:
    """Half a sum is no sum."""
    title = audiobook(track("1.mp3"), track("2.mp3", audio=None, problem="no audio"), described=onix())

    assert _said("duration-disagrees", title) == []


@pytest.mark.parametrize(
    "subject",
    [
        Subject(scheme="10", code="FIC000000", is_main=True),
        Subject(scheme="93", code="FBA"),
        Subject(scheme="97", code="5PS-US-C"),
        Subject(scheme="94", code="1DNS"),
        Subject(scheme="96", code="3MPQS"),
        Subject(scheme="20", heading="lighthouse; sea"),
        Subject(scheme="29", code="3442"),
        Subject(scheme="24", heading="Literary Fiction"),
    ],
)
def test_subjects_of_all_schemes_are_left_in_peace(subject: Subject) -> None:
    """Keywords, national and house schemes stand beside those of shops."""
    usual = Subject(scheme="93", code="FYT")

    assert _said("subjects-missing", _described(subjects=(usual, subject))) == []


@pytest.mark.parametrize(
    "text",
    [
        "A keeper loses his lighthouse in the Amazon, and an audible sigh is heard from Peru to the sea.",
        "He inherits $5 million and 3.50 metres of rope, which he spends on a single evening in Lisbon.",
        "<p><strong>One</strong> day in the life of a lighthouse keeper &amp; his dog, told by himself.</p>",
        "Version 2.0 of the story that Google could not find: 1,000 pages of it, and not one too many.",
    ],
)
def test_good_texts_are_left_in_peace(text: str) -> None:
    """Rivers, sums within a story, markup that is shown."""
    stated = onix(record(collateral=collateral(texts=(Text(kind="03", text=text),))))

    assert _said("texts-unsuitable", audiobook(described=stated)) == []


def test_only_descriptions_are_held_to_anything() -> None:
    """A review may be long, short, and quote an address."""
    review = Text(kind="06", text="Wow! www.example.org")
    texts = (*collateral().texts, review)

    assert _said("texts-unsuitable", audiobook(described=onix(record(collateral=collateral(texts=texts))))) == []


def test_a_sheet_is_asked_for_nothing_that_it_lacks() -> None:
    """Rules of records are silent about columns that are not there."""
    names = ("texts-unsuitable", "subjects-missing", "abridgement-not-stated", "duration-disagrees", "title-missing")

    assert [_said(name, audiobook(described=sheet())) for name in names] == [[]] * len(names)


def test_sources_are_held_against_the_one_that_was_taken() -> None:
    """Tags are mentioned only, and an EPUB's title has a rule of its own."""
    stated = {
        "submission": Metadata(title="The Lighthouse"),
        "onix": Metadata(title="The Harbour", language="en"),
        "epub": Metadata(title="Another", authors=("Somebody Else",)),
        "tags": Metadata(title="Side A"),
    }
    provenance = {"title": "submission", "language": "onix", "authors": "epub"}

    assert _said("sources-disagree", ebook(stated=stated, provenance=provenance)) == [
        ("W", "the title is 'The Lighthouse' in the submission and 'The Harbour' in the ONIX record"),
        ("I", "the title is 'The Lighthouse' in the submission and 'Side A' in the tags"),
    ]
