"""META-011: Markup in texts is reduced to the subset that shops show; scripts, styles and addresses go."""

from shelfready.findings import Change
from shelfready.fixes._described import name_of, record_of, with_record
from shelfready.fixing import Fix
from shelfready.markup import cleaned, unwanted
from shelfready.profiles import Profile
from shelfready.records import Text
from shelfready.titles import TitleFacts

_CODE = "META-011"
_LONGEST_SHOWN = 200


def _mend(facts: TitleFacts, _profile: Profile) -> tuple[TitleFacts, list[Change]]:
    """The record's texts; what is shown of a title has no markup at all."""
    record = record_of(facts)
    collateral = record.collateral if record else None
    if collateral is None:
        return facts, []
    mended: list[Text] = []
    changes: list[Change] = []
    for text in collateral.texts:
        after = cleaned(text.text) if unwanted(text.text) else text.text
        if after != text.text:
            field, asset = f"text {text.kind}", name_of(facts)
            changes.append(Change(code=_CODE, field=field, before=_seen(text.text), after=_seen(after), asset=asset))
        mended.append(text.model_copy(update={"text": after}))
    if not changes:
        return facts, []
    return with_record(facts, {"collateral": collateral.model_copy(update={"texts": tuple(mended)})}), changes


def _seen(text: str) -> str:
    """As much as a report shows; the text itself is kept where it was sent."""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


text_markup_reduced = Fix(code=_CODE, mend=_mend)
