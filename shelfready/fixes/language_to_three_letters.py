"""META-007: A language code of two letters, or of ISO 639-2/T, becomes that of ONIX: en is eng, deu is ger."""

from shelfready.findings import Change
from shelfready.fixes._described import details_of, name_of, with_details
from shelfready.fixing import Fix
from shelfready.languages import onix_code
from shelfready.profiles import Profile
from shelfready.records import StatedLanguage
from shelfready.titles import TitleFacts

_CODE = "META-007"


def _mend(facts: TitleFacts, _profile: Profile) -> tuple[TitleFacts, list[Change]]:
    """Codes only: a language that is named ("English") may be a part of a longer answer."""
    mended: list[StatedLanguage] = []
    changes: list[Change] = []
    for language in details_of(facts).languages:
        code = onix_code(language.code) or language.code
        if code != language.code:
            name = name_of(facts)
            changes.append(Change(code=_CODE, field="languages", before=language.code[:100], after=code, asset=name))
        mended.append(language.model_copy(update={"code": code}))
    return (with_details(facts, {"languages": tuple(mended)}), changes) if changes else (facts, [])


language_to_three_letters = Fix(code=_CODE, mend=_mend)
