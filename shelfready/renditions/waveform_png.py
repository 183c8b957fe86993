"""The book's peaks as a picture, for where nothing draws."""

from shelfready.media import Medium
from shelfready.plans import Material, Rendition, WaveformRecipe
from shelfready.renditions._listening import has_audio


def _recipe(material: Material) -> WaveformRecipe | None:
    return WaveformRecipe(form="png") if has_audio(material) else None


waveform_png = Rendition(
    mediums=frozenset({Medium.AUDIO}),
    path="waveform.png",
    media_type="image/png",
    recipe=_recipe,
    wave=0,
)
