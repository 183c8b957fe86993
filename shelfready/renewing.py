"""A piece whose neighbours have changed keeps its frames, but for those at the end where its encoder heard them.

When one of forty tracks is replaced, the tracks beside it are what they were: only the sound that runs over the cut is
another. What an encoder made of a track a second and a half after the cut no longer shows what lay before it.
"""

from collections.abc import Sequence
from typing import Literal

from shelfready.media import TIMELINE_RATE_HZ
from shelfready.plans import AudioFormat, Encode

_RENEWED_S = 1.5
"""Encoders spread their bits over about a second."""

_WORTH_FRAMES = 4
"""An encoding of fewer than this many times the frames that are renewed is made anew as a whole."""


def renewed_frames(format: AudioFormat) -> int:
    """How many frames are encoded again at an end where a neighbour has changed."""
    return round(_RENEWED_S * TIMELINE_RATE_HZ / format.frame_samples)


def renewed(encodes: Sequence[Encode], previous: Sequence[Encode]) -> tuple[Encode, ...]:
    """The encodes, each with the one of the `previous` plan that it needs to differ from at its ends only."""
    keys = {one.key for one in previous}
    bases = {one.own: one for one in previous if one.own}
    return tuple(
        _based(one, bases[one.own]) if one.own in bases and one.key not in keys and _is_long(one) else one
        for one in encodes
    )


def renewed_share(encode: Encode) -> float:
    """Which share of an encode's frames is to be encoded, between 0 and 1."""
    if encode.base is None:
        return 1.0
    return len(encode.renews) * renewed_frames(encode.format) / (encode.end_frame - encode.first_frame)


def _based(encode: Encode, base: Encode) -> Encode:
    ends: list[Literal["head", "tail"]] = []
    if encode.before != base.before:
        ends.append("head")
    if encode.after != base.after:
        ends.append("tail")
    return encode.model_copy(update={"base": base.key, "renews": tuple(ends)})


def _is_long(encode: Encode) -> bool:
    return encode.end_frame - encode.first_frame >= _WORTH_FRAMES * renewed_frames(encode.format)
