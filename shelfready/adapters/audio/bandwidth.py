"""The frequency above which nothing is left of a recording.

A lossy encoder cuts off what lies above a frequency that its bit rate can pay for. Whoever encodes the result again
at a higher rate sends a larger file that sounds no better, which only its spectrum tells.
"""

import numpy as np

from shelfready.adapters.audio.levels import Floats

# One look a second, a twentieth long, is enough: every sibilant of a book need not be seen.
_LOOKS_PER_S = 1
_LOOK_PARTS = 20
_BAND_HZ = 100
# Below this, -60 dBFS, a look is silence, and says nothing.
_HEARD_POWER = 10 ** (-60.0 / 10)
# A band is used where its level is above this, -105 dBFS: ten decibels above the dither of 16 bits in so narrow a band,
# and below the noise of any room.
_USED_POWER = 10 ** (-105.0 / 10)
# And above this share of the loudest band, -70 dB: what a resampler leaves of what it should have cut off is below.
_USED_RATIO = 10 ** (-70.0 / 10)
# A single click has every frequency; what is spoken has its highest in sibilants, many to a minute.
_USED_SHARE = 0.01
_LEAST_USES = 2


class Bandwidth:
    """Takes samples, as a `Listener`; looks at a few of them."""

    def __init__(self, sample_rate_hz: int) -> None:
        self._rate = sample_rate_hz
        self._step = sample_rate_hz // _LOOKS_PER_S
        self._size = sample_rate_hz // _LOOK_PARTS
        window = np.hanning(self._size)
        self._window = window / np.sqrt((window**2).mean())
        bins_per_band = max(round(_BAND_HZ * self._size / sample_rate_hz), 1)
        self._band_hz = bins_per_band * sample_rate_hz / self._size
        self._starts = np.arange(0, self._size // 2, bins_per_band)
        self._uses = np.zeros(self._starts.size, dtype=np.int64)
        self._looks = 0

    def feed(self, samples: Floats) -> None:
        """Some more samples."""
        last = len(samples) - self._size
        if last < 0:
            return
        every = np.lib.stride_tricks.sliding_window_view(samples, self._size, axis=0)[: last + 1 : self._step]
        looks = every.reshape(-1, self._size)
        heard = np.einsum("ij,ij->i", looks, looks) / self._size > _HEARD_POWER
        if heard.any():
            self._look(looks[heard])

    def finish(self) -> None:
        """There is nothing left to do."""

    @property
    def hertz(self) -> int | None:
        """The upper end of the highest band that is used; None where nothing is heard."""
        if not self._looks:
            return None
        used = np.flatnonzero(self._uses >= max(self._looks * _USED_SHARE, _LEAST_USES))
        if not used.size:
            return None
        return min(round((int(used[-1]) + 1) * self._band_hz), self._rate // 2)

    def _look(self, looks: Floats) -> None:
        spectra = np.fft.rfft(looks * self._window)[:, : self._size // 2]
        levels = np.add.reduceat(spectra.real**2 + spectra.imag**2, self._starts, axis=1) * 2 / self._size**2
        least = np.maximum(levels.max(axis=1, keepdims=True) * _USED_RATIO, _USED_POWER)
        self._looks += len(looks)
        self._uses += (levels > least).sum(axis=0)
