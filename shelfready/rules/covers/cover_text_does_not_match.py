"""CVR-007: What is written on the cover is not what the record says.

What it checks
    The cover shows the title and the author as the metadata have them, and no address, price, shop or "exclusive".

Why it matters
    Recipients compare the cover with the record and refuse a title where they differ.

How to mend it
    Export the cover again with the right words, or correct the metadata.

Source
    ACX (cover, spoken credits and metadata agree); music stores; content-rules CVR-003. It needs text recognition, and
    is planned
"""

from shelfready.findings import Severity, planned
from shelfready.titles import TitleFacts

cover_text_does_not_match = planned(__name__, "CVR-007", Severity.WARNING, TitleFacts)
