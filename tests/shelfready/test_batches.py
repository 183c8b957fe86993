"""What is still to be encoded is shared out so that cores are busy and histories short."""

from hypothesis import given, settings
from hypothesis import strategies as st

from shelfready.batches import MOST_BATCHES, SHORTEST_BATCH_S, awaited, cost_s, encode_batches, to_encode
from shelfready.media import Medium
from shelfready.planning import keys_of, with_made
from shelfready.plans import AudioFormat, ChapterFilesRecipe, HlsRecipe, Plan, Rendition
from tests.shelfready.planned_books import MINUTE, a_book, a_track, planned

MONO = AudioFormat(kbps=64, channels=1)
STEREO = AudioFormat(kbps=128, channels=2)
OPUS = AudioFormat(codec="opus", kbps=32, channels=1)
ALL_AUDIO = frozenset(Medium)
RENDITIONS = {
    "hls-64": Rendition(ALL_AUDIO, "64.m3u8", "x/x", lambda _: HlsRecipe(format=MONO)),
    "hls-128": Rendition(ALL_AUDIO, "128.m3u8", "x/x", lambda _: HlsRecipe(format=STEREO)),
    "hls-opus": Rendition(ALL_AUDIO, "opus.m3u8", "x/x", lambda _: HlsRecipe(format=OPUS)),
    "parts": Rendition(ALL_AUDIO, "001.m4a", "x/x", lambda _: ChapterFilesRecipe(format=MONO)),
}
COST_OF_MINUTE_S = 60 * (0.002 + 0.02 + 0.04 + 0.01)


def _book(*minutes: float) -> Plan:
    tracks = (a_track(str(place), round(length * MINUTE)) for place, length in enumerate(minutes))
    return planned(a_book(*tracks), renditions=RENDITIONS)


def _made(plan: Plan, pieces: set[int]) -> Plan:
    return with_made(plan, frozenset(encode.key for encode in plan.encodes if encode.piece in pieces))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0.2, 60), st.booleans()), min_size=1, max_size=80))
def test_batches_hold_every_piece_to_do_once(tracks: list[tuple[float, bool]]) -> None:
    """Long pieces are alone; short ones are together, in playing order, until they are worth an activity."""
    plan = _book(*(minutes for minutes, _ in tracks))
    done = {place for place, (_, is_made) in enumerate(tracks) if is_made}
    made = _made(plan, {place for place, piece in enumerate(plan.pieces) if piece.track in done})

    batches = encode_batches(made)

    to_do = to_encode(made)
    costs = {piece: cost_s(made, piece, encodes) for piece, encodes in to_do.items()}
    enough = max(SHORTEST_BATCH_S, sum(costs.values()) / MOST_BATCHES)
    assert sorted(piece for batch in batches for piece in batch) == list(to_do)
    assert len(batches) <= MOST_BATCHES
    assert all(list(batch) == sorted(batch) for batch in batches)
    assert all(len(batch) == 1 for batch in batches if any(costs[piece] >= enough for piece in batch))
    sums = [sum(costs[piece] for piece in batch) for batch in batches]
    assert sums == sorted(sums, reverse=True)
    assert sum(total < enough for total in sums) <= 1
    assert all(total < 3 * enough for total, batch in zip(sums, batches, strict=True) if len(batch) > 1)


def test_piece_is_one_unit_with_all_that_it_lacks() -> None:
    """It is decoded once, whatever is made of it; and its cost is that of its formats."""
    plan = _book(20)

    assert [encode.format for encode in to_encode(plan)[0]] == [MONO, STEREO, OPUS]
    assert round(cost_s(plan, 0, to_encode(plan)[0]), 1) == round(20 * COST_OF_MINUTE_S, 1)
    assert to_encode(_made(plan, {0})) == {}


def test_three_hundred_tracks_and_thirty_hours_are_few_activities() -> None:
    """A history is short whatever the book."""
    assert len(encode_batches(_book(*[1.0] * 300))) == 50
    assert len(encode_batches(_book(30 * 60.0))) == 40
    assert len(encode_batches(_book(*[20.0] * 40))) == 40
    assert len(encode_batches(_book(*[0.05] * 300))) == 3


def test_nothing_is_encoded_for_what_is_made() -> None:
    """Encodings that were swept away are not missed while their renditions are there."""
    plan = _book(1, 1, 1)
    made = with_made(plan, frozenset(make.key for make in plan.makes if make.rendition in ("hls-64", "hls-opus")))

    assert awaited(made) == {STEREO, MONO}
    assert {encode.format for encodes in to_encode(made).values() for encode in encodes} == {STEREO, MONO}
    assert encode_batches(with_made(plan, frozenset(make.key for make in plan.makes))) == ()
    assert encode_batches(with_made(plan, keys_of(plan))) == ()


def test_long_ones_are_begun_first() -> None:
    """Else the longest would end alone, with all other cores idle."""
    assert encode_batches(_book(6, 1, 1, 1, 1, 1, 18, 12)) == ((6,), (7,), (0,), (1, 2, 3, 4, 5))
