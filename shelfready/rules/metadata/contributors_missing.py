"""META-005: Nobody is named as author, or as the voice.

What it checks
    At least one author is known, or the record names who is responsible instead: editor, compiler, translator or
    another maker, or says that there is nobody. And for an audiobook at least one narrator, unless the voice is
    synthetic.

Why it matters
    Listeners choose by author, and next by voice; royalty statements need both names.

How to mend it
    Give "authors" and "narrators" in the metadata; declare a synthetic voice with "is_synthetic_voice". In ONIX,
    authors are A01, readers E07, and a book that nobody wrote has NoContributor.

Source
    ONIX code list 17 (A01, E07) and 19 (synthetic voices); content-rules META-005

Example:
    >>> from shelfready.rules._examples import METADATA, audiobook
    >>> contributors_missing(audiobook())
    []
    >>> nobody = METADATA.model_copy(update={"authors": (), "narrators": ()})
    >>> [(found.severity.value, found.message[:18]) for found in contributors_missing(audiobook(metadata=nobody))]
    [('E', 'no author is named'), ('W', 'no narrator is nam')]
"""

from shelfready.findings import Said, Says, Severity, rule
from shelfready.media import Medium
from shelfready.profiles import Profile
from shelfready.records import Record
from shelfready.rules._described import is_unread, stated
from shelfready.titles import TitleFacts
from shelfready.voices import synthetic_voice, voices

_NOT_MAKERS = frozenset("DEFG")
"""First letters of list 17 for those who direct, perform, film or collect; all others made or edited the text."""

_AUTHOR = 'Give "authors" in the metadata, or A01 in ONIX; a book that nobody wrote has NoContributor there.'
_VOICE = (
    'Give "narrators" in the metadata, or E07 (read by) in ONIX; or declare a synthetic voice: "is_synthetic_voice", '
    "in ONIX UnnamedPersons 05 to 09."
)


@rule("META-005", Severity.ERROR)
def contributors_missing(title: TitleFacts, _profile: Profile) -> Says:
    """An author must be named. A narrator is only missed: many a backlist record never held one."""
    if is_unread(title):
        return
    record = stated(title)
    if not title.metadata.authors and not (record and _is_made_by_others(record)):
        yield Said('no author is named; at least one is expected ("Anonymous" is an answer)', remedy=_AUTHOR)
    if title.medium is Medium.AUDIO and not title.metadata.narrators and not _has_voice(title, record):
        message = "no narrator is named and the voice is not declared synthetic; one of the two is expected"
        yield Said(message, Severity.WARNING, remedy=_VOICE)


def _is_made_by_others(record: Record) -> bool:
    """An anthology has an editor, a dictionary nobody, a folk tale the code for an unknown author (list 19)."""
    if record.descriptive is None:
        return False
    makers = [
        person
        for person in record.descriptive.contributors
        if (person.name or person.inverted_name or person.unnamed)
        and any(role[:1] not in _NOT_MAKERS for role in person.roles)
    ]
    return bool(makers) or record.descriptive.has_no_contributor


def _has_voice(title: TitleFacts, record: Record | None) -> bool:
    """A synthetic one, or readers without a name: "various" (list 19) is an answer."""
    if title.metadata.is_synthetic_voice:
        return True
    return record is not None and (synthetic_voice(record) is not None or any(one.unnamed for one in voices(record)))
