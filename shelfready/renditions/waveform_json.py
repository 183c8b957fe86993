"""The book's peaks as numbers, ten a second, for players that draw them: audiowaveform's JSON, version 2."""

from shelfready.media import Medium
from shelfready.plans import Material, Rendition, WaveformRecipe
from shelfready.renditions._listening import has_audio


def _recipe(material: Material) -> WaveformRecipe | None:
    return WaveformRecipe(form="json") if has_audio(material) else None


waveform_json = Rendition(
    mediums=frozenset({Medium.AUDIO}),
    path="waveform.json",
    media_type="application/json",
    recipe=_recipe,
    wave=0,
)
