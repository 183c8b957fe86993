"""What the catalogue knows of a title, and what it learns from a check."""

from datetime import datetime

from shelfready.feeds import HeldRecord
from shelfready.knowing import fed_of, known_of, learn
from shelfready.metadata_facts import Dialect, MessageHeader, MetadataFacts
from shelfready.ports import Catalogue, UnitOfWork
from shelfready.records import Collateral, Descriptive, Identifier, Record, TitleElement
from shelfready.titles import Asset, AssetFacts, Known, Metadata, Role, TitleFacts
from tests.shelfready.adapters.database.making import NOON, after

ISBN, OTHER = "9789999900010", "9789999900027"
COVER = "c" * 64
NOTHING = Known()


def said(
    title: str = "The Harbour", *, sent: datetime | None = None, reference: str = "r1", **more: object
) -> MetadataFacts:
    """A record as it was read."""
    usual = {
        "reference": reference,
        "identifiers": (Identifier(kind="15", value=ISBN),),
        "descriptive": Descriptive(titles=(TitleElement(text=title),)),
    }
    record = Record.model_validate(usual | more)
    return MetadataFacts(dialect=Dialect.ONIX, header=MessageHeader(release="3.0", sent_at=sent), record=record)


def held(facts: MetadataFacts, title_id: str = ISBN, **more: object) -> HeldRecord:
    """A record that was applied at noon."""
    reference = facts.record.reference if facts.record else None
    usual = {"publisher": "north", "title_id": title_id, "reference": reference, "sent_at": NOON, "updated_at": NOON}
    return HeldRecord.model_validate({**usual, "facts": facts, **more})


def checked(known: Known = NOTHING) -> TitleFacts:
    """A title that passed its check."""
    cover = Asset(role=Role.COVER, name="cover.jpg", sha256=COVER, size_bytes=7)
    return TitleFacts(
        publisher="north",
        title_id=ISBN,
        content_type="audiobook",
        metadata=Metadata(),
        known=known,
        assets=(AssetFacts(asset=cover),),
    )


def current(unit: UnitOfWork) -> HeldRecord:
    """What holds for the title, which must be there."""
    found = unit.records.get("north", ISBN)
    assert found is not None
    return found


def test_nothing_is_known_of_what_nobody_sent(catalogue: Catalogue) -> None:
    """But the day."""
    with catalogue.begin(read_only=True) as unit:
        assert known_of(unit, "north", ISBN, now=NOON, reference="r1", cover=COVER) == Known(today=NOON.date())
        assert fed_of(unit, "north", ISBN) is None


def test_what_holds_and_what_is_shared_is_known(catalogue: Catalogue) -> None:
    """The record and its moment, the title that a reference names, and titles with the same cover."""
    with catalogue.begin() as unit:
        unit.records.put([held(said()), held(said(reference="r2"), OTHER)])
        unit.titles.note_cover("north", OTHER, COVER)

    with catalogue.begin(read_only=True) as unit:
        known = known_of(unit, "north", ISBN, now=NOON, reference="r2", cover=COVER)
        assert fed_of(unit, "north", ISBN) == said()
    assert (known.held, known.sent_at) == (said().record, NOON)
    assert (known.reference_title, known.same_cover, known.is_live) == (OTHER, (OTHER,), False)


def test_a_record_that_was_delivered_holds(catalogue: Catalogue) -> None:
    """Like one from a feed: the next block update finds what it updates."""
    with catalogue.begin() as unit:
        learn(unit, checked(), delivered=said(sent=NOON), now=after(60))

    with catalogue.begin(read_only=True) as unit:
        assert (current(unit).facts, current(unit).sent_at) == (said(sent=NOON), NOON)
        assert unit.titles.same_cover("north", OTHER, COVER) == (ISBN,)


def test_what_is_older_than_what_holds_changes_nothing(catalogue: Catalogue) -> None:
    """A drop may bring a record that a feed has overtaken."""
    newer = held(said("New", sent=after(30)), sent_at=after(30))
    with catalogue.begin() as unit:
        unit.records.put([newer])
        learn(unit, checked(), delivered=said(sent=NOON), now=after(60))
        assert current(unit) == newer


def test_a_block_update_in_a_drop_is_laid_over_what_holds(catalogue: Catalogue) -> None:
    """Its other blocks stay."""
    with catalogue.begin() as unit:
        unit.records.put([held(said(collateral=Collateral()))])
        learn(unit, checked(), delivered=said("New", sent=after(30), notification="04"), now=after(60))
        record = current(unit).facts.record

    assert record is not None
    assert record.descriptive is not None
    assert (record.descriptive.titles[0].text, record.collateral) == ("New", Collateral())


def test_a_reference_of_another_title_is_not_taken_over(catalogue: Catalogue) -> None:
    """What the check knew of it is enough."""
    with catalogue.begin() as unit:
        unit.records.put([held(said(reference="r2"), OTHER)])
        learn(unit, checked(Known(reference_title=OTHER)), delivered=said(reference="r2"), now=NOON)
        assert unit.records.get("north", ISBN) is None


def test_what_the_check_knew_is_due_no_longer(catalogue: Catalogue) -> None:
    """What was applied since the check began still is."""
    due = held(said(), is_due=True)
    with catalogue.begin() as unit:
        unit.records.put([due])
        learn(unit, checked(Known(sent_at=after(-9))), delivered=None, now=NOON)
        assert current(unit).is_due
        another = Known(sent_at=NOON, held=said("Said on the same day").record)
        learn(unit, checked(another), delivered=None, now=NOON)
        assert current(unit).is_due
        learn(unit, checked(Known(sent_at=NOON, held=said().record)), delivered=None, now=NOON)
        assert not current(unit).is_due


def test_a_record_that_was_taken_back_says_nothing(catalogue: Catalogue) -> None:
    """It is kept so that nothing older holds again, and is no source for its title any more."""
    with catalogue.begin() as unit:
        unit.records.put([held(said(notification="05"))])

    with catalogue.begin(read_only=True) as unit:
        assert fed_of(unit, "north", ISBN) is None
        assert current(unit).is_deleted
