"""The frequency above which nothing is left of a recording.

A lossy encoder cuts off what lies above a frequency that its bit rate can pay for. Whoever encodes the result again
at a higher rate sends a larger file that sounds no better, which only its spectrum tells.
"""

import numpy as np

from shelfready.adapters.audio.levels import Floats

# One look a second, a twentieth long, is enough: every sibilant of a book need not be seen.
_LOOKS_PER_S = 1
_LOOK_PARTS = 20
_LOOKS_AT_ONCE = 16
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
        self._waiting: list[Floats] = []

    def feed(self, samples: Floats) -> None:
        """Some more samples."""
        for at in range(0, len(samples) - self._size + 1, self._step):
            look = samples[at : at + self._size]
            if np.square(look).mean() > _HEARD_POWER:
                self._waiting.append(look.copy())
        if len(self._waiting) >= _LOOKS_AT_ONCE:
            self._look()

    def finish(self) -> None:
        """Look at what waits."""
        if self._waiting:
            self._look()

    @property
    def hertz(self) -> int | None:
        """The upper end of the highest band that is used; None where nothing is heard."""
        if not self._looks:
            return None
        used = np.flatnonzero(self._uses >= max(self._looks * _USED_SHARE, _LEAST_USES))
        if not used.size:
            return None
        return min(round((int(used[-1]) + 1) * self._band_hz), self._rate // 2)

    def _look(self) -> None:
        spectra = np.fft.rfft(np.stack(self._waiting) * self._window[:, None], axis=1)
        powers = (spectra.real**2 + spectra.imag**2).sum(axis=2)[:, : self._size // 2]
        levels = np.add.reduceat(powers, self._starts, axis=1) * 2 / self._size**2
        self._looks += len(self._waiting)
        least = np.maximum(levels.max(axis=1, keepdims=True) * _USED_RATIO, _USED_POWER)
        self._uses += (levels > least).sum(axis=0)
        self._waiting.clear()
