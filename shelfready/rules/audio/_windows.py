"""Values that must lie between two thresholds, either of which a profile may leave out."""

Window = tuple[float | None, float | None]
"""The lowest and the highest value; None where there is no such limit."""


def is_outside(found: float, window: Window) -> bool:
    """Whether a value is too low or too high."""
    return beyond(found, window) > 0


def beyond(found: float, window: Window) -> float:
    """How far outside of the window a value lies; 0 within."""
    lowest, highest = window
    below = lowest - found if lowest is not None else 0.0
    above = found - highest if highest is not None else 0.0
    return max(below, above, 0.0)


def range_of(lowest: float | None, highest: float | None, unit: str = "") -> str:
    """The window in words: `-23 to -18 dBFS`, `at most -3 dBFS`."""
    unit = f" {unit}" if unit else ""
    if lowest is None or highest is None:
        return f"at most {highest:g}{unit}" if lowest is None else f"at least {lowest:g}{unit}"
    return f"{lowest:g} to {highest:g}{unit}"
