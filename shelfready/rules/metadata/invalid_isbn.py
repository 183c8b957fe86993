"""META-001: The title's number looks like an ISBN-13 and is none.

What it checks
    A title id of 13 digits that begins with 978 or 979 has the right check digit. Publishers' own ids are left
    alone.

Why it matters
    A mistyped ISBN is another publisher's product, or nobody's: sales, reports and withdrawals go astray. No XML
    schema finds it.

How to mend it
    Correct the number, which is mostly two digits exchanged or a spreadsheet's rounding, and send the title again
    under the right one.

Source
    ISO 2108; ONIX code list 5, code 15; content-rules PKG-002 and META-001

Example:
    >>> from shelfready.rules._examples import audiobook
    >>> invalid_isbn(audiobook(title_id="9789999900010")) + invalid_isbn(audiobook(title_id="harbour-0042"))
    []
    >>> [found.message for found in invalid_isbn(audiobook(title_id="9789999900011"))]
    ['9789999900011 is not an ISBN: its check digit is 1, and 0 is expected']
"""

import re

from stdnum import ean, isbn

from shelfready.findings import Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.titles import TitleFacts


@rule("META-001", Severity.ERROR)
def invalid_isbn(title: TitleFacts, _profile: Profile) -> Says:
    """Says which check digit is expected."""
    digits = title.title_id.replace("-", "")
    if re.fullmatch(r"97[89][0-9]{10}", digits) and not isbn.is_valid(digits):
        if ean.is_valid(digits):
            yield f"{digits} is not an ISBN: numbers that begin with 9790 are of printed music (ISMN)"
        else:
            expected = ean.calc_check_digit(digits[:-1])
            yield f"{digits} is not an ISBN: its check digit is {digits[-1]}, and {expected} is expected"
