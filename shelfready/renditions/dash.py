"""The rungs for players of MPEG-DASH: the same files as of HTTP Live Streaming, found by their segment indexes.

Profile ISO base media on demand (ISO/IEC 23009-1, 8.3): one file for each representation, whose first bytes are its
initialization and its index. Everything that is written here is ours, or has the shape of a language tag.
"""

from collections.abc import Iterator

from shelfready.media import TIMELINE_RATE_HZ, Medium
from shelfready.plans import Described, DocumentRecipe, Material, Rendition
from shelfready.renditions._listening import has_audio
from shelfready.renditions._rungs import Rung, rungs_of
from shelfready.renditions._writing import iso_duration, language_of

_CHANNELS = "urn:mpeg:dash:23003:3:audio_channel_configuration:2011"
_ROLE = '<Role schemeIdUri="urn:mpeg:dash:role:2011" value="main"/>'


def _recipe(material: Material) -> DocumentRecipe | None:
    return DocumentRecipe(shows=("artifacts", "metadata")) if has_audio(material) else None


def _render(described: Described) -> bytes:
    rungs = rungs_of(described)
    length = iso_duration(round(described.plan.total_samples * 1000 / TIMELINE_RATE_HZ))
    # A line as fast as `bandwidth` needs this much in stock: the longest that a segment of the peak may take to come.
    stock_s = max((rung.segment_s for rung in rungs), default=1)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011" '
        f'type="static" mediaPresentationDuration="{length}" minBufferTime="PT{stock_s}S">',
        '  <Period id="book" start="PT0S">',
    ]
    families = list(dict.fromkeys(rung.codecs for rung in rungs))
    for place, family in enumerate(families):
        # Of two families that a player has, it is to take the one with more rungs; without this, some take the last.
        preferred = len(families) - place
        members = [rung for rung in rungs if rung.codecs == family]
        lines += _family(place + 1, preferred, language_of(described.plan), members)
    lines += ["  </Period>", "</MPD>"]
    return ("\n".join(lines) + "\n").encode()


def _family(number: int, preferred: int, language: str | None, rungs: list[Rung]) -> Iterator[str]:
    spoken = f' lang="{language}"' if language else ""
    yield (
        f'    <AdaptationSet id="{number}" contentType="audio" mimeType="audio/mp4"{spoken} segmentAlignment="true" '
        f'subsegmentAlignment="true" subsegmentStartsWithSAP="1" selectionPriority="{preferred}">'
    )
    yield f"      {_ROLE}"
    # From the least to the most: players that know no better step through them in this order.
    for rung in sorted(rungs, key=lambda one: one.peak_bps):
        yield from _representation(rung)
    yield "    </AdaptationSet>"


def _representation(rung: Rung) -> tuple[str, ...]:
    name = f"{rung.format.codec}-{rung.format.kbps}"
    return (
        f'      <Representation id="{name}" bandwidth="{rung.peak_bps}" codecs="{rung.codecs}" '
        f'audioSamplingRate="{rung.format.rate_hz}">',
        f'        <AudioChannelConfiguration schemeIdUri="{_CHANNELS}" value="{rung.format.channels}"/>',
        f"        <BaseURL>{rung.audio}</BaseURL>",
        f'        <SegmentBase indexRange="{_range(rung.index)}" indexRangeExact="true">'
        f'<Initialization range="{_range(rung.head)}"/></SegmentBase>',
        "      </Representation>",
    )


def _range(bytes_: tuple[int, int]) -> str:
    return f"{bytes_[0]}-{bytes_[1]}"


dash = Rendition(
    mediums=frozenset({Medium.AUDIO}),
    path="manifest.mpd",
    media_type="application/dash+xml",
    recipe=_recipe,
    render=_render,
    wave=2,
)
