"""Numbers, forms and relations: what is another product, and what is only written in another way."""

import pytest

from shelfready.findings import Rule
from shelfready.records import Descriptive, Identifier, RelatedProduct
from shelfready.rules import RULES
from shelfready.rules._examples import audiobook, ebook
from shelfready.rules._records import descriptive, onix, record, related, sheet
from shelfready.titles import Known, TitleFacts

ISBN, FORM, RELATED, OTHER = (
    RULES[name]
    for name in (
        "invalid-isbn",
        "form-does-not-fit-files",
        "related-editions-unclear",
        "isbn-of-another-product",
    )
)


def _said(rule: Rule, title: TitleFacts) -> list[tuple[str, str]]:
    return [(found.severity.value, found.message) for found in rule(title)]


def _numbered(*identifiers: tuple[str, str]) -> TitleFacts:
    stated = tuple(Identifier(kind=kind, value=value) for kind, value in identifiers)
    return audiobook(title_id="harbour-10", described=onix(record(identifiers=stated)))


@pytest.mark.parametrize(
    "identifiers",
    [
        [("15", "9798696051277")],
        [("03", "9789999900010")],
        [("01", "H-10"), ("15", "9789999900010")],
        [("15", "9789999900010"), ("03", "9789999900010"), ("06", "10.1000/182")],
        [("02", "080442957X"), ("15", "9780804429573")],
        [("03", "4006381333931")],
        [("25", "9790060115615")],
        [("36", "2")],
    ],
)
def test_right_numbers_are_left_in_peace(identifiers: list[tuple[str, str]]) -> None:
    """American 979-8, a GTIN alone, publishers' own numbers, DOIs, music under its own code, file versions."""
    assert _said(ISBN, _numbered(*identifiers)) == []


def test_a_wrong_number_is_told_once() -> None:
    """The same number stands there as title id, ISBN and GTIN."""
    wrong = "9789999900011"
    stated = (Identifier(kind="15", value=wrong), Identifier(kind="03", value=wrong))

    found = _said(ISBN, audiobook(title_id=wrong, described=onix(record(identifiers=stated))))

    assert found == [("E", f"{wrong} is not an ISBN: its check digit is 1, and 0 is expected")]


def test_a_number_that_is_only_written_otherwise_is_a_warning() -> None:
    """Everybody can read it; a profile that mends mends it."""
    assert [severity for severity, _ in _said(ISBN, _numbered(("15", "978-99999-0001-0")))] == ["W"]


@pytest.mark.parametrize("form", ["AJ", "AN", "AO"])
def test_forms_of_recordings_fit_tracks(form: str) -> None:
    """Downloaded, streamed, or both."""
    assert _said(FORM, audiobook(described=onix(record(descriptive=descriptive(form=form))))) == []


def test_a_sheet_need_not_state_a_form() -> None:
    """Its columns are what they are."""
    assert _said(FORM, audiobook(described=sheet())) == []


def test_a_title_without_its_files_is_another_rules_business() -> None:
    """There is nothing that a form could fit."""
    compact_disc = onix(record(descriptive=descriptive(form="AC")))

    assert _said(FORM, audiobook(described=compact_disc).model_copy(update={"assets": ()})) == []


def test_an_audiobooks_record_does_not_fit_an_epub() -> None:
    """The records of two products were exchanged."""
    found = _said(FORM, ebook(described=onix()))

    assert found == [
        ("E", "the record describes a product of the form AJ, and for an EPUB ED, EB or EC is expected"),
        ("W", "the content type is 01, and 10 (text) is expected"),
    ]


def test_an_ebook_with_speech_in_it_is_still_text() -> None:
    """Further content types are welcome."""
    book = onix(record(descriptive=descriptive(form="ED", content_types=("10", "01"))))

    assert _said(FORM, ebook(described=book)) == []


@pytest.mark.parametrize("held", [Descriptive(form="AJ", editions=("UBR",)), Descriptive(form="AN"), Descriptive()])
def test_the_same_product_keeps_its_number(held: Descriptive) -> None:
    """Streaming was added, the edition was not said before, or nothing was."""
    assert _said(OTHER, audiobook(described=onix(), known=Known(held=record(descriptive=held)))) == []


def test_another_number_is_another_product() -> None:
    """What held under a proprietary id until now may have been anything."""
    printed = record(identifiers=(Identifier(kind="01", value="10"),), descriptive=descriptive(form="BC"))

    assert _said(OTHER, audiobook(described=onix(), known=Known(held=printed))) == []


@pytest.mark.parametrize(("relation", "form"), [("13", "BC"), ("27", "ED"), ("06", None), ("23", None), ("13", None)])
def test_usual_relations_are_left_in_peace(relation: str, form: str | None) -> None:
    """Print, ebook, alternative, similar product."""
    product = RelatedProduct(relation=relation, form=form, identifiers=(Identifier(kind="15", value="9789999900027"),))

    assert _said(RELATED, audiobook(described=onix(record(related=related(product))))) == []


def test_proprietary_relatives_are_left_in_peace() -> None:
    """Only what claims to be an ISBN is checked."""
    product = RelatedProduct(relation="31", identifiers=(Identifier(kind="01", value="some_other_id"),))

    assert _said(RELATED, audiobook(described=onix(record(related=related(product))))) == []
