"""What the rules of EPUBs say, beyond their examples."""

import pytest

from shelfready.checking import check
from shelfready.findings import Finding, Outcome, Severity
from shelfready.media import EpubFacts, EpubMessage
from shelfready.metadata_facts import Dialect, MetadataFacts
from shelfready.profiles import STREAMING
from shelfready.records import Descriptive, Feature, Identifier, Record, Related, RelatedProduct
from shelfready.rules._examples import METADATA, book, ebook, epub
from shelfready.rules.epubs._same_title import may_be_same
from shelfready.titles import TitleFacts


def described(*codes: str, **changes: object) -> MetadataFacts:
    """A record with these codes of List 196."""
    features = tuple(Feature(kind="09", value=code) for code in codes)
    record = Record.model_validate({"descriptive": Descriptive(features=features)} | changes)
    return MetadataFacts(dialect=Dialect.ONIX, record=record)


def title(contents: EpubFacts, *codes: str, **changes: object) -> TitleFacts:
    """An ebook of this EPUB, with a record that has these codes if there are any."""
    facts = ebook(book("book.epub", contents), **changes)
    return facts.model_copy(update={"described": described(*codes)}) if codes else facts


def of(code: str, facts: TitleFacts) -> list[str]:
    """What one rule says."""
    return [finding.message for finding in _findings(facts) if finding.code == code]


def _findings(facts: TitleFacts) -> tuple[Finding, ...]:
    return check(facts).findings


def message(name: str, number: int = 0, **changes: object) -> EpubMessage:
    """An error of EPUBCheck."""
    usual: dict[str, object] = {"id": name, "severity": "error", "text": "wrong", "location": f"a.xhtml:{number}"}
    return EpubMessage.model_validate(usual | changes)


SAID: dict[str, tuple[list[EpubMessage], list[str]]] = {
    "one": ([message("RSC-005", 3)], ["RSC-005: wrong (at a.xhtml:3)"]),
    "none of ours": ([message("X-1", severity="info"), message("X-2", severity="warning")], []),
    "without a place": ([message("PKG-006", location=None)], ["PKG-006: wrong"]),
    "two places": (
        [message("RSC-005", 3, times=2, further_locations=("b.xhtml:4",))],
        ["RSC-005, 2 times: wrong (at a.xhtml:3, b.xhtml:4)"],
    ),
    "the same 500 times": (
        [message("RSC-005", number) for number in range(500)],
        ["RSC-005, 500 times: wrong (first at a.xhtml:0, a.xhtml:1, a.xhtml:2)"],
    ),
    "under one id, five things": (
        [message("RSC-005", number, text=f"wrong {number}") for number in range(5)],
        [
            "RSC-005, 5 times: wrong 0 (at a.xhtml:0); wrong 1 (at a.xhtml:1); wrong 2 (at a.xhtml:2); "
            "and 2 other messages under this id"
        ],
    ),
    "two ids": ([message("B-1", 1), message("A-1", 2)], ["B-1: wrong (at a.xhtml:1)", "A-1: wrong (at a.xhtml:2)"]),
}


@pytest.mark.parametrize(("messages", "expected"), SAID.values(), ids=SAID)
def test_each_id_is_one_finding(messages: list[EpubMessage], expected: list[str]) -> None:
    """However often it occurs: with its number, and the first places."""
    assert of("EPB-001", title(epub(messages=messages))) == expected


BARE = {"access_modes": (), "accessibility_features": (), "accessibility_hazards": ()}


def test_no_word_on_accessibility_is_a_warning() -> None:
    """Older books have none, and are published."""
    report = check(title(epub(**BARE)))

    assert [(found.code, found.severity) for found in report.findings] == [("EPB-002", Severity.WARNING)]
    assert report.verdict.outcome is Outcome.PASS_WITH_WARNINGS


