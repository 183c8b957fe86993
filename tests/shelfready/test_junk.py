"""Which files of a drop nobody delivered on purpose."""

import pytest

from shelfready.junk import is_junk


@pytest.mark.parametrize(
    "name",
    [
        "__MACOSX/._01.mp3",
        "CD1/._01.mp3",
        "CD1/.DS_Store",
        "THUMBS.DB",
        "a/desktop.ini",
        "Icon\r",
        "rip.nfo",
        "~$x.docx",
    ],
)
def test_what_computers_leave_behind_is_junk(name: str) -> None:
    """Junk is known by its name, wherever it lies and however it is written."""
    assert is_junk(name)


@pytest.mark.parametrize("name", ["01.mp3", "notes.txt", "Icon", "_01.mp3", "info/01.mp3", "thumbs.db/01.mp3"])
def test_what_may_have_been_meant_is_not(name: str) -> None:
    """A file that is merely unknown stays, to become a finding."""
    assert not is_junk(name)
