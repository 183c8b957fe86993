"""Chapters are found by pauses and text; and where they are not, that is known."""

import pytest

from shelfready.chapter_evidence.alignment import Pause, align
from shelfready.chapter_evidence.reading import Entry, Heard
from tests.shelfready.chapter_evidence.readings import Reading, reading

CLOSE_MS = 500


def _entry(minutes: float, title: str = "x", heard: Heard = Heard.SURELY) -> Entry:
    return Entry(title=title, characters=round(minutes * 60 / 0.08), heard=heard)


def _pauses(*minutes: float, length_ms: int = 2_000) -> tuple[Pause, ...]:
    return tuple(Pause(at_ms=round(at * 60_000), length_ms=length_ms) for at in minutes)


def test_each_entry_begins_where_its_length_says() -> None:
    """Of pauses that are all alike, those fit that divide the sound as the text is divided."""
    entries = (_entry(10), _entry(30), _entry(20))
    found = align(entries, _pauses(4, 10, 17, 26, 40, 51), 60 * 60_000)

    assert found is not None
    assert [placed.at_ms for placed in found.placed] == [0, 600_000, 2_400_000]
    assert min(placed.likelihood for placed in found.placed) > 0.8


def test_long_pause_within_a_chapter_is_passed() -> None:
    """A scene ends with a longer pause than any chapter does."""
    within = Pause(at_ms=25 * 60_000, length_ms=4_000)
    found = align((_entry(10), _entry(30), _entry(20)), (*_pauses(10), within, *_pauses(40)), 60 * 60_000)

    assert found is not None
    assert [placed.at_ms for placed in found.placed] == [0, 600_000, 2_400_000]


def test_what_is_not_read_is_left_out() -> None:
    """The text says that the preface and the notes would take half an hour; there is no room for them."""
    entries = (
        _entry(12, "Preface", Heard.PERHAPS),
        _entry(10),
        _entry(30),
        _entry(20),
        _entry(200, "Notes", Heard.HARDLY),
    )
    found = align(entries, _pauses(10, 40), 60 * 60_000)

    assert found is not None
    assert [placed.entry for placed in found.placed] == [1, 2, 3]


def test_credits_are_told_from_chapters() -> None:
    """Half a minute before and after, behind pauses like those between chapters."""
    found = align((_entry(10), _entry(30), _entry(20)), _pauses(0.5, 10.5, 40.5, 60.5), 61 * 60_000)

    assert found is not None
    assert found.placed[0].at_ms == 30_000
    assert found.closing_ms == 3_630_000


def test_two_pauses_that_fit_alike_are_a_doubt() -> None:
    """Either may be the boundary: neither is likely."""
    found = align((_entry(10), _entry(10)), _pauses(9.6, 10.4), 20 * 60_000)

    assert found is not None
    assert found.placed[1].likelihood < 0.7


def test_text_of_another_book_fits_badly() -> None:
    """It may be laid over the sound somehow, and that is known to be worth little."""
    made = reading(3)
    others = tuple(entry.model_copy(update={"characters": 30_000 - entry.characters}) for entry in made.entries[2:-1])

    found = align(others, made.pauses, made.total_ms)

    assert found is None or min(placed.likelihood for placed in found.placed) < 0.7


@pytest.mark.parametrize(
    ("entries", "pauses"),
    [((), ()), ((_entry(10),), ()), ((_entry(10), _entry(10)), ()), ((), _pauses(5)), ((_entry(0), _entry(0)), ())],
)
def test_nothing_to_align_is_no_error(entries: tuple[Entry, ...], pauses: tuple[Pause, ...]) -> None:
    """A book without pauses, or without text."""
    found = align(entries, pauses, 3_600_000)

    assert found is None or len(found.placed) <= 1


@pytest.mark.parametrize("seed", range(6))
def test_made_up_readings_are_found(seed: int) -> None:
    """A reader of a steady pace, with scenes and credits: whatever is called certain, is right."""
    made = reading(seed)
    found = align(made.entries, made.pauses, made.total_ms)

    assert found is not None
    sure = [placed for placed in found.placed if placed.likelihood >= 0.8]
    assert len(sure) >= len(made.truth) * 2 // 3
    assert all(_is_right(made, placed.entry, placed.at_ms) for placed in sure)


def test_likelihoods_mean_what_they_say() -> None:
    """Over many boundaries of unsteady readers, about as many are right as their likelihoods promise."""
    promised, right = 0.0, 0
    for seed in range(20, 32):
        made = reading(seed, chapters=8, unsteadiness=0.1, gap_s=1.7)
        found = align(made.entries, made.pauses, made.total_ms)
        for placed in found.placed if found else ():
            promised += placed.likelihood
            right += _is_right(made, placed.entry, placed.at_ms)

    assert promised > 40
    assert right >= 0.9 * promised


def _is_right(made: Reading, entry: int, at_ms: int) -> bool:
    return entry in made.truth and abs(made.truth[entry] * 1000 - at_ms) <= CLOSE_MS