def test_no_word_on_accessibility_is_an_error_where_the_law_asks_for_it() -> None:
    """A profile for sales in the European Union makes it one; what is only recommended stays a remark."""
    strict = STREAMING.model_copy(update={"severities": {"EPB-002": Severity.ERROR}})

    assert check(title(epub(**BARE)), strict).verdict.decisive == "EPB-002"
    assert check(title(epub(accessibility_summary=None)), strict).verdict.outcome is Outcome.PASS


@pytest.mark.parametrize("code", ["75", "76", "77"])
def test_an_exemption_in_the_record_excuses(code: str) -> None:
    """The European law has three exceptions."""
    assert of("EPB-002", title(epub(**BARE), code)) == []


def test_an_exemption_in_the_book_excuses() -> None:
    """It may be stated there, too."""
    assert of("EPB-002", title(epub(**BARE, accessibility_exemption="eaa-microenterprise"))) == []


def test_another_code_of_the_record_excuses_nothing() -> None:
    """That a table of contents is there says nothing of hazards."""
    assert len(of("EPB-002", title(epub(**BARE), "11"))) == 1


AA = "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"
AA_OF_1_0 = "http://www.idpf.org/epub/a11y/accessibility-20170105.html#wcag-aa"
MISSPELT = AA.replace("-", "\u2013")
CLAIMS: dict[str, tuple[tuple[str, ...], tuple[str, ...], list[str]]] = {
    "both the same": ((AA,), ("04", "81", "85"), []),
    "only the book": ((AA,), (), []),
    "the book, and a record about other things": ((AA,), ("11", "14"), []),
    "an address of 1.0, and its code": (
        ("http://www.idpf.org/epub/a11y/accessibility-20170105.html#wcag-aa",),
        ("03",),
        [],
    ),
    "the highest of two": (("EPUB Accessibility 1.1 - WCAG 2.0 Level A", AA), ("85",), []),
    "something else that it conforms to": (("https://example.org/house-style",), (), []),
    "another level": (
        (AA,),
        ("84",),
        ["book.epub claims WCAG level AA, and the record claims level A (List 196)"],
    ),
    "another version": ((AA,), ("82", "85"), ["book.epub claims WCAG 2.1, and the record 2.2 (List 196)"]),
    "only the record": ((), ("02",), ["book.epub claims no WCAG level, and the record claims level A (List 196)"]),
    "inaccessible": (
        (AA,),
        ("09",),
        ["book.epub claims WCAG level AA, and the record that it is inaccessible (List 196, 09)"],
    ),
    "a dash that is none": (
        (MISSPELT,),
        (),
        [f"book.epub claims to conform to {MISSPELT!r}, which is not written like {AA!r}"],
    ),
}


@pytest.mark.parametrize(("conforms_to", "codes", "expected"), CLAIMS.values(), ids=CLAIMS)
def test_claims_are_compared(conforms_to: tuple[str, ...], codes: tuple[str, ...], expected: list[str]) -> None:
    """The level and version of the book are those of the record, where both say something."""
    assert of("EPB-008", title(epub(conforms_to=conforms_to), *codes)) == expected


@pytest.mark.parametrize(
    ("hazards", "times"),
    [
        (("none",), 0),
        (("unknown",), 0),
        (("noFlashingHazard", "noSoundHazard", "motionSimulation"), 0),
        (("unknownSoundHazard", "noFlashingHazard"), 0),
        (("none", "flashing"), 1),
        (("sound", "noSoundHazard"), 1),
        (("no hazards",), 1),
    ],
)
def test_hazards_are_words_that_agree(hazards: tuple[str, ...], times: int) -> None:
    """A reader with epilepsy relies on them."""
    assert len(of("EPB-008", title(epub(accessibility_hazards=hazards)))) == times


def test_unknown_access_modes_are_told() -> None:
    """A shop that does not know the word shows nothing."""
    (told,) = of("EPB-008", title(epub(access_modes=("text", "visual"))))

    assert told.startswith("book.epub states the access mode text; textual, visual, ")


