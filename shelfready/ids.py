"""Names of new things: in order of time, and not to be guessed."""

from datetime import datetime
from secrets import randbits

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's Base32 in lower case: without i, l, o and u, and sorting as the numbers do."""
_TIME_BITS, _RANDOM_BITS, _DIGITS = 48, 80, 26

SUBMISSION = "sub"
UPLOAD = "upl"
FEED = "fed"
WAIVER = "wai"


def new_id(prefix: str, now: datetime) -> str:
    """A new id such as `sub_01jz...`: milliseconds since 1970, then 80 random bits, as in a ULID.

    Ids sort as text in the order of their making, to the millisecond; so a list by id is a list by time, and an id is
    a cursor.
    """
    milliseconds = int(now.timestamp() * 1000) & ((1 << _TIME_BITS) - 1)
    number = milliseconds << _RANDOM_BITS | randbits(_RANDOM_BITS)
    return f"{prefix}_" + "".join(_ALPHABET[number >> (5 * place) & 31] for place in reversed(range(_DIGITS)))


def is_id(prefix: str, text: str) -> bool:
    """Whether the text could be an id that we made: what is not need not be looked for."""
    start, _, rest = text.partition("_")
    return start == prefix and len(rest) == _DIGITS and all(letter in _ALPHABET for letter in rest)
