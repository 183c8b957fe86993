"""META-003: The record describes another kind of product than the files are.

What it checks
    An audiobook's product form is AJ, AN or AO (audio that is downloaded or streamed) and an ebook's begins with E.
    Forms that say less than could be said (AA, EA, DG) are a warning, and are derived from the files where that is
    certain. If content types are given, one of them is of audio, or of text.

Why it matters
    Shops put a product on the shelf that its form names: a CD is shipped, a print book has no play button.

How to mend it
    Send the files of the product that the record describes, or correct its ProductForm (list 150). A format of the
    same book is another product, with an ISBN and a record of its own.

Source
    ONIX code lists 150 and 81; content-rules META-003

Example:
    >>> from shelfready.rules._examples import audiobook
    >>> from shelfready.rules._records import descriptive, onix, record
    >>> form_does_not_fit_files(audiobook(described=onix()))
    []
    >>> compact_disc = onix(record(descriptive=descriptive(form="AC")))
    >>> [found.message for found in form_does_not_fit_files(audiobook(described=compact_disc))]
    ['the record describes a product of the form AC, and for audio files AJ, AN or AO is expected']
"""

from collections.abc import Iterator

from shelfready.findings import Said, Says, Severity, rule
from shelfready.media import Medium
from shelfready.profiles import Profile
from shelfready.records import Descriptive
from shelfready.rules._described import short, stated, whole
from shelfready.titles import TitleFacts

_AUDIO = frozenset({"AJ", "AN", "AO"})
_TEXT = frozenset({"EB", "EC", "ED"})
_VAGUE = {Medium.AUDIO: frozenset({"AA", "AZ"}), Medium.TEXT: frozenset({"EA", "DG"})}

# List 81: everything that is heard, and everything that is read or looked at.
_HEARD = frozenset({"01", "02", "03", "04", "13", "21", "22", "23", "52", "53"})
_READ = frozenset({"07", "10", "11", "12", "14", "15", "16", "18", "19", "20", "44", "45", "46", "47", "48", "49"})

_FORM = "Give the ProductForm (list 150) that says how the product is delivered."


@rule("META-003", Severity.ERROR)
def form_does_not_fit_files(title: TitleFacts, _profile: Profile) -> Says:
    """Silent where nothing of the files' kind was delivered: another rule says that."""
    record = stated(title)
    details = record.descriptive if record else None
    if details is None or title.medium is None or not any(title.in_role(role) for role in title.needs):
        return
    yield from _form(details.form, title.medium, is_asked=whole(title) is not None)
    yield from _contents(details, title.medium, is_asked=whole(title) is not None)


def _form(form: str | None, medium: Medium, *, is_asked: bool) -> Iterator[str | Said]:
    fitting = _AUDIO if medium is Medium.AUDIO else _TEXT
    expected = "for audio files AJ, AN or AO" if medium is Medium.AUDIO else "for an EPUB ED, EB or EC"
    if form in fitting or (form in (None, "00") and not is_asked):
        return
    if form in (None, "00"):
        yield Said(f"the record has no product form, and {expected} is expected", Severity.WARNING, remedy=_FORM)
    elif form in _VAGUE[medium]:
        message = f"the product form {form} says less than could be said: {expected} is expected"
        yield Said(message, Severity.WARNING, remedy=_FORM)
    else:
        yield f"the record describes a product of the form {short(form, 20)}, and {expected} is expected"


def _contents(details: Descriptive, medium: Medium, *, is_asked: bool) -> Iterator[Said]:
    fitting, usual = (_HEARD, "01 (audiobook)") if medium is Medium.AUDIO else (_READ, "10 (text)")
    if not details.content_types:
        if is_asked:
            remedy = f"Give ProductContentType {usual} (list 81)."
            yield Said(f"the record has no content type; {usual} is expected", Severity.INFO, remedy=remedy)
    elif not fitting & set(details.content_types):
        types = short(", ".join(details.content_types[:5]), 40)
        remedy = f"Correct ProductContentType (list 81), or send the files of that product; {usual} is usual."
        yield Said(f"the content type is {types}, and {usual} is expected", Severity.WARNING, remedy=remedy)
