"""META-011: A short description that is too long is cut after a word, and its markup taken away."""

from shelfready.findings import Change
from shelfready.fixes._described import name_of, record_of, with_record
from shelfready.fixing import Fix
from shelfready.markup import shown
from shelfready.profiles import Profile
from shelfready.records import Text
from shelfready.titles import TitleFacts

_CODE = "META-011"
_SHORT, _PLAIN = "02", "06"  # list 153, list 34


def _mend(facts: TitleFacts, profile: Profile) -> tuple[TitleFacts, list[Change]]:
    """Shops cut it anyhow, and in the middle of a word."""
    record = record_of(facts)
    collateral = record.collateral if record else None
    if collateral is None:
        return facts, []
    mended = tuple(_cut(text, profile.longest_short_text_chars) for text in collateral.texts)
    changes = [
        Change(code=_CODE, field="text 02", before=shown(before.text)[:2000], after=after.text, asset=name_of(facts))
        for before, after in zip(collateral.texts, mended, strict=True)
        if after != before
    ]
    if not changes:
        return facts, []
    return with_record(facts, {"collateral": collateral.model_copy(update={"texts": mended})}), changes


def _cut(text: Text, most: int) -> Text:
    """As many whole words as there is room for beside the ellipsis; a single long word is cut within."""
    words = shown(text.text) if text.kind == _SHORT else ""
    if len(words) <= most:
        return text
    room = words[: max(0, most - 1)]
    whole = room if words[len(room) : len(room) + 1].isspace() else room.rpartition(" ")[0]
    return text.model_copy(update={"text": f"{(whole or room).rstrip(' ,;:.')}…", "format": _PLAIN})


text_short_cut = Fix(code=_CODE, mend=_mend)
