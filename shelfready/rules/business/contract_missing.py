"""BIZ-006: No contract covers the title.

What it checks
    An agreement that is in force covers publisher, imprint, territory and day, and has a model, a rate, a threshold
    and a currency. Not built yet: contracts are not known here, and what is not known is not judged.

Why it matters
    What is offered without terms can neither be paid for nor withdrawn in order.

How to mend it
    Nothing can be done until contracts are known here; check them where they are kept before the title goes live.

Source
    Authors Guild on audiobook royalty models; content-rules 5.5 and BIZ-006
"""

from shelfready.findings import Owner, Severity, planned
from shelfready.titles import TitleFacts

contract_missing = planned(__name__, "BIZ-006", Severity.ERROR, TitleFacts, owner=Owner.RIGHTS)
