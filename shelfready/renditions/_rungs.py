"""The rungs of a release as both streaming manifests see them."""

from dataclasses import dataclass

from shelfready.errors import DefectError
from shelfready.plans import AudioFormat, Described, DescribedArtifact, HlsRecipe, Make

_FIRST = "hls-aac-64"


@dataclass(frozen=True)
class Rung:
    """One rung: where its playlist and its audio are, and what it costs."""

    format: AudioFormat
    segment_s: int
    playlist: str
    audio: str
    peak_bps: int
    average_bps: int
    head: tuple[int, int]
    index: tuple[int, int]

    @property
    def codecs(self) -> str:
        """The codec as RFC 6381 names it. mp4a.40.2: MPEG-4 audio, object type 2, AAC-LC."""
        return "opus" if self.format.codec == "opus" else "mp4a.40.2"

    @property
    def layout(self) -> str:
        """What rungs must share to be one and the same sound to a player: `aac-lc-mono`."""
        return f"{self.format.codec}-{'mono' if self.format.channels == 1 else 'stereo'}"


def rungs_of(described: Described) -> list[Rung]:
    """The rungs, the one to start with first.

    Most players begin with what stands first, and leave out codecs that they do not have. So what every player has
    comes before Opus, and before all others the one that sounds right on most lines. hls.js chooses otherwise, and has
    to be told: see docs/renditions.md.
    """
    rungs = [
        (make, _rung(described, make, make.recipe))
        for make in described.plan.makes
        if isinstance(make.recipe, HlsRecipe)
    ]
    rungs.sort(key=lambda one: (one[0].rendition != _FIRST, one[1].format.codec == "opus", one[1].format.kbps))
    return [rung for _, rung in rungs]


def _rung(described: Described, make: Make, recipe: HlsRecipe) -> Rung:
    audio = next((one for one in described.artifacts if _is_audio_of(one, make)), None)
    if audio is None or audio.head is None or audio.index is None or not audio.peak_bps or not audio.average_bps:
        raise DefectError(
            f"what {make.rendition} made was not told, so that no manifest can name it; `retry` makes it again",
            cause_code="rung-not-described",
        )
    return Rung(
        format=recipe.format,
        segment_s=recipe.segment_s,
        playlist=make.path,
        audio=audio.path,
        peak_bps=audio.peak_bps,
        average_bps=audio.average_bps,
        head=audio.head,
        index=audio.index,
    )


def _is_audio_of(artifact: DescribedArtifact, make: Make) -> bool:
    return artifact.rendition == make.rendition and artifact.media_type == "audio/mp4"
