"""The first and last samples of a track are kept as its neighbours' encoders will hear them."""

import numpy as np
import pytest

from shelfready.adapters.audio.edges import Edges, sixteen_bit_stereo
from shelfready.ports import EDGE_SAMPLES


@pytest.mark.parametrize("samples", [0, 5, EDGE_SAMPLES, EDGE_SAMPLES + 1, 9 * EDGE_SAMPLES + 3])
def test_the_edges_of_any_length_are_kept(samples: int) -> None:
    """The head is the first samples and the tail the last, also where they overlap."""
    data = np.arange(samples, dtype="<i4").tobytes()
    edges = Edges()
    for at in range(0, len(data), 9973):
        edges.feed(data[at : at + 9973])

    assert edges.samples == samples
    assert edges.head == data[: 4 * EDGE_SAMPLES]
    assert edges.tail == data[-4 * EDGE_SAMPLES :] if samples else edges.tail == b""


def test_floats_are_rounded_and_clipped() -> None:
    """Full scale and beyond stays in range, halves go to even, mono is heard on both sides."""
    floats = np.array([0.0, 1.0, -1.0, 1.7, 0.5 / 32768, 1.5 / 32768, np.nan], dtype="<f4")

    mono = np.frombuffer(sixteen_bit_stereo(floats.tobytes(), 1), dtype="<i2").reshape(-1, 2)

    assert mono.tolist() == [[value] * 2 for value in (0, 32767, -32768, 32767, 0, 2, 0)]
