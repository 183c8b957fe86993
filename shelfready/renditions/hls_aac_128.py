"""Streaming for more than a voice: HTTP Live Streaming in AAC-LC, 128 kbit/s, in stereo where the title is."""

from shelfready.media import Medium
from shelfready.plans import HlsRecipe, Material, Rendition
from shelfready.renditions._listening import rich, rung


def _recipe(material: Material) -> HlsRecipe | None:
    return rung(material, rich(material))


hls_aac_128 = Rendition(
    mediums=frozenset({Medium.AUDIO}),
    path="hls/aac-128/index.m3u8",
    media_type="application/vnd.apple.mpegurl",
    recipe=_recipe,
)
