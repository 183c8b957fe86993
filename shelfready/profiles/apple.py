"""Apple Books: a book of less than 23 hours is one track."""

from shelfready.profiles import Profile

apple = Profile(
    name="apple",
    mends=False,
    asks_constant_bitrate=True,  # a varying rate can fail [S16]
    split="whole",  # fewest tracks, at most 25 [S16][S17]
    whole_below_h=23.0,
    longest_track_h=23.0,
    most_tracks=25,
    longest_chapter_min=23 * 60.0,
    smallest_cover_without_warning_px=1400,
)
