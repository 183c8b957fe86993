"""Speech to judge encodings by."""

from pathlib import Path

from bench.books.speech import speech


def test_there_is_always_some_speech(tmp_path: Path) -> None:
    """What is named can be read, and says how it was compressed before or that nobody spoke it."""
    found = speech(tmp_path)

    assert found
    assert all(one.file.stat().st_size > 100_000 for one in found)
    assert all("MP3" in one.label or "synthetic" in one.label for one in found)
