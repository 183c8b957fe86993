"""Whose voice is heard."""

import pytest

from shelfready.records import Contributor, Descriptive, Record
from shelfready.voices import synthetic_voice, voices


def _record(*people: Contributor) -> Record:
    return Record(descriptive=Descriptive(contributors=people))


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (Contributor(roles=("E07",), unnamed="05"), "synthesized, male"),
        (Contributor(roles=("E07",), unnamed="09"), "made by artificial intelligence"),
        (Contributor(roles=("A01",), unnamed="09"), None),
        (Contributor(roles=("E07",), unnamed="04"), None),
        (Contributor(roles=("E07",), name="Tom Hill"), None),
    ],
)
def test_synthetic_voices_are_those_of_readers(person: Contributor, expected: str | None) -> None:
    """Artificial intelligence that wrote the book does not read it; and "various" are people."""
    assert synthetic_voice(_record(person)) == expected


def test_voices_are_those_who_are_heard() -> None:
    """Authors and directors are not."""
    people = [Contributor(roles=(role,), name=role) for role in ("A01", "D02", "E07", "E11")]

    assert [voice.name for voice in voices(_record(*people))] == ["E07", "E11"]
    assert voices(Record()) == ()
