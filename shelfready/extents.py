"""Lengths of time as ONIX states them: a number and a unit of code list 24."""

import re

from shelfready.records import Extent

TRACKS = "11"
"""The unit that counts tracks: some publishers state it as if it were a length."""

_DIGITS = {"14": 3, "15": 5, "16": 7}
_NAMES = {"04": "hours", "05": "minutes", "06": "seconds", "14": "HHH", "15": "HHHMM", "16": "HHHMMSS"}
_SECONDS = {"04": 3600, "05": 60, "06": 1}

_WHOLE = re.compile(r"[0-9]{1,9}")
_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")
_CLOCK = re.compile(r"([0-9]{1,4}):([0-5]?[0-9]):([0-5]?[0-9])")


def is_time(extent: Extent) -> bool:
    """Whether the unit is one of time at all."""
    return extent.unit in _NAMES


def length_s(extent: Extent) -> float | None:
    """The length in seconds; None where the value cannot be read in its unit.

    Zeros that are missing in front are supplied: 50000 in HHHMMSS is five hours.

    >>> length_s(Extent(kind="09", value="0101530", unit="16")), length_s(Extent(kind="09", value="5.5", unit="04"))
    (36930.0, 19800.0)
    >>> length_s(Extent(kind="09", value="36930", unit="16")) is None
    True
    """
    value = extent.value.strip()
    if clock := _CLOCK.fullmatch(value):
        hours, minutes, seconds = (int(part) for part in clock.groups())
        return float(hours * 3600 + minutes * 60 + seconds) if extent.unit == "16" else None
    if extent.unit in _SECONDS:
        return float(value) * _SECONDS[extent.unit] if _DECIMAL.fullmatch(value) else None
    if extent.unit not in _DIGITS or not _WHOLE.fullmatch(value):
        return None
    return _of_digits(value, extent.unit)


def fault(extent: Extent) -> str | None:
    """What is wrong with the way a length is written; None if nothing is.

    >>> fault(Extent(kind="09", value="50000", unit="16"))
    'it has 5 digits, and HHHMMSS has 7'
    """
    value = extent.value.strip()
    if not _WHOLE.fullmatch(value) and not (extent.unit in ("04", "05") and _DECIMAL.fullmatch(value)):
        return f"it is not a number of {_NAMES[extent.unit]}"
    wanted = _DIGITS.get(extent.unit)
    if wanted is not None and length_s(extent) is None:
        return "more than 59 minutes or seconds are in it"
    # The ninth digit of HHHMMSScc is of hundredths.
    if wanted is None or len(value) == wanted or (extent.unit == "16" and len(value) == 9):
        return None
    return f"it has {len(value)} digits, and {_NAMES[extent.unit]} has {wanted}"


def slack_s(extent: Extent) -> float:
    """How far a true statement may be off because its unit is coarse."""
    whole = extent.value.strip().isdigit()
    if extent.unit == "14" or (extent.unit == "04" and whole):
        return 3600.0
    # A decimal of an hour is rounded to a tenth in most catalogues.
    return 360.0 if extent.unit == "04" else 60.0


def extent_of(seconds: float) -> Extent:
    """A length as ONIX recommends to state it: kind 09 (duration) in unit 16.

    >>> extent_of(36930.4).value
    '0101530'
    """
    whole = round(seconds)
    return Extent(kind="09", value=f"{whole // 3600:03}{whole // 60 % 60:02}{whole % 60:02}", unit="16")


def shown(seconds: float) -> str:
    """A length as people read it.

    >>> shown(36930.4)
    '10:15:30'
    """
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def _of_digits(value: str, unit: str) -> float | None:
    if unit == "14":
        return float(int(value) * 3600)
    hundredths = int(value[7:]) if unit == "16" and len(value) == 9 else 0
    digits = value[:7].zfill(7) if unit == "16" else value.zfill(5) + "00"
    if len(digits) > 7:
        return None
    hours, minutes, seconds = int(digits[:3]), int(digits[3:5]), int(digits[5:])
    return hours * 3600 + minutes * 60 + seconds + hundredths / 100 if minutes < 60 and seconds < 60 else None
