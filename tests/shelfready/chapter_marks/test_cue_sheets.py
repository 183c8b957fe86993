"""Cue sheets, as rippers write them."""

import pytest

from shelfready.chapter_marks.cue_sheets import cue_marks

TYPICAL = """\ufeffPERFORMER "Ada Brook"
TITLE "The Lighthouse"
FILE "Lighthouse.flac" WAVE
  TRACK 01 AUDIO
    TITLE "Opening Credits"
    INDEX 01 00:00:00
  TRACK 02 AUDIO
    TITLE "A \\ B # C; =D"
    INDEX 00 00:29:00
    INDEX 01 00:30:37
  TRACK 03 AUDIO
    INDEX 01 90:00:74
"""


def test_tracks_begin_at_their_first_index() -> None:
    """In frames of a seventy-fifth of a second; minutes go beyond the hour; the book's own title is nobody's."""
    assert [(mark.title, mark.start_ms) for mark in cue_marks(TYPICAL)] == [
        ("Opening Credits", 0),
        ("A \\ B # C; =D", 30_493),
        (None, 5_400_987),
    ]


@pytest.mark.parametrize("index", ["", "01", "01 00:00", "01 00:61:00", "01 00:00:75", "02 00:00:01", "01 a:b:c"])
def test_track_without_a_place_is_none(index: str) -> None:
    """Such a time is not one."""
    assert cue_marks(f'TRACK 01 AUDIO\nTITLE "One"\nINDEX {index}') == ()


def test_index_before_any_track_is_ignored() -> None:
    """So is everything else that stands where it cannot."""
    assert cue_marks('INDEX 01 00:01:00\nTITLE "x"\n\nTRACK') == ()
