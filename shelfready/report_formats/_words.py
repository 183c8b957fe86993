"""Numbers and lists as people read them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from math import isinf

from shelfready.findings import Severity

SEVERITIES = {
    Severity.FATAL: "Fatal",
    Severity.ERROR: "Error",
    Severity.WARNING: "Warning",
    Severity.INFO: "Note",
}

_PLURALS = {"Fatal": "fatal", "Error": "errors", "Warning": "warnings", "Note": "notes"}


def clock(ms: float) -> str:
    """A time or a length as a clock shows it.

    >>> clock(7_400), clock(200_000), clock(36_061_000)
    ('0:07', '3:20', '10:01:01')
    """
    minutes, seconds = divmod(int(ms) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def size(size_bytes: int) -> str:
    """A file's size.

    >>> size(999), size(36_400), size(28_123_456)
    ('999 bytes', '36 kB', '28.1 MB')
    """
    if size_bytes < 1000:
        return f"{size_bytes} bytes"
    if size_bytes < 1_000_000:
        return f"{size_bytes / 1000:.0f} kB"
    return f"{size_bytes / 1_000_000:.1f} MB" if size_bytes < 1_000_000_000 else f"{size_bytes / 1e9:.2f} GB"


def level(value: float, unit: str) -> str:
    """A level with its unit and a true minus sign.

    >>> level(-18.04, "LUFS"), level(float("-inf"), "dBFS")
    ('\u221218.0 LUFS', 'digital silence')
    """
    return "digital silence" if isinf(value) else f"{signed(round(value, 1))} {unit}"


def signed(value: float) -> str:
    """A number with a true minus sign, which is as wide as a plus.

    >>> signed(-28.0), signed(3.0)
    ('\u221228.0', '3.0')
    """
    return str(value).replace("-", "\N{MINUS SIGN}")


def moment(at: datetime) -> str:
    """A moment in universal time."""
    utc = at.astimezone(UTC)
    return f"{utc.day} {utc:%B %Y, %H:%M} UTC"


def how_many(count: int, one: str, several: str | None = None) -> str:
    """A number of things.

    >>> how_many(1, "file"), how_many(1200, "file")
    ('1 file', '1,200 files')
    """
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def counted(counts: dict[str, int]) -> str:
    """How many findings of each severity, gravest first.

    >>> counted({"W": 2, "E": 1})
    '1 error, 2 warnings'
    """
    parts = [
        how_many(counts[severity], word.lower(), _PLURALS[word])
        for severity, word in SEVERITIES.items()
        if counts.get(severity)
    ]
    return ", ".join(parts)


def sentence(parts: Iterable[str | None]) -> str:
    """What is known of a thing, on one line."""
    return ", ".join(part for part in parts if part)
