"""AUD-004: The sample rate is too low for a clear voice, is not one that is taken, or is not the same in all tracks.

What it checks
    Every track has at least the profile's sample rate, or one of those that it names; and all tracks have the same.

Why it matters
    Below 22.05 kHz nothing above 11 kHz is left: s, f and th are hard to tell apart. Tracks of different rates cannot
    be joined without converting them, which we do for our listeners and others refuse.

How to mend it
    Export the tracks again from the master at 44.1 kHz, all alike. Converting a low rate upwards mends nothing.

Source
    ACX asks for 44.1 kHz, Google Play for 44.1 or more; LibriVox publishes at 22.05 kHz. content-rules AUD-004

Example:
    >>> from shelfready.rules._examples import audio, audiobook, track
    >>> sample_rate_too_low(audiobook(track("01.mp3", audio(sample_rate_hz=22_050))))
    []
    >>> telephone = audiobook(track("01.mp3", audio(sample_rate_hz=8_000)))
    >>> [(found.asset, found.message) for found in sample_rate_too_low(telephone)]
    [('01.mp3', 'the sample rate is 8,000 Hz, and at least 22,050 Hz is expected')]
    >>> from shelfready.profiles.acx import acx
    >>> two = audiobook(track("01.mp3"), track("02.mp3"), track("03.mp3", audio(sample_rate_hz=48_000)))
    >>> sample_rate_too_low(two)
    []
    >>> for found in sample_rate_too_low(two, acx):
    ...     print(found.message)
    the sample rate is 48,000 Hz, and 44,100 Hz is expected
    2 tracks have a sample rate of 44,100 Hz, 1 has 48,000 (03.mp3); the same in all is expected
"""

from shelfready.findings import Said, Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.rules._majority import odd_ones
from shelfready.titles import TitleFacts


@rule("AUD-004", Severity.WARNING)
def sample_rate_too_low(title: TitleFacts, profile: Profile) -> Says:
    """Different rates are no fault where we mend: every rendition has one."""
    rates = {found.asset.name: found.audio.sample_rate_hz for found in title.tracks if found.audio}
    allowed = profile.sample_rates_hz
    for name, rate in rates.items():
        if rate < profile.lowest_sample_rate_hz:
            lowest = profile.lowest_sample_rate_hz
            yield Said(f"the sample rate is {rate:,} Hz, and at least {lowest:,} Hz is expected", asset=name)
        elif allowed is not None and rate not in allowed:
            wanted = " or ".join(f"{one:,}" for one in allowed)
            yield Said(f"the sample rate is {rate:,} Hz, and {wanted} Hz is expected", asset=name)
    odd = None if profile.mends else odd_ones(rates)
    if odd is not None:
        usual, others = odd
        most = f"{usual.count} track{'s have' if usual.count > 1 else ' has'} a sample rate of {usual.value:,} Hz"
        yield f"{most}, {others}; the same in all is expected"
