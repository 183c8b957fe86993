"""How long a title plays, as it was measured, and whether something that was stated is the same."""

from shelfready.titles import TitleFacts


def measured_s(title: TitleFacts) -> float | None:
    """How long all tracks last together; None without tracks, and where one of them could not be decoded."""
    lengths: list[float] = []
    for found in title.tracks:
        if found.audio is None:
            return None
        lengths.append(found.audio.decoded_samples / found.audio.sample_rate_hz)
    return sum(lengths) if lengths else None


def is_within(stated_s: float, lasting_s: float, share: float, slack_s: float) -> bool:
    """Whether a stated length is the measured one, within a share of it or a slack, whichever is more.

    >>> is_within(3700, 3600, 0.02, 60), is_within(3660, 3600, 0.02, 60)
    (False, True)
    """
    return abs(stated_s - lasting_s) <= max(share * lasting_s, slack_s)
