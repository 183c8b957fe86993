"""META-016: A narrator (E03, a part in a play) of a book that is no play becomes its reader (E07)."""

from shelfready.findings import Change
from shelfready.fixes._described import details_of, name_of, with_details
from shelfready.fixing import Fix
from shelfready.profiles import Profile
from shelfready.records import Contributor
from shelfready.titles import TitleFacts
from shelfready.voices import is_reader_called_narrator

_CODE = "META-016"
_NARRATOR, _READER = "E03", "E07"  # list 17


def _mend(facts: TitleFacts, _profile: Profile) -> tuple[TitleFacts, list[Change]]:
    """The record's contributors, and the narrators of the title where nobody else stated any."""
    details = details_of(facts)
    if not is_reader_called_narrator(details):
        return facts, []
    narrators = [person for person in details.contributors if _NARRATOR in person.roles]
    changes = [
        Change(code=_CODE, field="contributors", before=f"{_name(one)} (E03)", after=f"{_name(one)} (E07)", asset=asset)
        for one in narrators
        for asset in (name_of(facts),)
    ]
    people = tuple(_as_reader(person) for person in details.contributors)
    return _with_narrators(with_details(facts, {"contributors": people}), narrators), changes


def _as_reader(person: Contributor) -> Contributor:
    roles = tuple(_READER if role == _NARRATOR else role for role in person.roles)
    return person.model_copy(update={"roles": roles})


def _with_narrators(facts: TitleFacts, narrators: list[Contributor]) -> TitleFacts:
    names = tuple(dict.fromkeys(one.name or one.inverted_name or "" for one in narrators))
    known = tuple(name for name in names if name)
    if facts.metadata.narrators or not known or facts.described is None:
        return facts
    metadata = facts.metadata.model_copy(update={"narrators": known})
    provenance = facts.provenance | {"narrators": facts.described.dialect.value}
    return facts.model_copy(update={"metadata": metadata, "provenance": provenance})


def _name(person: Contributor) -> str:
    return (person.name or person.inverted_name or "a contributor")[:200]


contributor_reads = Fix(code=_CODE, mend=_mend)
