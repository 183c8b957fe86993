"""What processes used between two moments."""

import os
from datetime import UTC, datetime, timedelta

from bench.processes import Cpu
from bench.sampling import Samples, sampled

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def at(seconds: float) -> datetime:
    """A moment after noon."""
    return NOON + timedelta(seconds=seconds)


def cpu(seconds: float) -> dict[str, Cpu]:
    """One process that has used so much."""
    return {"worker": Cpu(own_s=seconds, children_s=2 * seconds)}


def test_between_two_moments_counts_what_was_seen_last_before_each() -> None:
    """The sample before a moment is what was used at that moment."""
    samples = Samples([at(0), at(1), at(2)], [cpu(1), cpu(4), cpu(9)])

    assert samples.between(at(1), at(2.5)) == {"worker": Cpu(own_s=5, children_s=10)}


def test_before_the_first_sample_nothing_is_known_of() -> None:
    """A moment before the first sample counts as the first."""
    samples = Samples([at(0), at(1)], [cpu(1), cpu(4)])

    assert samples.between(at(-5), at(1)) == {"worker": Cpu(own_s=3, children_s=6)}


def test_the_block_lies_between_the_first_and_the_last_sample() -> None:
    """Work within the block is seen, however short the block is."""
    with sampled({"test": os.getpid()}) as samples:
        while os.times().user < 0.05:
            sum(range(1000))

    assert len(samples.taken_at) >= 2
    assert samples.taken_at == sorted(samples.taken_at)
