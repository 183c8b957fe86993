"""LibriVox: what its validator checks, and the wiki's page of technical specifications."""

from shelfready.profiles import Profile

librivox = Profile(
    name="librivox",
    mends=False,
    # MP3 of 128 kbit/s exactly, constant, 44.1 kHz, mono [S31][S32]
    track_formats=("mp3",),
    lowest_kbps_mono=128,
    lowest_kbps_stereo=128,
    refused_kbps_mono=128,
    refused_kbps_stereo=128,
    exact_kbps=128,
    asks_constant_bitrate=True,
    sample_rates_hz=(44_100,),
    lowest_sample_rate_hz=44_100,
    channels=(1,),
    refuses_mixed_channels=True,
    quietest_lufs=-21.0,  # [S31]
    loudest_lufs=-16.0,
    shortest_head_s=0.5,  # to 1 s, from memory: so a warning, and no upper limit of its own
    shortest_tail_s=4.0,  # about five, says the wiki
    split="chapter",  # one file for each section [S32]
    smallest_cover_px=300,  # made by volunteers after the recording
    smallest_cover_without_warning_px=300,
    names="librivox",  # [S32]
    asks_tags=True,  # [S32]
)
