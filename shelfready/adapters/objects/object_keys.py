"""Which keys are safe in every store, and on every disk."""

import re

from shelfready.errors import RejectedError

MAX_KEY_LENGTH = 1024
"""S3's own limit, in bytes; safe keys are ASCII."""

# A part never begins with a dot: that excludes `.` and `..`, and leaves such names to the local store's own folders.
_PART = r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,254}"
_KEY = re.compile(rf"{_PART}(?:/{_PART})*")
_PREFIX = re.compile(rf"(?:{_PART}/)*(?:{_PART})?")


def check_key(key: str) -> str:
    """The key itself, if it is a relative path of safe names."""
    return _checked(_KEY, key, "a key")


def check_prefix(prefix: str) -> str:
    """The prefix itself, if safe keys can begin with it; it may be empty or end within a name."""
    return _checked(_PREFIX, prefix, "a prefix of keys")


def _checked(pattern: re.Pattern[str], text: str, what: str) -> str:
    if len(text) > MAX_KEY_LENGTH or not pattern.fullmatch(text):
        raise RejectedError(
            f"{text[:100]!r} is not safe as {what}: expected names of letters, digits, '.', '_' and '-', none "
            f"beginning with '.', joined by '/', at most {MAX_KEY_LENGTH} characters; name objects by hash or id",
            cause_code="unsafe-object-key",
        )
    return text
