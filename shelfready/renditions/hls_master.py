"""Where streaming begins: the multivariant playlist that names the rungs and what each costs (RFC 8216)."""

from math import ceil

from shelfready.media import TIMELINE_RATE_HZ, Medium
from shelfready.plans import Described, DescribedArtifact, DocumentRecipe, HlsRecipe, Make, Rendition
from shelfready.renditions._listening import has_audio
from shelfready.titles import TitleFacts

_PEAK_OVER_AVERAGE = 1.1
"""BANDWIDTH is the peak of any segment; Apple's authoring rules let it differ from what is measured by a tenth."""


def _recipe(facts: TitleFacts) -> DocumentRecipe | None:
    return DocumentRecipe(shows=("artifacts",)) if has_audio(facts) else None


def _render(described: Described) -> bytes:
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    for make in described.plan.makes:
        if isinstance(make.recipe, HlsRecipe):
            lines += _rung(described, make, make.recipe)
    return ("\n".join(lines) + "\n").encode()


def _rung(described: Described, make: Make, recipe: HlsRecipe) -> tuple[str, str]:
    average = ceil(sum(_bits_per_second(described, found) for found in described.artifacts if _is_of(found, make)))
    peak = ceil(max(average, recipe.format.kbps * 1000) * _PEAK_OVER_AVERAGE)
    # mp4a.40.2: MPEG-4 audio, object type 2, AAC-LC (RFC 6381)
    attributes = f'BANDWIDTH={peak},AVERAGE-BANDWIDTH={average},CODECS="mp4a.40.2"'
    return f"#EXT-X-STREAM-INF:{attributes}", make.path.removeprefix("hls/")


def _is_of(artifact: DescribedArtifact, make: Make) -> bool:
    return artifact.rendition == make.rendition and artifact.media_type == "audio/mp4"


def _bits_per_second(described: Described, artifact: DescribedArtifact) -> float:
    return artifact.size_bytes * 8 * TIMELINE_RATE_HZ / described.plan.total_samples


hls_master = Rendition(
    mediums=frozenset({Medium.AUDIO}),
    path="hls/master.m3u8",
    media_type="application/vnd.apple.mpegurl",
    recipe=_recipe,
    render=_render,
    wave=2,
)
