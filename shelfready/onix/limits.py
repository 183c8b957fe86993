"""How large the parts of an ONIX message may be."""

from dataclasses import dataclass

_KIB = 1024
_MIB = 1024 * _KIB


@dataclass(frozen=True)
class Limits:
    """What a message may hold; each part is in memory at once, the message never is.

    `prolog_bytes` is everything before the message's own start tag, the DOCTYPE included. The largest records of real
    feeds, with a whole chapter in a text, have a few hundred kilobytes and some thousand elements. A record of more
    than `validated_elements` is read, but not held against the schema: libxml2's time grows with their square.
    """

    prolog_bytes: int = 64 * _KIB
    header_bytes: int = 1 * _MIB
    record_bytes: int = 4 * _MIB
    validated_elements: int = 20_000


DEFAULT = Limits()
