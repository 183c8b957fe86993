"""ACX, the way of self-published audiobooks to Audible: the strictest, and what many others copied."""

from shelfready.profiles import Profile
from shelfready.severities import Severity

acx = Profile(
    name="acx",
    mends=False,  # what goes to ACX is the publisher's own file
    # MP3 of 192 kbit/s or more, constant, 44.1 kHz, all mono or all stereo [S1][S2]
    track_formats=("mp3",),
    lowest_kbps_mono=192,
    lowest_kbps_stereo=192,
    refused_kbps_mono=192,
    refused_kbps_stereo=192,
    asks_constant_bitrate=True,
    sample_rates_hz=(44_100,),
    lowest_sample_rate_hz=44_100,
    refuses_mixed_channels=True,
    largest_track_mib=170,  # [S4]
    # RMS of each file from -23 to -18 dB, peaks to -3 dB, noise to -60 dB RMS [S1]
    quietest_rms_dbfs=-23.0,
    loudest_rms_dbfs=-18.0,
    refuses_rms_beyond_tolerance=True,
    quietest_lufs=None,
    loudest_lufs=None,
    widest_loudness_spread_lu=3.0,  # [S2], the number is ours
    highest_peak_dbfs=-3.0,
    refused_peak_dbfs=-3.0,
    highest_true_peak_dbtp=-1.0,  # AES TD1008 [S35]; ACX speaks of peaks only, and tools differ
    target_lufs=None,  # levels are the publisher's to master, in RMS and not in LUFS [S1]
    highest_noise_floor_dbfs=-60.0,
    refused_noise_floor_dbfs=-50.0,  # between the two is a matter of how it is measured [S41]
    longest_digital_silence_s=0.5,  # room tone is expected [S41]
    shortest_head_s=0.5,  # [S2][S8]
    longest_head_s=1.0,
    shortest_tail_s=1.0,
    longest_tail_s=5.0,
    longest_track_h=2.0,  # [S4]
    split="chapter",  # [S1]
    asks_credits=True,  # [S1]
    asks_sample=True,  # at most five minutes [S1]
    smallest_cover_px=2400,  # [S51]
    refused_cover_px=2400,
    names="plain",  # [S5]
    severities={
        "AUD-003": Severity.ERROR,  # variable bit rates are refused [S1]
        "CVR-001": Severity.ERROR,
        "CVR-006": Severity.ERROR,
    },
)
