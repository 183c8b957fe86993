"""Tracks lie end to end, long ones are cut, padding keeps the grid, and encoders hear what is beside them."""

from array import array
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelfready.errors import DefectError
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.plans import Span
from shelfready.ports import EDGE_SAMPLES
from shelfready.rules._examples import audio, audiobook, digest, track
from shelfready.timeline import (
    CONTEXT_SAMPLES,
    GRID_SAMPLES,
    LONGEST_PIECE_SAMPLES,
    LONGEST_WHOLE_SAMPLES,
    SAMPLE_BYTES,
    context,
    pieces_of,
    samples_after,
    samples_before,
    spans_of,
    track_starts,
)
from shelfready.titles import TitleFacts

LENGTHS = st.lists(st.integers(1, 40_000) | st.integers(1, 3000), min_size=1, max_size=8)


def _book(tracks: list[tuple[str, int]]) -> TitleFacts:
    return audiobook(*(track(name, audio(timeline_samples=samples)) for name, samples in tracks))


def _spans(lengths: list[int]) -> tuple[Span, ...]:
    return _after_change([(str(number), samples) for number, samples in enumerate(lengths)], ())


def _after_change(tracks: list[tuple[str, int]], previous: tuple[Span, ...]) -> tuple[Span, ...]:
    edges = {number: (digest(f"head {name}"), digest(f"tail {name}")) for number, (name, _) in enumerate(tracks)}
    return spans_of(_book(tracks), edges, previous)


@given(LENGTHS)
def test_spans_are_sums_of_decoded_samples(lengths: list[int]) -> None:
    """Each track begins where the one before it ends, and nothing is padded the first time."""
    spans = _spans(lengths)

    assert [span.start_sample for span in spans] == [sum(lengths[:index]) for index in range(len(lengths))]
    assert [span.samples for span in spans] == lengths
    assert not any(span.padding_samples for span in spans)


@given(LENGTHS, st.data())
def test_what_follows_a_replaced_track_stays_in_the_grid(lengths: list[int], data: st.DataObject) -> None:
    """The new track is padded by less than a frame; and when it is all sent once more, nothing moves."""
    place, length = data.draw(st.integers(0, len(lengths) - 1)), data.draw(st.integers(1, 40_000))
    before = _spans(lengths)
    tracks = [(str(number), samples) for number, samples in enumerate(lengths)]
    tracks[place] = ("new", length)

    after = _after_change(tracks, before)

    assert all(
        after[index].start_sample % GRID_SAMPLES == before[index].start_sample % GRID_SAMPLES
        for index in range(len(lengths))
        if index != place
    )
    assert [span.track for span in after if span.padding_samples] in ([], [place])
    assert all(0 <= span.padding_samples < GRID_SAMPLES for span in after)
    assert after[-1].padding_samples == 0
    assert all(one.end_sample == other.start_sample for one, other in pairwise(after))
    assert _after_change(tracks, after) == after


@given(LENGTHS, st.data())
def test_any_change_leaves_the_tracks_end_to_end(lengths: list[int], data: st.DataObject) -> None:
    """Tracks that are added, taken out, swapped or sent twice: no gap but padding, none overlaps, none is lost."""
    names = st.lists(st.sampled_from([*(str(number) for number in range(len(lengths))), "new", "newer"]), min_size=1)
    of_name = {str(number): samples for number, samples in enumerate(lengths)} | {"new": 777, "newer": 20_000}
    tracks = [(name, of_name[name]) for name in data.draw(names)]

    after = _after_change(tracks, _spans(lengths))

    assert [(span.name, span.samples) for span in after] == tracks
    assert after[0].start_sample == 0
    assert all(one.end_sample == other.start_sample for one, other in pairwise(after))
    assert _after_change(tracks, after) == after


def test_track_without_a_sample_is_given_no_padding() -> None:
    """Nobody encodes it: the silence lies behind the track before it."""
    before = _after_change([("a", 5000), ("b", 5000)], ())

    after = _after_change([("new", 4000), ("nothing", 0), ("b", 5000)], before)

    assert [(span.start_sample, span.samples, span.padding_samples) for span in after] == [
        (0, 4000, 1000),
        (5000, 0, 0),
        (5000, 5000, 0),
    ]


def test_nothing_is_padded_before_the_first_track() -> None:
    """What was second and is first now begins the book, and what follows is where it was."""
    before = _after_change([("a", 5000), ("b", 5000), ("c", 5000)], ())

    after = _after_change([("b", 5000), ("c", 5000)], before)

    assert [span.start_sample for span in after] == [0, 5000 + after[0].padding_samples]
    assert after[1].start_sample % GRID_SAMPLES == before[2].start_sample % GRID_SAMPLES


