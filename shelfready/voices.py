"""Whose voice is heard in a recording, as its record says: somebody's, an actor's in a part, or nobody's."""

from shelfready.records import Contributor, Descriptive, Record

READERS = frozenset({"E01", "E03", "E07", "E08", "E11", "E99"})
"""Roles of list 17 of those who are heard."""

_NARRATOR = "E03"
_DRAMA = "02"  # list 81: a performance of the spoken word

_SYNTHETIC = {
    "05": "synthesized, male",
    "06": "synthesized, female",
    "07": "synthesized",
    "08": "synthesized after that of an actor",
    "09": "made by artificial intelligence",
}
"""Codes of list 19; 09 may be any contributor, and is a voice where the role is a reader's."""


def voices(record: Record) -> tuple[Contributor, ...]:
    """Those who are heard."""
    people = record.descriptive.contributors if record.descriptive else ()
    return tuple(person for person in people if READERS & set(person.roles))


def synthetic_voice(record: Record) -> str | None:
    """What the record says of a voice that nobody spoke with; None if it says nothing of the kind."""
    said = (_SYNTHETIC.get(voice.unnamed or "") for voice in voices(record))
    return next(filter(None, said), None)


def is_reader_called_narrator(details: Descriptive) -> bool:
    """Whether E03 (narrator, a part in a play) must mean E07 (read by): nobody reads or acts, and it is no play.

    >>> tom = Contributor(roles=("E03",), name="Tom Hill")
    >>> is_reader_called_narrator(Descriptive(contributors=(tom,)))
    True
    >>> is_reader_called_narrator(Descriptive(contributors=(tom,), content_types=("02",)))
    False
    """
    roles = {role for person in details.contributors for role in person.roles}
    acts = roles & (READERS - {_NARRATOR}) or "D02" in roles  # D02: director
    return _NARRATOR in roles and not acts and _DRAMA not in details.content_types
