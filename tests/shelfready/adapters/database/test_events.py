"""Events and live progress, on both databases."""

import pytest

from shelfready.errors import DefectError, MissingError
from shelfready.events import Event, LiveProgress
from shelfready.ports import Catalogue
from shelfready.titles import Stage
from tests.shelfready.adapters.database.making import NOON, add, after, submission, undo


def progress(part: str, done: float, *, stage: Stage = Stage.ENCODE, id: str = "s-1") -> LiveProgress:
    """How far a part is."""
    return LiveProgress(submission_id=id, stage=stage, part=part, done=done, speed=40.5, at=NOON)


def test_events_are_numbered_by_submission(any_catalogue: Catalogue) -> None:
    """Each submission's events begin at one, and are read back whole."""
    add(any_catalogue, submission("s-1"), submission("s-2"))
    data: dict[str, object] = {"findings": [{"code": "AUD003"}], "count": 2, "ratio": 0.5, "who": None}

    with any_catalogue.begin() as unit:
        unit.events.add("s-1", "accepted", {}, NOON)
        unit.events.add("s-2", "accepted", {}, NOON)
        unit.events.add("s-1", "refused", data, after(1))

    with any_catalogue.begin() as unit:
        assert unit.events.after("s-1", 0, 9) == (
            Event(number=1, submission_id="s-1", kind="accepted", data={}, at=NOON),
            Event(number=2, submission_id="s-1", kind="refused", data=data, at=after(1)),
        )
        assert [event.number for event in unit.events.after("s-2", 0, 9)] == [1]


def test_events_are_read_on_from_a_number(any_catalogue: Catalogue) -> None:
    """After a number, in order, up to a limit."""
    add(any_catalogue, submission())
    with any_catalogue.begin() as unit:
        for second in range(12):
            unit.events.add("s-1", "tick", {"second": second}, after(second))

    with any_catalogue.begin() as unit:
        assert [event.number for event in unit.events.after("s-1", 8, 3)] == [9, 10, 11]
        assert unit.events.after("s-1", 12, 3) == ()
        assert unit.events.after("never-was", 0, 3) == ()


def test_an_event_that_was_rolled_back_leaves_no_gap(any_catalogue: Catalogue) -> None:
    """Its number is given to the next."""
    add(any_catalogue, submission())
    undo(any_catalogue, lambda unit: unit.events.add("s-1", "lost", {}, NOON))

    with any_catalogue.begin() as unit:
        unit.events.add("s-1", "kept", {}, NOON)

    with any_catalogue.begin() as unit:
        assert [(event.number, event.kind) for event in unit.events.after("s-1", 0, 9)] == [(1, "kept")]


def test_saving_a_submission_does_not_touch_its_numbers(any_catalogue: Catalogue) -> None:
    """The state changes between two events, as it does in life."""
    add(any_catalogue, submission())

    with any_catalogue.begin() as unit:
        unit.events.add("s-1", "one", {}, NOON)
        unit.submissions.save(submission())
        unit.events.add("s-1", "two", {}, NOON)

    with any_catalogue.begin() as unit:
        assert [event.number for event in unit.events.after("s-1", 0, 9)] == [1, 2]


def test_an_event_belongs_to_a_submission(any_catalogue: Catalogue) -> None:
    """Nothing happens to what was never added; the unit can go on."""
    with any_catalogue.begin() as unit:
        with pytest.raises(MissingError, match="no submission s-1"):
            unit.events.add("s-1", "accepted", {}, NOON)
        assert unit.events.after("s-1", 0, 9) == ()


def test_what_is_not_json_is_told_from_a_failure_of_the_database(any_catalogue: Catalogue) -> None:
    """A defect of ours, named by the value that holds it."""
    add(any_catalogue, submission())

    with pytest.raises(DefectError, match="Event") as caught, any_catalogue.begin() as unit:
        unit.events.add("s-1", "odd", {"thing": object()}, NOON)
    assert caught.value.cause_code == "value-not-json"


def test_progress_is_replaced(any_catalogue: Catalogue) -> None:
    """Only the last word on a part counts; parts, stages and submissions are apart."""
    add(any_catalogue, submission("s-1"), submission("s-2"))

    with any_catalogue.begin() as unit:
        for told in (
            progress("track 1", 0.1),
            progress("track 2", 0.2),
            progress("track 1", 0.3),
            progress("track 1", 0.4, stage=Stage.FETCH),
            progress("track 1", 0.5, id="s-2"),
        ):
            unit.events.set_progress(told)

    with any_catalogue.begin() as unit:
        assert unit.events.progress("s-1") == (
            progress("track 1", 0.4, stage=Stage.FETCH),
            progress("track 1", 0.3),
            progress("track 2", 0.2),
        )
        assert unit.events.progress("s-2") == (progress("track 1", 0.5, id="s-2"),)


def test_finished_work_is_forgotten(any_catalogue: Catalogue) -> None:
    """At 1.0 a part is no longer worked on, whether or not it was ever heard of."""
    add(any_catalogue, submission())

    with any_catalogue.begin() as unit:
        unit.events.set_progress(progress("track 1", 0.99))
        unit.events.set_progress(progress("track 2", 0.5))
        unit.events.set_progress(progress("track 1", 1.0))
        unit.events.set_progress(progress("track 3", 1.0))

    with any_catalogue.begin() as unit:
        assert unit.events.progress("s-1") == (progress("track 2", 0.5),)


def test_progress_belongs_to_a_submission(any_catalogue: Catalogue) -> None:
    """Nobody works on what was never added."""
    with pytest.raises(MissingError), any_catalogue.begin() as unit:
        unit.events.set_progress(progress("track 1", 0.5))
