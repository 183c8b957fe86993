"""META-001: An ISBN of ten digits, or one written with hyphens, becomes the thirteen digits that it stands for."""

from shelfready.findings import Change
from shelfready.fixes._described import name_of, record_of, with_record
from shelfready.fixing import Fix
from shelfready.isbns import thirteen
from shelfready.profiles import Profile
from shelfready.records import Identifier
from shelfready.titles import TitleFacts

_CODE = "META-001"
_ISBN_13, _GTIN_13, _ISBN_10 = "15", "03", "02"  # list 5


def _mend(facts: TitleFacts, _profile: Profile) -> tuple[TitleFacts, list[Change]]:
    """Only valid numbers: a wrong check digit may be a wrong digit anywhere."""
    record = record_of(facts)
    if record is None:
        return facts, []
    mended: list[Identifier] = []
    changes: list[Change] = []
    for identifier in record.identifiers:
        number = thirteen(identifier.value) if identifier.kind in (_ISBN_13, _GTIN_13) else None
        if number and number != identifier.value:
            changes.append(_change(facts, identifier.value, number))
            mended.append(identifier.model_copy(update={"value": number}))
        else:
            mended.append(identifier)
    added = _added(mended)
    if added is not None:
        changes.append(_change(facts, f"ISBN-10 {added[0]}", f"and ISBN-13 {added[1].value}"))
        mended.insert(0, added[1])
    return (with_record(facts, {"identifiers": tuple(mended)}), changes) if changes else (facts, [])


def _added(identifiers: list[Identifier]) -> tuple[str, Identifier] | None:
    """The ISBN-13 that a record lacks, from the ISBN-10 that it has."""
    if any(one.kind in (_ISBN_13, _GTIN_13) for one in identifiers):
        return None
    for one in identifiers:
        number = thirteen(one.value) if one.kind == _ISBN_10 else None
        if number:
            return one.value, Identifier(kind=_ISBN_13, value=number)
    return None


def _change(facts: TitleFacts, before: str, after: str) -> Change:
    return Change(code=_CODE, field="identifiers", before=before[:100], after=after, asset=name_of(facts))


isbn_ten_to_thirteen = Fix(code=_CODE, mend=_mend)
