"""A book in one file."""

from pathlib import Path

from bench.bare import BareFfmpeg
from bench.books.joined import joined
from shelfready.adapters.audio.toolchain import find_toolchain


def test_tracks_are_joined_once(tmp_path: Path) -> None:
    """Every frame of the tracks is in the file, and a second call finds it."""
    ffmpeg = BareFfmpeg(find_toolchain(None, None).ffmpeg)
    track = tmp_path / "track.mp3"
    ffmpeg.make("-f", "lavfi", "-i", "sine=duration=2", "-b:a", "64k", track)

    file = joined(ffmpeg, tmp_path, [track, track])
    made = file.stat().st_mtime_ns
    again = joined(ffmpeg, tmp_path, [track, track])

    # Two seconds are 77 frames with the encoder's own delay; the muxer puts one with the length before them.
    assert ffmpeg.decoded_samples(file) >= 2 * 76 * 1152
    assert (again, again.stat().st_mtime_ns) == (file, made)
