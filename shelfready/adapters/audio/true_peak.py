"""The true peak: how high the waveform rises between the samples (ITU-R BS.1770-5, annex 2).

Interpolating every sample would cost more than decoding it. But no point between samples can be higher than the sum of
the interpolator's coefficients times the highest sample near it, so that only stretches which could still raise the
highest peak are interpolated: of speech one in a hundred.
"""

import numpy as np
from numpy.typing import NDArray

from shelfready.adapters.audio.levels import Floats

# The recommendation's filter, four phases of twelve coefficients; the last two phases are the first two backwards.
_PHASE_0 = (
    *(0.0017089843750, 0.0109863281250, -0.0196533203125, 0.0332031250000, -0.0594482421875, 0.1373291015625),
    *(0.9721679687500, -0.1022949218750, 0.0476074218750, -0.0266113281250, 0.0148925781250, -0.0083007812500),
)
_PHASE_1 = (
    *(-0.0291748046875, 0.0292968750000, -0.0517578125000, 0.0891113281250, -0.1665039062500, 0.4650878906250),
    *(0.7797851562500, -0.2003173828125, 0.1015625000000, -0.0582275390625, 0.0330810546875, -0.0189208984375),
)
_PHASES = np.array((_PHASE_0, _PHASE_1, _PHASE_1[::-1], _PHASE_0[::-1]), dtype=np.float32)
_TAPS = _PHASES.shape[1]
_OVERLAP = _TAPS - 1
_MOST_GAIN = float(np.abs(_PHASES).sum(axis=1).max())

_STRETCH = 64
_BEFORE = _OVERLAP + _STRETCH - 1
_SAMPLES_AT_ONCE = 1 << 18


class TruePeak:
    """Takes samples, as a `Listener`; `peak` is linear, 1 is full scale. It is never below the highest sample."""

    def __init__(self, channels: int) -> None:
        self.peak = 0.0
        # A row for each channel; a piece follows the last of what was before it, with which its first are interpolated.
        self._known: Floats = np.zeros((channels, _BEFORE + _SAMPLES_AT_ONCE), dtype=np.float32)

    def feed(self, samples: Floats) -> None:
        """Some more samples."""
        for at in range(0, len(samples), _SAMPLES_AT_ONCE):
            piece = samples[at : at + _SAMPLES_AT_ONCE].T
            known = self._known[:, : _BEFORE + piece.shape[1]]
            known[:, _BEFORE:] = piece
            highest = max(float(known.max()), -float(known.min()))
            if highest * _MOST_GAIN > self.peak:
                self.peak = max(self.peak, highest)
                for channel in known:
                    self._interpolate(channel)
            self._known[:, :_BEFORE] = known[:, -_BEFORE:].copy()

    def finish(self) -> None:
        """What comes after the end is not for this file to say."""

    def _interpolate(self, known: Floats) -> None:
        """Work out what lies between the samples of one channel, where it may be higher than the peak."""
        used = _whole_stretches(known)
        least = self.peak / _MOST_GAIN
        places = np.flatnonzero((used > least) | (used < -least))
        if not places.size:
            return
        stretches = np.lib.stride_tricks.sliding_window_view(used, _STRETCH + _OVERLAP)[::_STRETCH]
        if places.size > _STRETCH:
            levels = np.abs(used[places])
            # The highest place first: it rules most of the others out.
            highest = min(int(places[levels.argmax()]) // _STRETCH, len(stretches) - 1)
            self._note(stretches[highest : highest + 1])
            places = places[levels * _MOST_GAIN > self.peak]
        if places.size:
            self._note(stretches[_stretches_with(places, len(stretches))])

    def _note(self, stretches: Floats) -> None:
        between = np.zeros((len(_PHASES), len(stretches), _STRETCH), dtype=np.float32)
        for tap in range(_TAPS):
            between += _PHASES[:, -1 - tap, None, None] * stretches[:, tap : tap + _STRETCH]
        self.peak = max(self.peak, float(between.max()), -float(between.min()))


def _whole_stretches(known: Floats) -> Floats:
    """The piece and what was before it, back to where a whole number of stretches begins.

    Stretches overlap by what the filter spans, so that each can be interpolated by itself.
    """
    count = -(-(len(known) - _BEFORE) // _STRETCH)
    return known[len(known) - count * _STRETCH - _OVERLAP :]


def _stretches_with(places: NDArray[np.intp], count: int) -> NDArray[np.intp]:
    """The stretches that these samples lie in; one within an overlap lies in two."""
    found = np.concatenate((places // _STRETCH, (places - _OVERLAP) // _STRETCH))
    return np.unique(found[(found >= 0) & (found < count)])
