"""What documents of a release are written from: the plan, and what earlier waves made of it."""

from pathlib import PurePosixPath

from shelfready.blobs import Blobs, Done
from shelfready.errors import DefectError
from shelfready.plans import Described, DescribedArtifact, Make, Plan
from shelfready.releases import MadeFacts


def described(plan: Plan, blobs: Blobs, *, before: int) -> Described:
    """The plan and the artifacts of the waves before one."""
    artifacts: list[DescribedArtifact] = []
    for make in plan.makes:
        if make.wave < before:
            artifacts += _artifacts(make, done_of(make, blobs))
    return Described(plan=plan, artifacts=tuple(artifacts))


def done_of(make: Make, blobs: Blobs) -> Done:
    """The record of a rendition that must have been made."""
    done = blobs.done(make.key)
    if done is None:
        raise DefectError(
            f"{make.rendition} is not in the store although it was made; `retry` takes the drop in again and makes it",
            cause_code="rendition-gone",
        )
    return done


def path_of(make: Make, output: str) -> str:
    """The address of one output below the release."""
    return str(PurePosixPath(make.path).parent / output)


def media_type_of(make: Make, output: str) -> str:
    """The media type of one output: the rendition's own, or that of the audio beside a playlist."""
    return "audio/mp4" if PurePosixPath(output).suffix in (".mp4", ".m4a") else make.media_type


def _artifacts(make: Make, done: Done) -> list[DescribedArtifact]:
    facts = MadeFacts.from_json(done.facts or "{}")
    return [
        DescribedArtifact(
            path=path_of(make, name),
            rendition=make.rendition,
            media_type=media_type_of(make, name),
            size_bytes=blob.size_bytes,
            duration_ms=facts.durations_ms.get(name, facts.duration_ms),
            width_px=facts.width_px,
            height_px=facts.height_px,
            head=facts.head,
            index=facts.index,
            peak_bps=facts.peak_bps,
            average_bps=facts.average_bps,
        )
        for name, blob in sorted(done.outputs.items())
    ]
