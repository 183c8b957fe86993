"""What a shelf shows of a record."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelfready.onix.reading import read
from shelfready.record_metadata import metadata_of
from shelfready.records import (
    Collateral,
    Contributor,
    Descriptive,
    Publishing,
    Record,
    StatedDate,
    StatedLanguage,
    Subject,
    Text,
    TitleElement,
)
from shelfready.titles import Metadata

ONIX = Path(__file__).parents[2].parent / "shared" / "data" / "onix"


def _of(**descriptive: object) -> Metadata:
    return metadata_of(Record(descriptive=Descriptive.model_validate(descriptive)))


def test_an_empty_record_says_nothing() -> None:
    """Absent is absent, for every field."""
    assert metadata_of(Record()) == Metadata()


def test_every_field_is_taken_from_its_place() -> None:
    """The product's distinctive title, people by their roles and in order, the whole record at once."""
    record = Record(
        descriptive=Descriptive(
            titles=(
                TitleElement(kind="03", text="Le phare"),
                TitleElement(level="02", text="Harbour Stories", is_of_collection=True),
                TitleElement(prefix="The", text="Lighthouse", subtitle="A Novel"),
            ),
            contributors=(
                Contributor(sequence=3, roles=("E07",), name="Tom Hill"),
                Contributor(sequence=2, roles=("A01", "E07"), inverted_name="Brook, Ada"),
                Contributor(sequence=1, roles=("B06",), name="Ola Lind"),
            ),
            editions=("UBR",),
            languages=(StatedLanguage(role="02", code="fre"), StatedLanguage(role="01", code="eng")),
            subjects=(
                Subject(scheme="20", heading="sea; storm"),
                Subject(scheme="93", code="FB"),
                Subject(scheme="10", code="FIC028000", heading="Fiction / Sea", is_main=True),
            ),
        ),
        collateral=Collateral(texts=(Text(kind="02", text="Short."), Text(kind="03", text="A storm.\nAnd after."))),
        publishing=Publishing(
            imprints=("Harbour Audio",),
            publishers=("Harbour Press",),
            dates=(StatedDate(role="02", value="20270101"), StatedDate(role="01", value="20261122")),
        ),
    )

    assert metadata_of(record) == Metadata(
        title="The Lighthouse",
        subtitle="A Novel",
        authors=("Ada Brook",),
        narrators=("Ada Brook", "Tom Hill"),
        language="en",
        publisher="Harbour Press",
        published_on=date(2026, 11, 22),
        description="A storm.\nAnd after.",
        is_abridged=False,
        subjects=("Fiction / Sea", "FB"),
    )


def test_the_language_that_is_heard_comes_first() -> None:
    """A bilingual book has an audio track in one of its languages."""
    stated = (StatedLanguage(role="01", code="fre"), StatedLanguage(role="08", code="ger"))

    assert _of(languages=stated).language == "de"


def test_editors_stand_where_there_is_no_author() -> None:
    """An anthology has nobody else."""
    editor = Contributor(roles=("B01",), name="Eva Lee")

    assert _of(contributors=(editor,)).authors == ("Eva Lee",)
    assert _of(contributors=(editor, Contributor(roles=("A01",), name="Ada Brook"))).authors == ("Ada Brook",)


def test_a_voice_that_nobody_has_is_said() -> None:
    """And has no name; that no record says so proves nothing."""
    said = _of(contributors=(Contributor(roles=("E07",), unnamed="05"),))

    assert (said.is_synthetic_voice, said.narrators) == (True, ())
    assert _of(contributors=(Contributor(roles=("A01",), unnamed="02"),)).is_synthetic_voice is None


@pytest.mark.parametrize(
    ("editions", "is_abridged"), [((), None), (("ABR",), True), (("UBR", "ENH"), False), (("ABR", "UBR"), None)]
)
def test_abridgement_is_said_by_the_edition(editions: tuple[str, ...], is_abridged: bool | None) -> None:
    """Both at once is neither."""
    assert _of(editions=editions).is_abridged is is_abridged


@pytest.mark.parametrize(
    ("value", "day"),
    [("20261122", date(2026, 11, 22)), ("2026-11-22", date(2026, 11, 22)), ("20261122T0900", date(2026, 11, 22)),
     ("2026", None), ("202611", None), ("20261399", None), ("", None)],
)  # fmt: skip
def test_only_whole_days_are_dates(value: str, day: date | None) -> None:
    """A year is not made its first of January."""
    record = Record(publishing=Publishing(dates=(StatedDate(role="01", value=value),)))

    assert metadata_of(record).published_on == day


def test_markup_becomes_paragraphs() -> None:
    """Elements part them, entities are letters, and what only looks like markup stays."""
    text = "<p>A <b>storm</b>\n &amp; after.</p><p>5 &lt; 6<br/>end</p>"
    record = Record(collateral=Collateral(texts=(Text(kind="03", text=text),)))

    assert metadata_of(record).description == "A storm & after.\n5 < 6\nend"


@pytest.mark.parametrize("text", ["<" * 500_000, "<p " * 200_000, "<p>" * 300_000, "&" * 500_000, "<a\0b>" * 100_000])
def test_hostile_markup_costs_nothing(text: str) -> None:
    """Half a megabyte of openings is read in no time, and what is left fits."""
    record = Record(collateral=Collateral(texts=(Text(kind="03", text=text),)))

    assert len(metadata_of(record).description or "") <= 20_000


@given(st.text(max_size=300), st.text(max_size=300), st.lists(st.text(max_size=60), max_size=5))
def test_any_text_is_a_field_or_nothing(title: str, name: str, codes: list[str]) -> None:
    """Control characters, surrogates and endless lines never reach a catalogue."""
    said = _of(
        titles=[TitleElement(text=title * 5, subtitle=name * 5)],
        contributors=[Contributor(roles=("A01",), inverted_name=name)],
        languages=[StatedLanguage(role="01", code=code) for code in codes],
        subjects=[Subject(scheme="10", code=code) for code in codes],
    )

    assert Metadata.model_validate(said.model_dump()) == said
    assert all(text.isprintable() for text in (said.title or "", *said.authors))


def test_real_audiobooks_say_what_a_shelf_needs() -> None:
    """Of 300 real records each has a title, authors and narrators; one is read in 21 languages, and so in none."""
    path = ONIX / "librivox" / "librivox_onix30_ref_300_nodesc.xml"
    if not path.exists():
        pytest.skip("the ONIX messages are not part of the project; see ../shared/data/README.md")

    with path.open("rb") as file:
        said = [metadata_of(facts.record) for facts in read(file, name=path.name, validate=False) if facts.record]

    assert len(said) == 300
    assert all(one.title and one.authors and one.narrators for one in said)
    assert [one.title for one in said if one.language is None] == ["Universal Declaration of Human Rights, Volume 01"]
