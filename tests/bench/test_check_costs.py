"""Measuring and decoding are compared over the same files."""

from pathlib import Path

from bench.bare import BareFfmpeg
from bench.check_costs import check_costs
from shelfready.adapters.audio.toolchain import find_toolchain


def test_a_book_and_a_long_file_are_compared(tmp_path: Path) -> None:
    """Both sides take processor time, whichever material there is; the long file is made once."""
    tools = find_toolchain(None, None)
    piece = tmp_path / "piece.mp3"
    BareFfmpeg(tools.ffmpeg).make("-f", "lavfi", "-i", "sine=duration=2", piece)

    first = check_costs(tools, tmp_path, [piece, piece], at_once=2)
    made = [path.stat().st_mtime_ns for path in tmp_path.glob("joined-*.mp3")]
    check_costs(tools, tmp_path, [piece, piece], at_once=2)

    assert [cost.files > 1 for cost in first] == [True, False]
    assert all(min(cost.cpu_s, cost.bare_cpu_s, cost.wall_s, cost.bare_wall_s) > 0 for cost in first)
    assert [path.stat().st_mtime_ns for path in tmp_path.glob("joined-*.mp3")] == made
    assert len(made) == 1
