"""What the rules say of records that publishers really wrote: their faults, and nothing that is none."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from shelfready.checking import check
from shelfready.findings import Finding
from shelfready.mending import mend
from shelfready.metadata_facts import MetadataFacts
from shelfready.onix.reading import read
from shelfready.record_metadata import metadata_of
from shelfready.rules import RULES
from shelfready.rules._examples import audio, audiobook, cover, ebook, track
from shelfready.titles import Known

DATA = Path(__file__).parents[4] / "shared/data/onix"
OURS = {name: rule for name, rule in RULES.items() if rule.code[:3] in ("MET", "ONX", "BIZ")}
TODAY = Known(today=date(2026, 11, 22))


def _records(name: str) -> Iterator[MetadataFacts]:
    path = DATA / name
    if not path.exists():
        pytest.skip("the shared test material (../shared/data) is not here")
    with path.open("rb") as file:
        yield from read(file, name=path.name)


def _found(facts: MetadataFacts, seconds: float = 600) -> list[Finding]:
    """The findings of rules of metadata, of a title whose files are what the record says."""
    assert facts.record is not None
    metadata = metadata_of(facts.record)
    usual = {"described": facts, "metadata": metadata, "stated": {"onix": metadata}, "known": TODAY}
    form = (facts.record.descriptive.form if facts.record.descriptive else None) or ""
    assets = [track("1.mp3", audio(seconds)), cover()] if form.startswith("A") else []
    title = audiobook(*assets, **usual) if form.startswith("A") else ebook(**usual)
    mended, _ = mend(title.model_copy(update={"title_id": facts.record.isbn or "none"}))
    return list(check(mended, rules=OURS).findings)


def test_a_real_audiobook_is_refused_for_its_number_alone() -> None:
    """Its ISBN was made anonymous, and is wrong; five hours in five digits, 34 prices and no narrator are let pass."""
    (facts,) = _records("im_onix/audio1.xml")

    found = _found(facts, seconds=5 * 3600)

    assert [(one.code, one.severity.value) for one in found if one.severity.blocks] == [("META-001", "E")]
    assert {one.code for one in found if one.severity.value == "W"} == {
        "META-005",
        "META-009",
        "META-011",
        "ONX-002",
    }


@pytest.mark.parametrize("style", ["ref", "short"])
def test_real_audiobooks_of_librivox_are_not_refused(style: str) -> None:
    """300 of them, in both styles, with lengths in two units and hundreds of readers: three warnings each."""
    codes: Counter[str] = Counter()
    for facts in _records(f"librivox/librivox_onix30_{style}_300_nodesc.xml"):
        assert facts.record is not None
        assert facts.record.descriptive is not None
        clock = facts.record.descriptive.extents[0].value
        seconds = int(clock[:3]) * 3600 + int(clock[3:5]) * 60 + int(clock[5:])
        found = _found(facts, seconds)
        codes.update(one.code for one in found if one.severity.value != "I")

        assert [one.message for one in found if one.severity.blocks] == []

    assert codes == {"BIZ-001": 300, "META-010": 300, "META-011": 300}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("im_onix/streaming.xml", {"META-001"}),
        ("im_onix/price_to_be_announced.xml", {"BIZ-003"}),
        ("jonix/jonix/src/test/resources/single-book-onix2.xml", set()),
        ("onixcheck-data/valid_google_onix_3.xml", set()),
        ("onixcheck-data/Google Sample ONIX 2.1.xml", set()),
        ("onixcheck-data/invalid_google_onix_3.xml", {"BIZ-003", "BIZ-004", "ONX-003"}),
        ("node-onix-fixtures/epubDirect.onx", {"META-001", "ONX-003"}),
        ("node-onix-fixtures/onix3sample.xml", {"META-001", "ONX-003"}),
    ],
)
def test_real_ebooks_are_refused_for_their_faults(name: str, expected: set[str]) -> None:
    """Numbers made anonymous, not for sale anywhere, WORLD as a country, decimal commas; the clean ones are left."""
    (facts,) = _records(name)

    assert {one.code for one in _found(facts) if one.severity.blocks} == expected


@pytest.mark.parametrize("name", ["im_onix/full_sample.xml", "jonix/jonix/src/test/resources/single-book-onix3.xml"])
def test_a_printed_books_record_is_not_that_of_an_epub(name: str) -> None:
    """EDItEUR's own sample is of a paperback: with an EPUB beside it, that is its one fault."""
    (facts,) = _records(name)

    assert {one.code for one in _found(facts) if one.severity.blocks} == {"META-003"}
