"""CHP-009: The credits that are spoken are not those of the record.

What it checks
    The opening speech names the title, the author and the narrator as the metadata do, and the closing speech says that
    the book has ended.

Why it matters
    ACX compares the spoken credits with the metadata and with the cover, and refuses a title where they differ.

How to mend it
    Record the credits anew, or correct the metadata.

Source
    ACX audio submission requirements; content-rules CHP-003. It needs speech recognition, and is planned
"""

from shelfready.findings import Severity, planned
from shelfready.titles import TitleFacts

credits_do_not_match = planned(__name__, "CHP-009", Severity.WARNING, TitleFacts)
