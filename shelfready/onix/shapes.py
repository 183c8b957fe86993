"""Values in shapes that ONIX does not know, read as what they must mean: `en`, `10:15:30`, `2026-01-31`."""

import re
from functools import lru_cache
from typing import Any

import pycountry

from shelfready.metadata_facts import Oddity, Trouble
from shelfready.onix.fields import Draft, Element

_CLOCK = re.compile(r"(\d{1,3}):([0-5]?\d):([0-5]?\d)(?:[.,](\d{1,3}))?", re.ASCII)
_DASHED_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)


def language(text: str, element: Element, _into: Draft, said: list[Oddity]) -> str:
    """A language by its code of two letters, or in capitals, made ISO 639-2/B."""
    code = text if len(text) == 3 and text.islower() else _three_letters(text)
    if code is None or code == text:
        return text
    return rewritten(f"the language {text!r} was read as {code}, its code in ISO 639-2/B", element, text, code, said)


def duration(text: str, element: Element, into: Draft, said: list[Oddity]) -> str:
    """A length or time of the clock (`10:15:30`), made HHHMMSS; the unit that it then has is left for `extent`."""
    clock = _CLOCK.fullmatch(text)
    if clock is None:
        return text
    hours, minutes, seconds, fraction = clock.groups()
    value = f"{int(hours):03}{int(minutes):02}{int(seconds):02}" + (f"{fraction:0<2}"[:2] if fraction else "")
    into["clock_unit"] = "16"  # 16: HHHMMSS
    return rewritten(f"the time {text!r} was read as {value}, which is HHHMMSS", element, text, value, said)


def day(text: str, element: Element, _into: Draft, said: list[Oddity]) -> str:
    """A day with the year first and something between its parts, made YYYYMMDD."""
    dashed = _DASHED_DAY.fullmatch(text)
    if dashed is None:
        return text
    year, month, of_month = (int(number) for number in dashed.groups())
    if not (1 <= month <= 12 and 1 <= of_month <= 31):
        return text
    value = f"{year:04}{month:02}{of_month:02}"
    return rewritten(f"the date {text!r} was read as {value}, which is YYYYMMDD", element, text, value, said)


def rewritten(message: str, element: Element, before: str, after: str, said: list[Oddity]) -> str:
    """Put the right shape in the place of the wrong one, so that the schema sees it too, and say so."""
    element.text = after
    said.append(
        Oddity(
            trouble=Trouble.REWRITTEN,
            message=message,
            is_repaired=True,
            line=element.sourceline,
            before=before,
            after=after,
        )
    )
    return after


@lru_cache(maxsize=1024)
def _three_letters(text: str) -> str | None:
    code = text.lower()
    if not (text.isascii() and text.isalpha()):
        return None
    if len(code) == 3:
        return code
    found: Any = pycountry.languages.get(alpha_2=code) if len(code) == 2 else None
    return str(getattr(found, "bibliographic", found.alpha_3)) if found is not None else None
