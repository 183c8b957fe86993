"""META-003: A product form that says too little is derived from the files: AA is AJ with tracks, EA ED with an EPUB."""

from shelfready.findings import Change
from shelfready.fixes._described import details_of, name_of, with_details
from shelfready.fixing import Fix
from shelfready.profiles import Profile
from shelfready.titles import Role, TitleFacts

_CODE = "META-003"
_EPUB_DETAIL = "E101"  # list 175
_FORMS = {"AA": (Role.TRACK, "AJ"), "EA": (Role.EPUB, "ED"), "DG": (Role.EPUB, "ED")}


def _mend(facts: TitleFacts, _profile: Profile) -> tuple[TitleFacts, list[Change]]:
    """Only where the title has just the files of that form: AJ, because it was delivered as files."""
    details = details_of(facts)
    role, form = _FORMS.get(details.form or "", (None, ""))
    files = {one for one in (Role.TRACK, Role.EPUB) if facts.in_role(one)}
    if role is None or files != {role} or role not in facts.needs:
        return facts, []
    changes = [Change(code=_CODE, field="form", before=details.form or "", after=form, asset=name_of(facts))]
    fields: dict[str, object] = {"form": form}
    if role is Role.EPUB and not any(detail.startswith("E1") for detail in details.form_details):
        fields["form_details"] = (*details.form_details, _EPUB_DETAIL)
    return with_details(facts, fields), changes


form_from_files = Fix(code=_CODE, mend=_mend)
