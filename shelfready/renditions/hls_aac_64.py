"""Streaming for a voice: HTTP Live Streaming in AAC-LC, 64 kbit/s, mono; `audio.mp4` lies beside the playlist."""

from shelfready.media import Medium
from shelfready.plans import HlsRecipe, Material, Rendition
from shelfready.renditions._listening import VOICE_64, rung


def _recipe(material: Material) -> HlsRecipe | None:
    return rung(material, VOICE_64)


hls_aac_64 = Rendition(
    mediums=frozenset({Medium.AUDIO}),
    path="hls/aac-64/index.m3u8",
    media_type="application/vnd.apple.mpegurl",
    recipe=_recipe,
)
