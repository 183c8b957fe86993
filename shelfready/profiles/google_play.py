"""Google Play Books: many formats, nothing said of levels."""

from shelfready.profiles import Profile

google_play = Profile(
    name="google-play",
    mends=False,
    # mp3, m4a, flac, wav; 128 kbit/s mono and 256 stereo; lossless 16 bit from 44.1 kHz on [S19][S20]
    track_formats=("mp3", "m4a", "aac", "flac", "wav"),
    lowest_kbps_mono=128,
    lowest_kbps_stereo=256,
    refused_kbps_mono=128,
    refused_kbps_stereo=256,
    asks_constant_bitrate=True,  # preferred [S19]
    lowest_sample_rate_hz=44_100,
    largest_track_mib=2048,  # of an upload [S21]
    refused_shortest_title_s=300.0,  # [S19]
    shortest_title_s=300.0,
    longest_title_h=100.0,
    # 1024 to 7200 px, JPEG or PNG, square recommended [S19][S20]
    smallest_cover_px=1024,
    smallest_cover_without_warning_px=1024,
    refused_cover_px=1024,
    largest_cover_px=7200,
    cover_formats=("jpeg", "png"),
)