@given(LENGTHS, st.lists(st.integers(0, GRID_SAMPLES - 1), min_size=8, max_size=8), st.data())
def test_context_is_what_lies_beside_the_track(lengths: list[int], padding: list[int], data: st.DataObject) -> None:
    """An encoder hears the very samples before and after its track, however many tracks these come from."""
    spans = _padded(_spans(lengths), padding)
    index = data.draw(st.integers(0, len(spans) - 1))
    timeline = array("I")
    edges = {}
    for span in spans:
        of_track = array("I", range(span.start_sample + 1, span.start_sample + 1 + span.samples)).tobytes()
        timeline.frombytes(of_track + bytes(span.padding_samples * SAMPLE_BYTES))
        edges[span.head] = of_track[: EDGE_SAMPLES * SAMPLE_BYTES]
        edges[span.tail] = of_track[-EDGE_SAMPLES * SAMPLE_BYTES :]
    whole = timeline.tobytes()

    heard = context(spans, index)

    start, end = spans[index].start_sample * SAMPLE_BYTES, spans[index].end_sample * SAMPLE_BYTES
    reach, own = CONTEXT_SAMPLES * SAMPLE_BYTES, spans[index].padding_samples * SAMPLE_BYTES
    assert samples_before(heard, edges.__getitem__) == whole[max(0, start - reach) : start]
    # The track's own padding comes first and is a part of the reach.
    after = samples_after(heard, edges.__getitem__)
    assert after[: reach - own] == whole[end : end + reach - own]
    assert whole[end : end + len(after)] == after


@given(LENGTHS, st.integers(0, GRID_SAMPLES - 1))
def test_silence_that_is_not_heard_may_change(lengths: list[int], padding: int) -> None:
    """Padding behind the next track belongs to what is heard only where that track is shorter than the reach."""
    spans = _spans([9000, *lengths, 9000])
    padded = _padded(spans, [0, padding, *[0] * len(lengths)])

    is_within_reach = lengths[0] < CONTEXT_SAMPLES and padding > 0
    assert (context(padded, 0) != context(spans, 0)) == is_within_reach


def _padded(spans: tuple[Span, ...], padding: list[int]) -> tuple[Span, ...]:
    moved = 0
    result = []
    for span, samples in zip(spans, padding, strict=False):
        result.append(
            span.model_copy(update={"start_sample": span.start_sample + moved, "padding_samples": samples}),
        )
        moved += samples
    return tuple(result)


@given(st.lists(st.integers(0, 4 * LONGEST_WHOLE_SAMPLES), min_size=1, max_size=5))
def test_pieces_of_a_track_are_the_track(lengths: list[int]) -> None:
    """They join, none is longer than is wanted, and all of one track are of one length to the sample."""
    spans = _padded(_spans(lengths), [0, 7, 0, 5, 0])

    for span in spans:
        own = [piece for piece in pieces_of(spans) if piece.track == span.track]
        assert sum(piece.samples for piece in own) == span.samples
        if not own:
            continue
        assert (own[0].start_sample, own[-1].end_sample) == (span.start_sample, span.end_sample)
        assert all(one.end_sample == other.start_sample for one, other in pairwise(own))
        assert all(piece.start_sample - span.start_sample == piece.offset_samples for piece in own)
        assert max(piece.samples for piece in own) - min(piece.samples for piece in own) <= 1
        assert len(own) == 1 or max(piece.samples for piece in own) <= LONGEST_PIECE_SAMPLES
        assert [piece.padding_samples for piece in own] == [0] * (len(own) - 1) + [span.padding_samples]


def test_ten_hours_are_forty_pieces_and_a_chapter_is_one() -> None:
    """Twenty minutes are one piece, a second more are two, ten hours are forty of a quarter of an hour."""
    counts = [
        len(pieces_of(_spans([seconds * TIMELINE_RATE_HZ]))) for seconds in (1, 20 * 60, 20 * 60 + 1, 10 * 60 * 60)
    ]

    assert counts == [1, 1, 2, 40]


def test_track_is_cut_where_it_is_cut_in_any_other_book() -> None:
    """The places depend on nothing but the track."""
    hour = 3600 * TIMELINE_RATE_HZ
    alone, second = pieces_of(_spans([hour])), pieces_of(_spans([999, hour]))

    assert [piece.offset_samples for piece in alone] == [piece.offset_samples for piece in second[1:]]


def test_headers_are_not_believed() -> None:
    """Twenty files that each claim forty milliseconds too much do not move the twentieth."""
    lying = audio(header_duration_ms=7340, timeline_samples=321_930)

    starts = track_starts(audiobook(*(track(f"{number}.mp3", lying) for number in range(20))))

    assert starts[-1] == 20 * 321_930


def test_unmeasured_track_is_a_defect() -> None:
    """Without its length, nothing after it has a place."""
    with pytest.raises(DefectError, match=r"2\.mp3 was never measured"):
        track_starts(audiobook(track("1.mp3"), track("2.mp3", audio=None)))
