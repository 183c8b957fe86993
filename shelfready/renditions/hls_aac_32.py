"""Streaming on a bad line: HTTP Live Streaming in AAC-LC, 32 kbit/s, mono; `audio.mp4` lies beside the playlist."""

from shelfready.media import Medium
from shelfready.plans import HlsRecipe, Material, Rendition
from shelfready.renditions._listening import VOICE_32, rung


def _recipe(material: Material) -> HlsRecipe | None:
    return rung(material, VOICE_32)


hls_aac_32 = Rendition(
    mediums=frozenset({Medium.AUDIO}),
    path="hls/aac-32/index.m3u8",
    media_type="application/vnd.apple.mpegurl",
    recipe=_recipe,
)
