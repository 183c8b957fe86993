"""Starts of media tools are counted."""

import subprocess
from pathlib import Path

from bench.tools import counted_tools
from shelfready.adapters.epubs import open_epub_checker
from shelfready.settings import Settings


class Patient:
    """A watcher that wants everything done."""

    def progress(self, done: float, *, speed: float | None = None) -> None:
        """Nobody looks."""

    def moved(self) -> None:
        """Nobody looks."""

    def check(self) -> None:
        """Go on."""


def test_each_start_is_counted_and_the_program_runs(tmp_path: Path) -> None:
    """The script becomes the real program; arguments and exit code are the program's."""
    tools = counted_tools(tmp_path / "folder with 'quotes'")
    ffprobe = tools.programs["ffprobe"]

    said = subprocess.run([ffprobe, "-version"], capture_output=True, text=True, check=True, env={}).stdout
    failed = subprocess.run([ffprobe, "-i", "no such file"], capture_output=True, check=False, env={})

    assert said.startswith("ffprobe version")
    assert failed.returncode != 0
    assert tools.started() == {"ffprobe": 2}


def test_the_system_uses_the_scripts(tmp_path: Path) -> None:
    """Their names in the environment are those of the settings."""
    tools = counted_tools(tmp_path / "tools")

    named = {name.removeprefix("SHELFREADY_").lower() for name in tools.environment}

    assert named <= set(Settings.model_fields)
    assert tools.started() == {}


def test_a_java_counts_once_however_many_books_it_reads(tmp_path: Path) -> None:
    """It is a library that a process keeps."""
    book = Path(__file__).parents[2] / "samples" / "ebook" / "shelf-ready.epub"
    tools, watcher = counted_tools(tmp_path / "tools"), Patient()

    with open_epub_checker(java=tools.programs["java"], scratch=tmp_path) as checker:
        before = tools.started()
        checker.check(book, watcher)
        checker.check(book, watcher)
        after = tools.started()

    assert before == {}
    assert after == {"java": 1}
    assert tools.started() == {"java": 1}
