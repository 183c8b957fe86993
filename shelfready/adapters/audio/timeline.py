"""The one way from a publisher's samples to the timeline's, for measuring and for encoding alike."""

from typing import Any

from shelfready.media import TIMELINE_RATE_HZ

BYTES_PER_SAMPLE = 4
"""Bytes of one sample of timeline audio: two channels of 16 bits."""

# `<` scales what a layout has of these to a sum of 1: mono and stereo pass unchanged, more channels never clip.
_LEFT = "FL<FL+0.707*FC+0.707*BL+0.707*SL"
_RIGHT = "FR<FR+0.707*FC+0.707*BR+0.707*SR"

# Decoders hand over a thousand samples at a time; larger pieces halve the cost of passing them on.
_PIECE = 32_768


def in_large_pieces(track: Any) -> Any:
    """The same audio in fewer, larger frames."""
    return track.filter("asetnsamples", n=_PIECE, p=0)


def on_timeline(track: Any) -> Any:
    """The track as 16-bit stereo at the timeline's rate; the number of samples depends on nothing but the track."""
    return (
        track.filter("aformat", sample_fmts="fltp")
        .filter("aresample", TIMELINE_RATE_HZ)
        .filter("pan", f"stereo|{_LEFT}|{_RIGHT}")
        .filter("aformat", sample_fmts="s16", sample_rates=TIMELINE_RATE_HZ, channel_layouts="stereo")
    )
