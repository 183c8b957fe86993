"""What is said of the file in which a record came."""

from datetime import UTC, datetime

import pytest

from shelfready.findings import Owner
from shelfready.metadata_facts import MetadataFacts, Oddity, SchemaFault, Trouble
from shelfready.records import Record
from shelfready.rules import RULES
from shelfready.rules._examples import audiobook
from shelfready.rules._records import header, onix, record, sheet
from shelfready.titles import Known, TitleFacts

OF_THE_FILE = (
    "encoding-not-as-declared",
    "version-unclear",
    "schema-broken",
    "xml-unsafe",
    "sheet-misread",
    "notification-not-applicable",
)


def _all(facts: MetadataFacts) -> list[tuple[str, str]]:
    title = audiobook(described=facts)
    said = [(found.code, found.severity.value) for name in OF_THE_FILE for found in RULES[name](facts)]
    return said + [(found.code, found.severity.value) for found in RULES["reference-reused"](title)]


@pytest.mark.parametrize(
    ("trouble", "repaired", "unrepaired"),
    [
        (Trouble.ENCODING, ("ONX-001", "W"), ("ONX-001", "F")),
        (Trouble.MOJIBAKE, ("ONX-001", "W"), ("ONX-001", "E")),
        (Trouble.NAMESPACE, ("ONX-002", "W"), ("ONX-002", "F")),
        (Trouble.RELEASE, ("ONX-002", "W"), ("ONX-002", "F")),
        (Trouble.NOT_XML, ("ONX-003", "W"), ("ONX-003", "F")),
        (Trouble.CODE_UNKNOWN, ("ONX-003", "W"), ("ONX-003", "W")),
        (Trouble.REWRITTEN, ("ONX-003", "W"), ("ONX-003", "E")),
        (Trouble.DUPLICATE, ("ONX-004", "W"), ("ONX-004", "F")),
        (Trouble.DOCTYPE, ("ONX-007", "W"), ("ONX-007", "F")),
        (Trouble.TOO_LARGE, ("ONX-007", "W"), ("ONX-007", "F")),
        (Trouble.ENTITY, ("ONX-007", "I"), ("ONX-007", "F")),
        (Trouble.COLUMN, ("ONX-008", "I"), ("ONX-008", "W")),
        (Trouble.ISBN_DAMAGED, ("ONX-008", "W"), ("ONX-008", "E")),
        (Trouble.DATE_AMBIGUOUS, ("ONX-008", "W"), ("ONX-008", "E")),
        (Trouble.CELL, ("ONX-008", "W"), ("ONX-008", "E")),
    ],
)
def test_every_trouble_is_one_rules_business(
    trouble: Trouble, repaired: tuple[str, str], unrepaired: tuple[str, str]
) -> None:
    """What a reader met is told once, whether it stood in the record or in the message around it."""
    for is_repaired, expected in ((True, repaired), (False, unrepaired)):
        met = (Oddity(trouble=trouble, message="met", is_repaired=is_repaired),)

        assert _all(onix(oddities=met)) == [expected]
        assert _all(onix(header=header(oddities=met))) == [expected]


def test_no_trouble_is_forgotten() -> None:
    """A new kind of trouble needs a rule that tells it."""
    silent = [one for one in Trouble if not _all(onix(oddities=(Oddity(trouble=one, message="met"),)))]

    assert silent == []


def test_files_of_2_1_need_no_namespace() -> None:
    """They were described by a DTD."""
    met = (Oddity(trouble=Trouble.NAMESPACE, message="met", is_repaired=True),)

    assert _all(onix(header=header(release="2.1", oddities=met))) == [("ONX-002", "I")]


def test_a_thousand_faults_are_a_dozen_messages() -> None:
    """The same fault in many lines is one; of different ones, ten are told."""
    same = tuple(SchemaFault(message="13,99 is no number", line=line) for line in range(1000))
    others = tuple(SchemaFault(message=f"fault {n}") for n in range(1000))

    assert [found.message for found in RULES["schema-broken"](onix(schema_faults=same))] == [
        "lines 0, 1, 2, 3, 4 and 995 more: 13,99 is no number"
    ]
    assert len(RULES["schema-broken"](onix(schema_faults=others))) == 11


def test_rows_of_a_sheet_have_no_reference() -> None:
    """And none is asked for."""
    assert _all(sheet()) == []


def test_a_reference_that_named_this_title_before_is_right() -> None:
    """It is an update."""
    title = audiobook(described=onix(), known=Known(reference_title="9789999900010"))

    assert RULES["reference-reused"](title) == []


@pytest.mark.parametrize(
    ("notification", "is_live", "expected"),
    [
        ("03", True, []),
        ("05", False, ["BIZ-007"]),
        ("05", True, ["ONX-005"]),
        ("08", True, ["ONX-005"]),
        ("09", False, []),
        ("88", True, ["ONX-009"]),
        ("89", False, ["ONX-009"]),
        ("77", False, ["ONX-009"]),
        ("04", True, []),
    ],
)
def test_notifications_mean_what_list_1_says(notification: str, is_live: bool, expected: list[str]) -> None:
    """A deletion is one finding: of what is offered, somebody decides; of what is not, it keeps it off the shelf."""
    facts = onix(record(notification=notification))
    title = audiobook(described=facts, known=Known(is_live=is_live))

    found = [*RULES["notification-needs-a-decision"](title), *RULES["withdrawn"](title)]
    found += RULES["notification-not-applicable"](facts)

    assert [one.code for one in found] == expected
    assert RULES["notification-needs-a-decision"].owner is Owner.RIGHTS


def test_deletions_are_asked_for_nothing() -> None:
    """A record that takes itself back describes no product."""
    deletion = audiobook(described=onix(Record(reference="r", notification="05")))
    of_titles = [rule for rule in RULES.values() if rule.reads is TitleFacts and rule.status.runs]

    assert {rule.code for rule in of_titles if rule(deletion)} == {"BIZ-007"}


@pytest.mark.parametrize("sent", [datetime(2026, 3, 1, 12, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC), None])
def test_the_same_or_an_older_message_before_is_right(sent: datetime | None) -> None:
    """A message that is sent twice is not older than itself."""
    assert RULES["message-older"](audiobook(described=onix(), known=Known(sent_at=sent))) == []


def test_blocks_that_a_whole_record_loses_are_named() -> None:
    """An update (04) loses nothing by what it does not say."""
    held = Known(held=record())

    whole = audiobook(described=onix(record(supply=None, related=None)), known=held)
    update = audiobook(described=onix(record(supply=None, notification="04")), known=held)

    assert [found.message for found in RULES["notification-needs-a-decision"](whole)] == [
        "the record has no related, supply any more, and a whole record (03) replaces all: was that meant?"
    ]
    assert RULES["notification-needs-a-decision"](update) == []
