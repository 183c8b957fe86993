"""Addresses as they may stand in messages and logs."""

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

_LONGEST = 200
_UNPRINTABLE = re.compile(r"[^\x21-\x7e]+")


def shown(source: str) -> str:
    """An address without its secrets: user, password, query (where signatures are) and fragment are left out.

    >>> shown("https://me:secret@files.example/a/01.mp3?X-Amz-Signature=0a1b#t")
    'https://files.example/a/01.mp3'
    """
    text = _UNPRINTABLE.sub("_", source)
    try:
        parts = urlsplit(text)
    except ValueError:
        return f"an address that begins with {text[:8]!r}"
    host = parts.netloc.rpartition("@")[2]
    # The rest of what is no web address (blob:, upload:) is a name, not a query.
    text = urlunsplit(SplitResult(parts.scheme, host, parts.path, "", ""))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
