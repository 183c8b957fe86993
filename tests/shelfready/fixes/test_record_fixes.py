"""Records are mended where it is certain: before and after are written down, and the rule has nothing more to say."""

import pytest

from shelfready.findings import Change
from shelfready.fixes import FIXES
from shelfready.mending import mend
from shelfready.profiles import STREAMING
from shelfready.records import Contributor, Descriptive, Extent, Identifier, Record, StatedLanguage, Text
from shelfready.rules import RULES
from shelfready.rules._examples import METADATA, audio, audiobook, book, cover, ebook, supplement, track
from shelfready.rules._records import DESCRIPTION, collateral, descriptive, onix, record
from shelfready.titles import TitleFacts

OURS = (
    "contributor-reads",
    "contributor-sequence",
    "duration-measured",
    "form-from-files",
    "isbn-ten-to-thirteen",
    "language-to-three-letters",
    "text-markup-reduced",
    "text-short-cut",
)


def _mended(title: TitleFacts) -> tuple[Record, list[tuple[str, str, str]]]:
    facts, changes = mend(title, STREAMING, fixes={name: FIXES[name] for name in OURS})
    assert facts.described is not None
    assert facts.described.record is not None
    assert {change.asset for change in changes} <= {"onix.xml"}
    assert _codes(changes) <= _speaking(title)
    return facts.described.record, [(change.field, change.before, change.after) for change in changes]


def _codes(changes: tuple[Change, ...]) -> set[str]:
    return {change.code for change in changes}


def _speaking(title: TitleFacts) -> set[str]:
    return {rule.code for rule in RULES.values() if rule.reads is TitleFacts and rule.status.runs and rule(title)}


def _details(stated: Record) -> Descriptive:
    assert stated.descriptive is not None
    return stated.descriptive


def _described(**changes: object) -> TitleFacts:
    return audiobook(described=onix(record(descriptive=descriptive(**changes))))


def test_a_faultless_record_is_left_as_it_is() -> None:
    """The very same facts come back."""
    title = audiobook(described=onix())

    assert mend(title, STREAMING, fixes={name: FIXES[name] for name in OURS}) == (title, ())


def test_a_title_without_a_record_is_left_as_it_is() -> None:
    """There is nothing to mend in it."""
    assert mend(audiobook(), STREAMING, fixes={name: FIXES[name] for name in OURS}) == (audiobook(), ())


@pytest.mark.parametrize("name", OURS)
def test_mending_twice_changes_nothing_more(name: str) -> None:
    """What was mended is right."""
    faulty = audiobook(
        described=onix(
            record(
                identifiers=(Identifier(kind="15", value="978-99999-0001-0"),),
                descriptive=descriptive(
                    form="AA",
                    languages=(StatedLanguage(role="01", code="en"),),
                    contributors=(
                        Contributor(sequence=1, roles=("A01",), name="Ada Brook"),
                        Contributor(sequence=1, roles=("E03",), name="Tom Hill"),
                    ),
                    extents=(Extent(kind="09", value="2130", unit="16"),),
                ),
                collateral=collateral(texts=(Text(kind="02", text="<a href='x'>long</a> " * 80),)),
            )
        )
    )

    once, changes = FIXES[name].mend(faulty, STREAMING)

    assert changes
    assert FIXES[name].mend(once, STREAMING) == (once, [])


def test_hyphens_are_taken_out_and_ten_digits_become_thirteen() -> None:
    """Under any of the codes that mean an ISBN; a wrong check digit is left, because any digit may be the wrong one."""
    stated = (
        Identifier(kind="15", value="978-99999-0001-0"),
        Identifier(kind="03", value="9789999900011"),
        Identifier(kind="02", value="080442957X"),
    )

    mended, changes = _mended(audiobook(described=onix(record(identifiers=stated))))

    assert [one.value for one in mended.identifiers] == ["9789999900010", "9789999900011", "080442957X"]
    assert changes == [("identifiers", "978-99999-0001-0", "9789999900010")]


def test_an_isbn_of_ten_digits_gains_its_thirteen() -> None:
    """The old one stays beside it."""
    facts, changes = FIXES["isbn-ten-to-thirteen"].mend(
        audiobook(described=onix(record(identifiers=(Identifier(kind="02", value="0-8044-2957-X"),)))), STREAMING
    )

    assert facts.described is not None
    assert facts.described.record is not None
    assert facts.described.record.isbn == "9780804429573"
    assert [(change.before, change.after) for change in changes] == [
        ("ISBN-10 0-8044-2957-X", "and ISBN-13 9780804429573")
    ]


def test_languages_become_codes_of_onix() -> None:
    """What is not a code is left for a person."""
    said = tuple(StatedLanguage(role="01", code=code) for code in ("en", "deu", "fre", "Elvish"))

    mended, changes = _mended(_described(languages=said))

    assert [one.code for one in _details(mended).languages] == ["eng", "ger", "fre", "Elvish"]
    assert changes == [("languages", "en", "eng"), ("languages", "deu", "ger")]


