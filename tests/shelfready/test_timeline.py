"""Tracks lie end to end, their frames join without gap or overlap, and encoders hear what is beside them."""

from array import array
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelfready.errors import DefectError
from shelfready.plans import FRAME_SAMPLES, Span
from shelfready.ports import EDGE_SAMPLES
from shelfready.rules._examples import audio, audiobook, digest, track
from shelfready.timeline import (
    CONTEXT_SAMPLES,
    SAMPLE_BYTES,
    context,
    frames_of,
    samples_after,
    samples_before,
    spans_of,
    track_starts,
)

LENGTHS = st.lists(st.integers(1, 40_000) | st.integers(1, 3000), min_size=1, max_size=8)


def _spans(lengths: list[int]) -> tuple[Span, ...]:
    tracks = [
        track(f"{number}.mp3", audio(timeline_samples=samples, pcm_sha256=digest(str(number))))
        for number, samples in enumerate(lengths)
    ]
    edges = {number: (digest(f"head {number}"), digest(f"tail {number}")) for number in range(len(lengths))}
    return spans_of(audiobook(*tracks), edges)


@given(LENGTHS)
def test_frames_of_all_tracks_join(lengths: list[int]) -> None:
    """From frame 0 to the padded end, every frame is one track's and no frame is two tracks'."""
    spans = _spans(lengths)

    runs = [frames_of(spans, index) for index in range(len(spans))]

    total = sum(lengths)
    assert runs[0][0] == 0
    assert all(one[1] == other[0] for one, other in pairwise(runs))
    assert runs[-1][1] == -(-total // FRAME_SAMPLES) + 1


@given(LENGTHS)
def test_spans_are_sums_of_decoded_samples(lengths: list[int]) -> None:
    """Each track begins where the one before it ends."""
    spans = _spans(lengths)

    assert [span.start_sample for span in spans] == [sum(lengths[:index]) for index in range(len(lengths))]
    assert [span.samples for span in spans] == lengths


@given(LENGTHS, st.data())
def test_context_is_what_lies_beside_the_track(lengths: list[int], data: st.DataObject) -> None:
    """An encoder hears the very samples before and after its track, however many tracks these come from."""
    spans = _spans(lengths)
    index = data.draw(st.integers(0, len(spans) - 1))
    whole = array("I", range(sum(lengths))).tobytes()
    edges = {}
    for span in spans:
        of_track = whole[span.start_sample * SAMPLE_BYTES : span.end_sample * SAMPLE_BYTES]
        edges[span.head] = of_track[: EDGE_SAMPLES * SAMPLE_BYTES]
        edges[span.tail] = of_track[-EDGE_SAMPLES * SAMPLE_BYTES :]

    heard = context(spans, index)

    start, end = spans[index].start_sample * SAMPLE_BYTES, spans[index].end_sample * SAMPLE_BYTES
    reach = CONTEXT_SAMPLES * SAMPLE_BYTES
    assert samples_before(heard, edges.__getitem__) == whole[max(0, start - reach) : start]
    assert samples_after(heard, edges.__getitem__) == whole[end : end + reach]


def test_headers_are_not_believed() -> None:
    """Twenty files that each claim forty milliseconds too much do not move the twentieth."""
    lying = audio(header_duration_ms=7340, timeline_samples=321_930)

    starts = track_starts(audiobook(*(track(f"{number}.mp3", lying) for number in range(20))))

    assert starts[-1] == 20 * 321_930


def test_unmeasured_track_is_a_defect() -> None:
    """Without its length, nothing after it has a place."""
    with pytest.raises(DefectError, match=r"2\.mp3 was never measured"):
        track_starts(audiobook(track("1.mp3"), track("2.mp3", audio=None)))
