"""Holds what was made against what was planned: what differs is not published."""

import math
from collections.abc import Sequence
from itertools import chain

from shelfready.errors import DefectError
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.plans import AudioFormat, Make, Plan
from shelfready.ports import EncodedFacts, PackedAudio
from shelfready.releases import MadeFacts
from shelfready.sound import loudness_of

LOUDNESS_TOLERANCE_LU = 1.0
"""Encoding at 32 kbit/s takes some of what is above 8 kHz away; more than this is another sound."""

SILENT_SHARE_TOLERANCE = 0.05
"""Encoders empty a little noise; more silence than this was lost on the way. Less is none: they fill it, too."""

_CODECS = {"aac-lc": "aac", "opus": "opus"}
_NOTHING_TO_HEAR_LUFS = -60.0


def must_match(make: Make, format: AudioFormat, found: PackedAudio, *, samples: int, frames: str) -> None:
    """Hold a packed file against what was to go into it: its length, its format, and every frame."""
    if found.samples != samples:
        raise unlike_plan(make, f"{found.samples:,} samples", f"{samples:,}")
    if found.frames_sha256 != frames:
        raise unlike_plan(make, "frames that are not those that were encoded", "those")
    if (found.codec, found.channels) != (_CODECS[format.codec], format.channels):
        raise unlike_plan(make, f"{found.codec} of {found.channels} channels", f"{format.codec} of {format.channels}")


def must_sound_alike(make: Make, plan: Plan, format: AudioFormat, heard: Sequence[EncodedFacts]) -> None:
    """Hold what the encodings decode to against what the tracks sounded like, raised by the title's gain.

    Loudness is told of one format of each piece, and held against the plan where it is told of the whole book.
    """
    channels = {facts.channels for facts in heard}
    if channels != {format.channels}:
        raise unlike_plan(make, f"encodings of {sorted(channels)} channels", f"{format.channels}")
    sound = plan.sound
    delivered = sound.mono_lufs if format.channels == 1 else sound.integrated_lufs
    if delivered is None or not math.isfinite(delivered):
        return
    loudness, share = heard_as(heard, plan)
    wanted = delivered + sound.gain_db
    if loudness is not None and wanted > _NOTHING_TO_HEAR_LUFS and abs(loudness - wanted) > LOUDNESS_TOLERANCE_LU:
        raise unlike_plan(make, f"{loudness:.1f} LUFS", f"{wanted:.1f} LUFS")
    if share is not None and share - sound.silent_share > SILENT_SHARE_TOLERANCE:
        raise unlike_plan(make, f"{share:.1%} of silence", f"{sound.silent_share:.1%}")


def heard_as(heard: Sequence[EncodedFacts], plan: Plan) -> tuple[float | None, float | None]:
    """Loudness and silent share of the whole book, from what decoding its encodings found; None where unmeasured."""
    if not heard or not plan.total_samples:
        return None, None
    # Nothing was measured of a copied encoding: it was not decoded, being what the publisher sent.
    told = [facts.loudness for facts in heard if facts.loudness is not None]
    silent = [facts.silent_ms for facts in heard if facts.silent_ms is not None]
    # What a few of the pieces sound like says nothing of the book.
    loudness = loudness_of(chain.from_iterable(told)) if len(told) == len(heard) else None
    share = sum(silent) * TIMELINE_RATE_HZ / (1000 * plan.total_samples) if len(silent) == len(heard) else None
    return None if loudness is None else round(loudness, 2), None if share is None else round(share, 4)


def facts_of(found: PackedAudio, heard: Sequence[EncodedFacts], plan: Plan) -> MadeFacts:
    """What is kept of a file that is the whole book."""
    loudness, share = heard_as(heard, plan)
    return MadeFacts(
        samples=found.samples,
        duration_ms=found.duration_ms,
        chapters=found.chapters,
        head=found.head,
        index=found.index,
        peak_bps=found.peak_bps,
        average_bps=found.average_bps,
        integrated_lufs=loudness,
        silent_share=share,
    )


def unlike_plan(make: Make, found: str, planned: str) -> DefectError:
    """What was made is not what was planned."""
    return DefectError(
        f"{make.rendition} was made with {found} and planned with {planned}: it is not published; retry makes it anew, "
        "and if it says the same again the worker's ffmpeg is to be looked at",
        cause_code="made-unlike-plan",
    )
