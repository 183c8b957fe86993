"""The record of a drop's title is found, or nothing is guessed."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelfready.drops import DropListing
from shelfready.errors import RejectedError
from shelfready.metadata_facts import Dialect, MessageHeader, MetadataFacts
from shelfready.ports import ListedFile
from shelfready.publishers._records import record_for
from shelfready.recognition import recognise
from shelfready.records import Identifier, Record
from shelfready.sheets.delimited import delimited
from shelfready.tables import held
from shelfready.titles import Manifest

A, B = "9789999900010", "9789999900027"


def _facts(value: str, kind: str = "15", reference: str | None = None, day: int | None = None) -> MetadataFacts:
    return MetadataFacts(
        dialect=Dialect.ONIX,
        header=MessageHeader(sent_at=datetime(2026, 11, day, tzinfo=UTC) if day else None),
        record=Record(reference=reference, identifiers=(Identifier(kind=kind, value=value),)),
    )


BROKEN = MetadataFacts(dialect=Dialect.ONIX)


@pytest.mark.parametrize(
    ("facts", "title"),
    [
        (_facts("978-99999-000-1-0"), A),
        (_facts(A, kind="03"), A),
        (_facts("0306406152", kind="02"), "9780306406157"),
        (_facts("harbour-7", kind="01"), "harbour-7"),
        (_facts("9789999900034", reference="harbour-7"), "harbour-7"),
    ],
)
def test_a_title_is_known_by_any_of_its_numbers(facts: MetadataFacts, title: str) -> None:
    """Hyphens, the older ISBN, the publisher's own ids."""
    assert record_for([_facts(B), facts], title) == facts


def test_the_first_title_that_is_found_counts() -> None:
    """What the drop was sent for comes before what its files are called."""
    assert record_for([_facts(A), _facts(B)], None, B, A) == _facts(B)


@pytest.mark.parametrize(("first", "second", "newest"), [(1, 2, 2), (2, 1, 2), (None, 1, 1), (1, 1, 1)])
def test_of_one_titles_records_the_newest_counts(first: int | None, second: int, newest: int) -> None:
    """By the moment of its message; without one, what stands later."""
    found = record_for([_facts(A, day=first), _facts(A, day=second)])

    assert found == _facts(A, day=newest)


def test_a_record_that_could_not_be_read_may_be_the_one() -> None:
    """Of a message that broke in the middle, the record before the break is not taken for the title's."""
    assert record_for([_facts(A), BROKEN], B) == BROKEN
    assert record_for([_facts(A), BROKEN]) == BROKEN
    assert record_for([_facts(A), BROKEN], A) == _facts(A)


def test_nothing_is_nothing() -> None:
    """A message without records."""
    assert record_for([]) is None


def test_many_titles_are_named_shortly() -> None:
    """A catalogue of a thousand makes a message that can be read."""
    with pytest.raises(RejectedError, match=r"1000 titles.* and 995 more") as caught:
        record_for([_facts(str(number)) for number in range(1000)])

    assert len(caught.value.message) < 1000


DOCUMENTS = st.binary(max_size=60).map(lambda data: b'<ONIXMessage release="3.0">' + data) | st.binary(max_size=60)


@given(DOCUMENTS, st.text('ISBN,Title\n9;"', max_size=60))
def test_any_documents_are_read_or_refused(document: bytes, sheet: str) -> None:
    """Hostile bytes beside a recording end as a manifest that can be stored, or as a refusal."""
    files = tuple(ListedFile(name=name, source=f"file:///{name}", size_bytes=9) for name in ("a.xml", "a.csv", "1.mp3"))
    try:
        table = held(delimited(BytesIO(sheet.encode())), "a.csv")
        manifest = recognise(DropListing(files=files, documents={"a.xml": document}, tables={"a.csv": table}))
    except RejectedError:
        return

    assert manifest.files[0].name == "1.mp3"
    assert Manifest.from_json(manifest.to_json()) == manifest
