"""Which of a part's arrivals counts."""

from datetime import UTC, datetime

from shelfready.adapters.objects.parts import latest
from shelfready.uploads import UploadedPart

EARLIER, LATER = datetime(2026, 1, 1, 12, 0, 0, tzinfo=UTC), datetime(2026, 1, 1, 12, 0, 1, tzinfo=UTC)


def part(number: int, etag: str) -> UploadedPart:
    """A part that arrived."""
    return UploadedPart(number=number, etag=etag, size_bytes=1)


def test_last_arrival_counts() -> None:
    """Of two parts with one number, the later counts, in whatever order they are listed."""
    arrivals = [(LATER, part(2, "new")), (EARLIER, part(2, "old")), (EARLIER, part(1, "one"))]

    assert latest(arrivals) == (part(1, "one"), part(2, "new"))
    assert latest(reversed(arrivals)) == (part(1, "one"), part(2, "new"))


def test_undecided_part_is_sent_again() -> None:
    """Different parts in the same second: neither counts, rather than the wrong one."""
    assert latest([(LATER, part(1, "a")), (LATER, part(1, "b")), (EARLIER, part(2, "c"))]) == (part(2, "c"),)


def test_same_part_twice_in_a_second() -> None:
    """The same bytes twice are no question."""
    assert latest([(LATER, part(1, "a")), (LATER, part(1, "a"))]) == (part(1, "a"),)


def test_nothing_arrived() -> None:
    """No arrivals, no parts."""
    assert latest([]) == ()