def test_vague_forms_are_derived_from_the_files() -> None:
    """Audio of unspecified kind is downloaded audio; a digital text is an EPUB."""
    heard, changes = _mended(_described(form="AA"))
    read, others = _mended(ebook(described=onix(record(descriptive=descriptive(form="EA", form_details=())))))

    assert _details(heard).form == "AJ"
    assert (_details(read).form, _details(read).form_details) == ("ED", ("E101",))
    assert changes + others == [("form", "AA", "AJ"), ("form", "EA", "ED")]


@pytest.mark.parametrize("form", ["AC", "EA", "BC", "AN", None])
def test_other_forms_are_left(form: str | None) -> None:
    """A CD is another product; and what fits is right."""
    assert _mended(_described(form=form))[1] == []


def test_a_title_of_both_kinds_of_file_is_left() -> None:
    """Which of them the record means is not certain."""
    both = audiobook(track(), book(), described=onix(record(descriptive=descriptive(form="AA"))))

    assert FIXES["form-from-files"].mend(both, STREAMING) == (both, [])


def test_narrators_of_prose_become_readers() -> None:
    """And are the narrators that are shown, where nobody else named one."""
    people = (
        Contributor(sequence=1, roles=("A01",), name="Ada Brook"),
        Contributor(sequence=2, roles=("E03",), name="Tom"),
    )
    title = _described(contributors=people).model_copy(
        update={"metadata": METADATA.model_copy(update={"narrators": ()})}
    )

    facts, changes = FIXES["contributor-reads"].mend(title, STREAMING)

    assert (facts.metadata.narrators, facts.provenance["narrators"]) == (("Tom",), "onix")
    assert [(change.before, change.after) for change in changes] == [("Tom (E03)", "Tom (E07)")]
    assert RULES["contributors-mislabelled"](facts) == []
    assert RULES["contributors-missing"](facts) == []


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [((1, 1, 2), (1, 2, 3)), ((1, 1, 1), (1, 2, 3)), ((2, 1, 1), (2, 1, 1)), ((1, 1, None), (1, 1, None))],
)
def test_repeated_numbers_are_counted_where_the_order_is_certain(
    numbers: tuple[int | None, ...], expected: tuple[int | None, ...]
) -> None:
    """Where two orders are possible, a person must say which."""
    people = tuple(Contributor(sequence=n, roles=("A01",), name=f"P{place}") for place, n in enumerate(numbers))

    mended, changes = _mended(_described(contributors=people))

    assert tuple(person.sequence for person in _details(mended).contributors) == expected
    assert bool(changes) is (numbers != expected)


@pytest.mark.parametrize(
    ("extents", "expected"),
    [
        ((Extent(kind="09", value="0002130", unit="16"),), ("0002000",)),
        ((Extent(kind="09", value="2000", unit="16"),), ("0002000",)),
        ((Extent(kind="09", value="0002130", unit="16"), Extent(kind="09", value="22", unit="05")), ("0002000",)),
        ((Extent(kind="09", value="0002030", unit="16"),), ("0002030",)),
        ((Extent(kind="09", value="0010000", unit="16"),), ("0010000",)),
        ((Extent(kind="09", value="36930", unit="16"),), ("36930",)),
        ((Extent(kind="22", value="21", unit="19"),), ("21",)),
    ],
)
def test_lengths_that_are_nearly_right_are_measured(extents: tuple[Extent, ...], expected: tuple[str, ...]) -> None:
    """Twenty minutes were delivered. An hour that is missing is for a person: it may be the tracks that are wrong."""
    mended, _ = _mended(_described(extents=extents))

    assert tuple(extent.value for extent in _details(mended).extents) == expected


def test_lengths_are_not_measured_from_half_the_tracks() -> None:
    """One could not be decoded."""
    off = onix(record(descriptive=descriptive(extents=(Extent(kind="09", value="2130", unit="16"),))))
    title = audiobook(track("1.mp3", audio(600)), track("2.mp3", audio=None), cover(), supplement(), described=off)

    assert FIXES["duration-measured"].mend(title, STREAMING) == (title, [])


def test_texts_lose_what_is_not_shown() -> None:
    """The short one is cut after a word; the description keeps its paragraphs."""
    texts = (
        Text(kind="02", text="<p>" + "A boat, " * 60 + "</p>", format="05"),
        Text(kind="03", text=f"<p onclick='x()'>{DESCRIPTION}<script>x()</script></p>", format="05"),
    )

    mended, changes = _mended(audiobook(described=onix(record(collateral=collateral(texts=texts)))))

    assert mended.collateral is not None
    short, long = mended.collateral.texts
    assert len(short.text) <= 350
    assert short.text.endswith((" boat…", ", A…"))
    assert long.text == f"<p>{DESCRIPTION}</p>"
    assert [field for field, _, _ in changes] == ["text 03", "text 02"]


def test_a_profile_that_does_not_mend_leaves_everything() -> None:
    """And its rules speak."""
    title = _described(languages=(StatedLanguage(role="01", code="en"),))
    strict = STREAMING.model_copy(update={"mends": False})

    assert mend(title, strict) == (title, ())
    assert [found.code for found in RULES["language-missing"](title)] == ["META-007"]
