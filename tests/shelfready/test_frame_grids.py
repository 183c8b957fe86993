"""Every frame of a book is one piece's, whatever was replaced in it, and lies where it is heard."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from shelfready.frame_grids import runs_of
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.plans import AudioFormat, Encode, Piece, Plan
from tests.shelfready.planned_books import a_book, a_track, planned

AAC, OPUS = AudioFormat(kbps=64, channels=1), AudioFormat(codec="opus", kbps=32, channels=1)
LENGTHS = st.lists(st.integers(1, 3000) | st.integers(3000, 100_000), min_size=1, max_size=8)


def _pieces(lengths: list[int]) -> list[Piece]:
    starts = [sum(lengths[:place]) for place in range(len(lengths))]
    return [Piece(track=place, start_sample=starts[place], samples=length) for place, length in enumerate(lengths)]


@given(LENGTHS)
def test_runs_join_from_the_first_frame_to_the_last_sample(lengths: list[int]) -> None:
    """No frame is missing, none is two pieces', and the last one is heard to the end and no further."""
    pieces = _pieces(lengths)

    for format in (AAC, OPUS):
        runs = runs_of(pieces, format, {})

        assert runs[0].first_frame == 0
        assert all(one.end_frame == other.first_frame for one, other in pairwise(runs))
        heard = runs[-1].end_frame * format.frame_samples * format.rate_hz // TIMELINE_RATE_HZ - format.priming_samples
        total = sum(lengths) * format.rate_hz / TIMELINE_RATE_HZ
        assert 0 <= heard - total < format.frame_samples * format.rate_hz / TIMELINE_RATE_HZ


@given(LENGTHS)
def test_frame_is_of_the_piece_that_it_begins_in(lengths: list[int]) -> None:
    """The first time, on one grid, to the sample; but for the last frames, which hold the priming's worth."""
    pieces = _pieces(lengths)

    for format in (AAC, OPUS):
        for piece, run in list(zip(pieces, runs_of(pieces, format, {}), strict=True))[:-1]:
            begins = [frame * format.frame_samples for frame in range(run.first_frame, run.end_frame)]
            assert all(piece.start_sample <= begin < piece.end_sample for begin in begins)


def test_lengths_that_are_known_from_elsewhere() -> None:
    """A second of AAC is 44 frames and the priming; a second of Opus 50 frames, the last for the look-ahead's sake."""
    (aac,), (opus,) = runs_of(_pieces([44_100]), AAC, {}), runs_of(_pieces([44_100]), OPUS, {})

    assert (aac.end_frame, opus.end_frame) == (45, 51)


@settings(max_examples=60, deadline=None)
@given(LENGTHS, st.lists(st.tuples(st.integers(0, 7), st.integers(1, 60_000)), min_size=1, max_size=8))
def test_books_that_are_replaced_bit_by_bit_stay_right(lengths: list[int], changes: list[tuple[int, int]]) -> None:
    """After any number of replacements frames are counted through, and no grid is off by more than a frame."""
    tracks = [a_track(str(place), samples) for place, samples in enumerate(lengths)]
    made = planned(a_book(*tracks))
    for number, (place, samples) in enumerate(changes):
        tracks[place % len(tracks)] = a_track(f"new {number}", samples)
        made = planned(a_book(*tracks), made)

    for format in {encode.format for encode in made.encodes}:
        encodes = made.encodes_in(format)
        assert encodes[0].first_frame == 0
        assert all(one.end_frame == other.first_frame for one, other in pairwise(encodes))
        assert all(_is_near(made, encode) for encode in encodes)
        heard = encodes[-1].end_frame * format.frame_samples + encodes[-1].origin_sample
        assert heard >= made.total_samples


def _is_near(made: Plan, encode: Encode) -> bool:
    """Whether the frames lie where the piece does, as far as its encoder hears."""
    piece, frame = made.pieces[encode.piece], encode.format.frame_samples
    first, end = (encode.origin_sample + frame * at for at in (encode.first_frame, encode.end_frame))
    is_aac = encode.format.codec == "aac-lc"
    return (
        abs(encode.origin_sample) <= (0 if is_aac else frame)
        and piece.start_sample <= first + 2 * frame
        and end <= piece.end_sample + 3 * frame
    )
