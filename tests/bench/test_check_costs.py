"""Measuring and decoding are compared over the same files."""

from pathlib import Path

from bench.bare import BareFfmpeg
from bench.check_costs import check_costs
from shelfready.adapters.audio.toolchain import find_toolchain


def test_a_book_and_a_long_file_are_compared(tmp_path: Path) -> None:
    """Both sides take processor time, whichever material there is."""
    tools = find_toolchain(None, None)
    single = tmp_path / "single.mp3"
    BareFfmpeg(tools.ffmpeg).make("-f", "lavfi", "-i", "sine=duration=4", single)

    costs = check_costs(tools, single, at_once=2)

    assert [cost.files > 1 for cost in costs] == [True, False]
    assert all(min(cost.cpu_s, cost.bare_cpu_s, cost.wall_s, cost.bare_wall_s) > 0 for cost in costs)
