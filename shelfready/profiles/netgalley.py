"""NetGalley: reading copies, so that size counts and not sound."""

from shelfready.profiles import Profile

netgalley = Profile(
    name="netgalley",
    mends=False,
    track_formats=("mp3",),  # [S27]
    lowest_kbps_mono=None,  # served at 64 to 128 whatever is sent [S27]
    lowest_kbps_stereo=None,
    refused_kbps_mono=None,
    refused_kbps_stereo=None,
    asks_constant_bitrate=True,  # the same bit rate for all files [S27]
    largest_title_mib=1024,  # of the zip [S27]
    asks_isbn=True,  # the zip is named for it [S27]
)
