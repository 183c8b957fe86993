"""Finds the pauses of a reading, however loud the room is in which it was read.

A silence is below a fixed level, which the room tone of many a recording is not. A pause is where nobody speaks: as
quiet as this recording gets, and well below the voice. Only at the end is it known how quiet that is, so that a level
is kept of every twentieth of a second: 70 KB for an hour.
"""

from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from shelfready.media import Silence

LEAST_MS = 900
"""Shorter pauses are between sentences."""

MOST = 1000
"""Pauses that are listed of one file: the longest."""

_STEP_BLOCKS = 5
# Levels are kept in half decibels below full scale; the last is digital silence.
_PER_DB = 2
_DIGITAL = 255
# The quietest that is not mere nothing, and the voice, as shares of all steps.
_FLOOR_SHARE, _VOICE_SHARE = 0.02, 0.75
# Room tone goes up and down by this much; a breath is louder. A recording where the voice is hardly above the room has
# no pauses that could be told.
_ABOVE_FLOOR_DB, _BELOW_VOICE_DB, _FEWEST_DB = 6.0, 18.0, 15.0
_ALWAYS_QUIET_DBFS = -60.0

_Levels = NDArray[np.uint8]


class Pauses:
    """Takes the mean powers of blocks of about ten milliseconds; read `listed` at the end."""

    def __init__(self, block_ms: float) -> None:
        self._step_ms = _STEP_BLOCKS * block_ms
        self._steps: list[_Levels] = []
        self._rest: NDArray[np.float64] = np.empty(0)

    def feed(self, powers: NDArray[np.float64]) -> None:
        """Some more blocks."""
        known = np.concatenate((self._rest, powers))
        whole = known.size - known.size % _STEP_BLOCKS
        self._rest = known[whole:]
        if whole:
            self._steps.append(_kept(known[:whole].reshape(-1, _STEP_BLOCKS).mean(axis=1)))

    def listed(self) -> tuple[Silence, ...]:
        """The pauses in order, not those at the very beginning and end."""
        levels = np.concatenate(self._steps) if self._steps else np.empty(0, dtype=np.uint8)
        quiet = _quiet(levels)
        found: list[Silence] = []
        at = 0
        for is_quiet, run in groupby(quiet.tolist()):
            length = sum(1 for _ in run)
            is_inside = at > 0 and at + length < levels.size
            if is_quiet and is_inside and length * self._step_ms >= LEAST_MS:
                found.append(
                    Silence(
                        start_ms=round(at * self._step_ms),
                        length_ms=round(length * self._step_ms),
                        is_digital=bool((levels[at + 1 : at + length - 1] == _DIGITAL).all()),
                    )
                )
            at += length
        longest = sorted(found, key=lambda pause: -pause.length_ms)[:MOST]
        return tuple(sorted(longest, key=lambda pause: pause.start_ms))


def _kept(powers: NDArray[np.float64]) -> _Levels:
    with np.errstate(divide="ignore"):
        below = -10 * np.log10(powers) * _PER_DB
    below[powers <= 0] = _DIGITAL
    kept: _Levels = np.clip(np.rint(below), 0, _DIGITAL).astype(np.uint8)
    return kept


def _quiet(levels: _Levels) -> NDArray[np.bool_]:
    """Which steps belong to a pause."""
    heard = np.sort(levels[levels < _DIGITAL])
    always = levels >= -_ALWAYS_QUIET_DBFS * _PER_DB
    if not heard.size:
        return always
    voice_db = -float(heard[int(heard.size * (1 - _VOICE_SHARE))]) / _PER_DB
    floor_db = -float(heard[int((heard.size - 1) * (1 - _FLOOR_SHARE))]) / _PER_DB
    if voice_db - floor_db < _FEWEST_DB:
        return always
    limit_db = min(max(floor_db + _ABOVE_FLOOR_DB, _ALWAYS_QUIET_DBFS), voice_db - _BELOW_VOICE_DB)
    quiet: NDArray[np.bool_] = levels >= -limit_db * _PER_DB
    return quiet
