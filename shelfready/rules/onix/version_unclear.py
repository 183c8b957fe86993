"""ONX-002: The message does not say which release of ONIX it is, or contradicts itself.

What it checks
    The namespace and the release attribute are there, are known (2.1, 3.0, 3.1; reference or short tags) and agree.

Why it matters
    The same tag means different things in 2.1 and in 3.0; who guesses reads a title as empty.

How to mend it
    Write release="3.0" or "3.1" and the namespace that belongs to it. Where the content says it, it is supplied.

Source
    ONIX for Books 3.1 XML schemas (namespaces); content-rules ONX-002

Example:
    >>> from shelfready.rules._records import Oddity, Trouble, header, onix
    >>> version_unclear(onix())
    []
    >>> met = Oddity(trouble=Trouble.RELEASE, message="the release '4.0' is unknown; 2.1, 3.0 or 3.1 is expected")
    >>> [(found.severity.value, found.message) for found in version_unclear(onix(header=header(oddities=(met,))))]
    [('F', "the release '4.0' is unknown; 2.1, 3.0 or 3.1 is expected")]
"""

from shelfready.findings import Says, Severity, rule
from shelfready.metadata_facts import MetadataFacts, Trouble
from shelfready.profiles import Profile
from shelfready.rules.onix._oddities import oddities, told

_WITHOUT_NAMESPACE = "2.1"
"""A release that was described by a DTD: most of its files have no namespace, and need none."""


@rule("ONX-002", Severity.FATAL)
def version_unclear(facts: MetadataFacts, _profile: Profile) -> Says:
    """What was supplied is a warning, and for 2.1 only mentioned."""
    is_old = facts.header.release == _WITHOUT_NAMESPACE
    repaired = Severity.INFO if is_old else Severity.WARNING
    yield from told(oddities(facts, Trouble.NAMESPACE, Trouble.RELEASE), repaired, Severity.FATAL)
