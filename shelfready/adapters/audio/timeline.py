"""The one way from a publisher's samples to the timeline's, for measuring and for encoding alike."""

from typing import Any

from shelfready.media import TIMELINE_RATE_HZ

BYTES_PER_SAMPLE = 4
"""Bytes of one sample of timeline audio: two channels of 16 bits."""

# `<` scales what a layout has of these to a sum of 1: mono and stereo pass unchanged, more channels never clip.
_STEREO = "stereo|FL<FL+0.707*FC+0.707*BL+0.707*SL|FR<FR+0.707*FC+0.707*BR+0.707*SR"
_MONO = "mono|FC<FL+FR+1.414*FC+0.707*BL+0.707*BR+0.707*SL+0.707*SR"

PIECE_SAMPLES = 32_768
"""Decoders hand over a thousand samples at a time; pieces of so many halve the cost of passing them on."""


def in_large_pieces(track: Any, samples: int = PIECE_SAMPLES) -> Any:
    """The same audio in fewer, larger frames of so many samples each, of which the last may be shorter."""
    return track.filter("asetnsamples", n=samples, p=0)


def at_timeline_rate(track: Any) -> Any:
    """The track as floats at the timeline's rate; how many samples depends on nothing but the track."""
    return track.filter("aformat", sample_fmts="fltp").filter("aresample", TIMELINE_RATE_HZ)


def louder(track: Any, gain_db: float) -> Any:
    """The track with one linear gain, in floats: what would be above full scale is not cut off here."""
    return track.filter("volume", volume=f"{gain_db}dB", precision="float") if gain_db else track


def mixed(track: Any, channels: int) -> Any:
    """The track in one channel or in two, at the level that it had."""
    return track.filter("pan", _MONO if channels == 1 else _STEREO)


def sixteen_bit(track: Any) -> Any:
    """The track as edges are kept."""
    return track.filter("aformat", sample_fmts="s16")
