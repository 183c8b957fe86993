"""AUD-003: The bit rate is not constant, or not the same in all tracks.

What it checks
    MP3 tracks have a constant bit rate, and all tracks have the same one.

Why it matters
    Several recipients refuse variable bit rates, and some players show a wrong time in them. Here it costs nothing:
    every length is counted in decoded samples. It is a remark unless the profile asks for a constant rate.

How to mend it
    Export all tracks anew from the master with one constant bit rate. Converting the MP3 itself would lose quality.

Source
    ACX refuses VBR; NetGalley and Apple ask for one rate; Google prefers it; content-rules AUD-003

Example:
    >>> from shelfready.rules._examples import audio, audiobook, track
    >>> bitrate_not_constant(audiobook())
    []
    >>> varied = audiobook(track("01.mp3"), track("02.mp3", audio(is_constant_bitrate=False)))
    >>> [(found.severity.value, found.message) for found in bitrate_not_constant(varied)]
    [('I', '1 of 2 tracks has a variable bit rate (02.mp3): lengths are counted in decoded samples')]
    >>> from shelfready.profiles.netgalley import netgalley
    >>> two = audiobook(track("01.mp3"), track("02.mp3", audio(bitrate_kbps=64)))
    >>> [(found.severity.value, found.message) for found in bitrate_not_constant(two, netgalley)]
    [('W', '1 track has a bit rate of 128 kbit/s, 1 has 64 (02.mp3); one rate for all is expected')]
"""

from shelfready.findings import Said, Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.rules._majority import odd_ones
from shelfready.titles import TitleFacts


@rule("AUD-003", Severity.WARNING)
def bitrate_not_constant(title: TitleFacts, profile: Profile) -> Says:
    """Looks at MP3 only: the encoders of all other kinds vary by nature. A rate is compared when it is constant."""
    rates = {found.asset.name: found.audio for found in title.tracks if found.audio and found.audio.codec == "mp3"}
    varied = [name for name, audio in rates.items() if audio.is_constant_bitrate is False]
    if varied:
        has = "has" if len(varied) == 1 else "have"
        named = ", ".join(varied[:3]) + (", ..." if len(varied) > 3 else "")
        message = f"{len(varied)} of {len(rates)} tracks {has} a variable bit rate ({named})"
        if profile.asks_constant_bitrate:
            yield f"{message}, and a constant one is expected"
        else:
            remedy = "Nothing need be done for us. For other shops, export all tracks anew with one constant bit rate."
            yield Said(f"{message}: lengths are counted in decoded samples", Severity.INFO, remedy=remedy)
    if profile.asks_constant_bitrate:
        constant = {name: audio.bitrate_kbps for name, audio in rates.items() if audio.is_constant_bitrate}
        odd = odd_ones({name: rate for name, rate in constant.items() if rate is not None})
        if odd is not None:
            usual, others = odd
            most = f"{usual.count} track{'s have' if usual.count > 1 else ' has'} a bit rate of {usual.value} kbit/s"
            yield f"{most}, {others}; one rate for all is expected"
