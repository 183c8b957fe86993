"""Streaming in Opus, 32 kbit/s, mono: half the bytes for a voice, for players that have it."""

from shelfready.media import Medium
from shelfready.plans import HlsRecipe, Material, Rendition
from shelfready.renditions._listening import OPUS_32, rung


def _recipe(material: Material) -> HlsRecipe | None:
    return rung(material, OPUS_32)


hls_opus_32 = Rendition(
    mediums=frozenset({Medium.AUDIO}),
    path="hls/opus-32/index.m3u8",
    media_type="application/vnd.apple.mpegurl",
    recipe=_recipe,
)
