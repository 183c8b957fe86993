"""Bokbasen, the Norwegian book trade's service: numbered files, and a record that is there before them."""

from shelfready.profiles import Profile

bokbasen = Profile(
    name="bokbasen",
    mends=False,
    track_formats=("mp3", "wav"),  # [S26]
    longest_track_h=2.0,  # [S26]
    split="chapter",  # [S26]
    asks_credits=True,  # 001 is the introduction, the last one the outro [S26]
    names="numbered",  # 001 upwards without a gap [S26]
    asks_isbn=True,  # the zip is named for it [S26]
)
