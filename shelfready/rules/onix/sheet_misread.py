"""ONX-008: A sheet's row cannot be read for certain.

What it checks
    The columns have names that are known, ISBNs were not turned into numbers (9.78E+12), dates can only mean one day,
    and every cell is what its column says.

Why it matters
    Spreadsheet programs change what was typed without asking: thirteen digits become twelve and a power of ten, and
    the third of April becomes the fourth of March.

How to mend it
    Format the columns of ISBNs and dates as text before typing into them, write dates as 2026-04-03, and save as
    CSV in UTF-8 or as XLSX. Columns of unknown names are left out.

Source
    Google Play Books catalogue template; goodbooks-10k (10,000 ISBNs damaged in this way); content-rules ONX-008

Example:
    >>> from shelfready.rules._records import Oddity, Trouble, sheet
    >>> sheet_misread(sheet())
    []
    >>> met = Oddity(trouble=Trouble.ISBN_DAMAGED, message="the ISBN is 9.78E+12, and its digits are lost", line=7)
    >>> [(found.severity.value, found.message) for found in sheet_misread(sheet(oddities=(met,)))]
    [('E', 'line 7: the ISBN is 9.78E+12, and its digits are lost')]
"""

from shelfready.findings import Says, Severity, rule
from shelfready.metadata_facts import MetadataFacts, Trouble
from shelfready.profiles import Profile
from shelfready.rules.onix._oddities import oddities, told


@rule("ONX-008", Severity.ERROR)
def sheet_misread(facts: MetadataFacts, _profile: Profile) -> Says:
    """A column more is no fault of the row; a value that was left out may be the embargo."""
    lost = oddities(facts, Trouble.ISBN_DAMAGED, Trouble.DATE_AMBIGUOUS, Trouble.CELL)
    yield from told(lost, Severity.WARNING, Severity.ERROR)
    yield from told(oddities(facts, Trouble.COLUMN), Severity.INFO, Severity.WARNING)
