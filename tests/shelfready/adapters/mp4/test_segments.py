"""All rungs are cut at the same moments."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelfready.adapters.mp4.arranging import arrange
from shelfready.adapters.mp4.segments import Segment, cut
from shelfready.errors import DefectError
from shelfready.plans import AudioFormat
from shelfready.ports import BookFrames
from tests.shelfready.adapters.mp4.encodings import AAC_64, OPUS_32, run_of


def _cut(format: AudioFormat, samples: int, segment_s: int, priming: int | None = None) -> list[Segment]:
    count = samples // format.frame_samples + 5
    skipped = format.priming_samples if priming is None else priming
    return cut(arrange(BookFrames(format, samples, skipped, (run_of((b"x",) * count),))), segment_s)


def test_aac_is_cut_at_whole_frames() -> None:
    """At the last frame before each multiple; what is heard of the first segment begins after the priming."""
    found = _cut(AAC_64, 20 * 44_100, 6)

    starts = [multiple - multiple % 1024 for multiple in (0, 264_600, 529_200, 793_800)]
    assert [segment.start_tick for segment in found] == starts
    assert [segment.first_frame for segment in found] == [0, *(start // 1024 + 1 for start in starts[1:])]
    assert found[-1].end_tick == 20 * 44_100


@given(samples=st.integers(1, 3_000_000), segment_s=st.integers(1, 10), priming=st.sampled_from([312, 1024, 2112]))
def test_the_others_are_cut_within_half_a_frame(samples: int, segment_s: int, priming: int) -> None:
    """Opus, and AAC that others encoded, has as many segments, none empty, each cut as near as its frames allow."""
    wanted = _cut(AAC_64, samples, segment_s)
    for format in (OPUS_32, AAC_64):
        found = _cut(format, samples, segment_s, priming)

        assert len(found) == len(wanted)
        for one, other in zip(found, wanted, strict=True):
            apart = one.start_tick * 44_100 / format.rate_hz - other.start_tick
            assert abs(apart) <= format.frame_samples / 2 + 1
            assert one.start_tick < one.end_tick
        assert [segment.first_frame for segment in found[1:]] == [segment.end_frame for segment in found[:-1]]


@pytest.mark.parametrize(("more", "count"), [(22_049, 1), (22_050 + 1024, 2)])
def test_a_short_rest_is_no_segment(more: int, count: int) -> None:
    """Less than half a second is not worth a request."""
    assert len(_cut(AAC_64, 264_600 - 264_600 % 1024 + more, 6)) == count


def test_an_index_cannot_count_everything() -> None:
    """More segments than it holds are a defect of the plan, not a file that no player finds its way in."""
    with pytest.raises(DefectError, match="more than 65,535 segments of 1 s"):
        _cut(AAC_64, 65_600 * 44_100, 1)
