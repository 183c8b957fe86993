"""Which of the types that we can write a client takes (RFC 9110, section 12.5.1)."""

import re
from collections.abc import Sequence

_LONGEST = 2_000
_PART = re.compile(r"\s*([\w!#$&^.+*-]+)/([\w!#$&^.+*-]+)\s*(?:;(.*))?", re.ASCII)
_QUALITY = re.compile(r"(?:^|;)\s*q=([01](?:\.\d{0,3})?)\s*(?:;|$)", re.IGNORECASE)


def preferred(accept: str | None, offered: Sequence[str]) -> str | None:
    """The offered type that is liked best, the first of equals; None when the client takes none of them.

    >>> preferred("text/html,application/xml;q=0.9,*/*;q=0.8", ("application/json", "text/html"))
    'text/html'
    >>> preferred("*/*", ("application/json", "text/html")), preferred("image/png", ("application/json",))
    ('application/json', None)
    """
    if not accept or not accept.strip():
        return offered[0]
    ranges = [match for part in accept[:_LONGEST].split(",") if (match := _PART.fullmatch(part))]
    liked = {kind: _liking(ranges, kind) for kind in offered}
    best = max(offered, key=lambda kind: liked[kind])
    return best if liked[best] > 0 else None


def _liking(ranges: Sequence[re.Match[str]], kind: str) -> float:
    """How well a type is liked, by the range that names it most exactly."""
    family = kind.partition("/")[0]
    found = (0, 0.0)
    for part in ranges:
        main, sub = part[1].lower(), part[2].lower()
        exactness = 3 if f"{main}/{sub}" == kind else 2 if (main, sub) == (family, "*") else 1
        if exactness == 1 and (main, sub) != ("*", "*"):
            continue
        quality = _QUALITY.search(part[3] or "")
        found = max(found, (exactness, float(quality[1]) if quality else 1.0))
    return found[1]
