"""The report as an ONIX Acknowledgement."""

from typing import Any
from xml.etree import ElementTree

import pytest

from shelfready.findings import Status
from shelfready.report_formats import REPORT_FORMATS
from tests.shelfready.report_formats.examples import TRACKS, facts, finding, report, told, waiver


def product(**changed: object) -> ElementTree.Element:
    """The one record that is acknowledged."""
    written = b"".join(REPORT_FORMATS["onix"].write(told(**changed)))
    document = ElementTree.fromstring(written)
    for element in document.iter():
        element.tag = element.tag.rpartition("}")[2]
    [found] = document.findall("Product")
    return found


def test_a_refused_title_is_a_rejected_record() -> None:
    """Under the record's own reference and number, with each finding's code and gravity."""
    found = product()

    assert found.findtext("RecordReference") == "com.example.1"
    assert found.findtext("ProductIdentifier/IDValue") == "9780306406157"
    assert found.findtext("RecordStatus") == "03"  # List 226: rejected
    assert [one.findtext("StatusDetailCode") for one in found.findall("RecordStatusDetail")] == [
        "META-003",
        "AUD-009",
        "AUD-008",
        "AUD-010",
    ]


def test_a_title_without_faults_is_taken() -> None:
    """Nothing is said against it."""
    found = product(report=report((), ()))

    assert (found.findtext("RecordStatus"), found.findall("RecordStatusDetail")) == ("00", [])


@pytest.mark.parametrize(
    ("changed", "letter"),
    [
        ({}, "e"),
        ({"waived_by": waiver("AUD-009")}, "i"),
        ({"status": Status.PREVIEW}, "w"),
        ({"severity": "W", "waived_by": waiver("AUD-009")}, "w"),
        ({"asset": None}, "E"),
    ],
)
def test_a_finding_is_as_grave_as_it_counts(changed: dict[str, Any], letter: str) -> None:
    """A waived error does not count as one, nor does a rule on trial; small letters are of files (List 261)."""
    found = product(report=report((finding(**changed),), ()))

    assert found.findtext("RecordStatusDetail/StatusDetailType") == letter


@pytest.mark.parametrize(("title_id", "kind"), [("9780306406157", "15"), ("harbour-1", "01"), ("1234567890123", "01")])
def test_a_title_without_a_record_is_named_by_its_id(title_id: str, kind: str) -> None:
    """As an ISBN where it is one, else as the publisher's own."""
    of_facts = product(facts=facts(described=None, title_id=title_id))
    of_none = product(facts=None, title_id=title_id)

    for found in (of_facts, of_none):
        assert found.findtext("ProductIdentifier/ProductIDType") == kind
        assert found.findtext("ProductIdentifier/IDValue") == title_id
        assert found.findtext("RecordReference") == title_id


def test_hostile_text_is_text() -> None:
    """Markup and characters that XML cannot hold change nothing."""
    hostile = finding(message="</Product><Product>\x00\x1b]]>", asset=TRACKS[0])
    found = product(report=report((hostile,), ()))

    assert "</Product><Product>" in (found.findtext("RecordStatusDetail/StatusDetailDescription") or "")