TITLES = [
    ("The Lighthouse", "The Lighthouse: A Novel", None, True),
    ("The Lighthouse: A Novel", "The Lighthouse", None, True),
    ("The Lighthouse A Novel", "The Lighthouse", "A Novel", True),
    ("Lighthouse, The", "The Lighthouse", None, True),
    ("THE LIGHTHOUSE", "The Lighthouse", None, True),
    ("Alice\u2019s Adventures", "Alice's Adventures", None, True),
    ("Cafe\u0301", "Caf\u00e9", None, True),
    ("Dune (Dune Chronicles, Book 1)", "Dune", None, True),
    ("Pride & Prejudice", "Pride and Prejudice", None, True),
    ("草枕", "Kusamakura", None, True),
    ("草枕", "坊っちゃん", None, False),
    ("Harry Potter and the Chamber of Secrets", "Harry Potter and the Philosopher's Stone", None, False),
    ("It Ends with Us", "It", None, False),
    ("The Lighthouse Keeper", "The Lighthouse", None, False),
    ("Foundation and Empire", "Foundation", None, False),
]


@pytest.mark.parametrize(("one", "other", "subtitle", "same"), TITLES)
def test_titles_are_compared_with_tolerance(one: str, other: str, subtitle: str | None, same: bool) -> None:
    """The same book is written in many ways, and another volume in few."""
    assert may_be_same(one, other, subtitle) is same


LANGUAGES = [
    (("en-GB",), "en-US", 0),
    (("nb",), "no", 0),
    (("cmn",), "zh", 0),
    (("en", "cy"), "cy", 0),
    (("und",), "en", 0),
    (("fr",), "en", 1),
]


@pytest.mark.parametrize(("languages", "known", "times"), LANGUAGES)
def test_languages_are_compared_without_regions(languages: tuple[str, ...], known: str, times: int) -> None:
    """A region is a matter of taste, a language is another book."""
    metadata = METADATA.model_copy(update={"language": known})

    assert len(of("EPB-003", title(epub(languages=languages), metadata=metadata))) == times


NUMBERS = [
    (("urn:isbn:978-99999-0002-7",), 0),
    (("ISBN 9789999900027",), 0),
    (("isbn:9789999900027",), 0),
    (("urn:uuid:0c2cd8a4-5f0a-4c8a-9b1e-7c3b1f6f0a11",), 0),
    (("9789999900034", "9789999900027"), 0),
    (("9789999900028",), 0),  # no ISBN: its check digit is wrong
    (("urn:isbn:9789999900034",), 1),
]


@pytest.mark.parametrize(("identifiers", "times"), NUMBERS)
def test_isbns_are_compared_in_any_spelling(identifiers: tuple[str, ...], times: int) -> None:
    """One of the book's is the title's, if it has any."""
    assert len(of("EPB-003", title(epub(identifiers=identifiers)))) == times


def test_the_isbn_of_print_is_called_so() -> None:
    """The usual reason: the printed book's number was left in the file."""
    printed = Identifier(kind="15", value="9789999900034")
    record = described(related=Related(products=(RelatedProduct(relation="13", identifiers=(printed,)),)))
    facts = title(epub(identifiers=("urn:isbn:9789999900034",))).model_copy(update={"described": record})

    assert of("EPB-003", facts) == [
        "book.epub has the ISBN 9789999900034, which the record knows as a related product's, and the title has "
        "9789999900027"
    ]


def test_an_isbn_of_the_record_is_the_titles_own() -> None:
    """A title may be known under an id of the publisher's."""
    record = described(identifiers=(Identifier(kind="15", value="9789999900034"),))
    facts = title(epub(identifiers=("9789999900034",))).model_copy(update={"described": record, "title_id": "HP-1"})

    assert of("EPB-003", facts) == []
