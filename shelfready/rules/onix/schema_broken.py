"""ONX-003: The record is not valid by the schema of its release.

What it checks
    The record is well formed and valid by EDItEUR's XML schema with the newest code lists we have. A code that only a
    newer list can hold is a warning; so is a value of the wrong shape that was read as what it must mean.

Why it matters
    Every shop validates, and most refuse the whole message for one record.

How to mend it
    Validate your export with the schema before you send it, and mend what the lines named here say.

Source
    ONIX for Books XML schemas; BookNet Canada, What invalidates an ONIX file; content-rules ONX-003

Example:
    >>> from shelfready.rules._records import SchemaFault, onix
    >>> schema_broken(onix())
    []
    >>> faults = (
    ...     SchemaFault(message="element TitleText: too long", line=12),
    ...     SchemaFault(message="'AQ' is not in list 150", line=9, is_newer_code=True),
    ... )
    >>> [(found.severity.value, found.message) for found in schema_broken(onix(schema_faults=faults))]
    [('E', 'line 12: element TitleText: too long'), ('W', "line 9: 'AQ' is not in list 150")]
"""

from collections.abc import Iterator

from shelfready.findings import Said, Says, Severity, rule
from shelfready.metadata_facts import MetadataFacts, SchemaFault, Trouble
from shelfready.profiles import Profile
from shelfready.rules.onix._oddities import MOST, oddities, told
from shelfready.rules.onix._schema_words import in_words


@rule("ONX-003", Severity.ERROR)
def schema_broken(facts: MetadataFacts, _profile: Profile) -> Says:
    """Fatal where the file is not even well formed: what stood after that place was not read."""
    yield from told(oddities(facts, Trouble.NOT_XML), Severity.WARNING, Severity.FATAL)
    for is_newer, severity in ((False, Severity.ERROR), (True, Severity.WARNING)):
        yield from _faults([fault for fault in facts.schema_faults if fault.is_newer_code is is_newer], severity)
    yield from told(oddities(facts, Trouble.CODE_UNKNOWN), Severity.WARNING, Severity.WARNING)
    yield from told(oddities(facts, Trouble.REWRITTEN), Severity.WARNING, Severity.ERROR)


def _faults(faults: list[SchemaFault], severity: Severity) -> Iterator[Said]:
    """The same fault in many lines is told once."""
    places: dict[str, list[int]] = {}
    for fault in faults:
        places.setdefault(in_words(fault.message), []).extend([] if fault.line is None else [fault.line])
    for message, lines in list(places.items())[:MOST]:
        yield Said(f"{_lines(lines)}{message}", severity)
    if len(places) > MOST:
        yield Said(f"{len(places) - MOST} more faults of the schema", severity)


def _lines(lines: list[int]) -> str:
    if len(lines) < 2:
        return "".join(f"line {line}: " for line in lines)
    more = f" and {len(lines) - 5} more" if len(lines) > 5 else ""
    return f"lines {', '.join(map(str, lines[:5]))}{more}: "
