"""META-016: Contributors whose sequence numbers are repeated are numbered as they stand in the record."""

from collections import Counter

from shelfready.findings import Change
from shelfready.fixes._described import details_of, name_of, with_details
from shelfready.fixing import Fix
from shelfready.profiles import Profile
from shelfready.titles import TitleFacts

_CODE = "META-016"


def _mend(facts: TitleFacts, _profile: Profile) -> tuple[TitleFacts, list[Change]]:
    """Only where every one has a number and these do not fall: otherwise two orders are possible."""
    people = details_of(facts).contributors
    stated = [person.sequence for person in people if person.sequence is not None]
    is_repeated = any(count > 1 for count in Counter(stated).values())
    if not is_repeated or len(stated) != len(people) or stated != sorted(stated):
        return facts, []
    numbered = tuple(person.model_copy(update={"sequence": number}) for number, person in enumerate(people, start=1))
    before, after = (", ".join(str(number) for number in numbers) for numbers in (stated, range(1, len(people) + 1)))
    change = Change(code=_CODE, field="contributors", before=before, after=after, asset=name_of(facts))
    return with_details(facts, {"contributors": numbered}), [change]


contributor_sequence = Fix(code=_CODE, mend=_mend)
