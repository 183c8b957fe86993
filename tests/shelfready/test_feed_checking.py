"""Records without files are held to what a record can be held to, and to nothing else."""

from datetime import UTC, datetime

import pytest

from shelfready.feed_checking import check_feed, check_record
from shelfready.feeds import FeedFacts
from shelfready.findings import Finding
from shelfready.metadata_facts import MetadataFacts
from shelfready.profiles import STREAMING
from shelfready.records import Identifier
from shelfready.rules._records import descriptive, onix, record, sheet
from shelfready.titles import Known
from shelfready.waivers import Waiver

ISBN = "9789999900010"
LATER = datetime(2030, 1, 1, tzinfo=UTC)
"""When every date of the examples has come."""


def found(facts: MetadataFacts, *waivers: Waiver, **known: object) -> tuple[Finding, ...]:
    """What the rules say of a record."""
    return check_record(
        facts,
        publisher="north",
        title_id=ISBN,
        known=Known.model_validate({"today": LATER.date(), **known}),
        profile=STREAMING,
        waivers=waivers,
        now=LATER,
    )


@pytest.mark.parametrize(
    "facts",
    [
        onix(),
        sheet(),
        onix(record(notification="04", descriptive=None)),
        onix(record(descriptive=descriptive(form="BB", form_details=(), content_types=()))),
        onix(record(descriptive=descriptive(form="ED", form_details=("E101",), content_types=("10",)))),
    ],
    ids=["whole", "sheet", "update", "printed", "ebook"],
)
def test_a_right_record_is_not_accused(facts: MetadataFacts) -> None:
    """Of missing tracks, covers and files least of all; printed books come in feeds as well."""
    assert [finding for finding in found(facts) if finding.blocks] == []


def test_a_deletion_is_asked_for_nothing_more() -> None:
    """It has no title and no author; of a live title somebody must decide."""
    facts = onix(record(notification="05", descriptive=None, publishing=None, supply=None, collateral=None))

    assert {finding.code for finding in found(facts, is_live=True)} == {"ONX-005"}


def test_a_wrong_record_is_told_and_may_be_waived() -> None:
    """A waiver is written on the finding."""
    wrong = onix(record(identifiers=(Identifier(kind="15", value="9789999900011"),)))
    waiver = Waiver(id="wai_1", code="META-001", publisher="north", by="ann", why="known", at=LATER)

    assert [finding.code for finding in found(wrong) if finding.blocks] == ["META-001"]
    assert [finding for finding in found(wrong, waiver) if finding.blocks] == []


def test_what_cannot_be_read_is_held_to_what_was_odd_about_it() -> None:
    """No rule fails on a record that is not there."""
    assert isinstance(found(onix().model_copy(update={"record": None})), tuple)


def test_a_feed_that_does_too_much_is_told() -> None:
    """Rules of feeds read what is counted of the whole."""
    small = FeedFacts(publisher="north", live=1000, deleted=1)
    night = small.model_copy(update={"deleted": 500})

    assert check_feed(small, STREAMING) == ()
    assert [finding.code for finding in check_feed(night, STREAMING)] == ["BIZ-008"]
