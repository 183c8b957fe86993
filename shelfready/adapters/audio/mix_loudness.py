"""Measures how loud more than two channels are as listeners get them: mixed, and quieter than six loudspeakers."""

import numpy as np

from shelfready.adapters.audio.loudness import Loudness
from shelfready.adapters.audio.timeline import BYTES_PER_SAMPLE
from shelfready.media import TIMELINE_RATE_HZ

_FULL_SCALE = 32768


class MixLoudness(Loudness):
    """Takes timeline audio, the stereo that everything is encoded from; read the result after `finish`."""

    def __init__(self) -> None:
        super().__init__(TIMELINE_RATE_HZ, 2)
        self._rest = b""

    def feed_timeline(self, data: bytes) -> None:
        """Some more; a piece may end anywhere."""
        data = self._rest + data
        whole = len(data) - len(data) % BYTES_PER_SAMPLE
        self._rest = data[whole:]
        levels = np.frombuffer(data, dtype="<i2", count=whole // 2).reshape(-1, 2)
        self.feed(levels.astype(np.float32) / np.float32(_FULL_SCALE))
