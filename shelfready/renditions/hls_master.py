"""Where streaming begins: the multivariant playlist that names the rungs and what each costs (RFC 8216).

Rungs of one codec and one layout are one group, so that players know how many channels they get. The groups have no
playlists of their own: the audio is the rung's.
"""

from shelfready.media import Medium
from shelfready.plans import Described, DocumentRecipe, Material, Rendition
from shelfready.renditions._listening import has_audio
from shelfready.renditions._rungs import Rung, rungs_of
from shelfready.renditions._writing import language_of

_FOLDER = "hls/"
_CHAPTERS = "hls-chapters"


def _recipe(material: Material) -> DocumentRecipe | None:
    return DocumentRecipe(shows=("artifacts", "metadata")) if has_audio(material) else None


def _render(described: Described) -> bytes:
    rungs = rungs_of(described)
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    for make in described.plan.makes:
        if make.rendition == _CHAPTERS:
            uri = make.path.removeprefix(_FOLDER)
            lines.append(f'#EXT-X-SESSION-DATA:DATA-ID="com.apple.hls.chapters",URI="{uri}"')
    groups = {rung.layout: rung.format.channels for rung in rungs}
    # The only word of a publisher's in here is a language, and only what has the shape of a tag: a quoted string of a
    # playlist has no way to hold a quotation mark or a line's end.
    language = language_of(described.plan)
    lines += [_group(layout, channels, language) for layout, channels in groups.items()]
    for rung in rungs:
        lines += _variant(rung)
    return ("\n".join(lines) + "\n").encode()


def _group(layout: str, channels: int, language: str | None) -> str:
    spoken = f',LANGUAGE="{language}"' if language else ""
    return (
        f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="{layout}",NAME="Book"{spoken},DEFAULT=YES,AUTOSELECT=YES,'
        f'CHANNELS="{channels}"'
    )


def _variant(rung: Rung) -> tuple[str, str]:
    attributes = (
        f'BANDWIDTH={rung.peak_bps},AVERAGE-BANDWIDTH={rung.average_bps},CODECS="{rung.codecs}",AUDIO="{rung.layout}"'
    )
    return f"#EXT-X-STREAM-INF:{attributes}", rung.playlist.removeprefix(_FOLDER)


hls_master = Rendition(
    mediums=frozenset({Medium.AUDIO}),
    path="hls/master.m3u8",
    media_type="application/vnd.apple.mpegurl",
    recipe=_recipe,
    render=_render,
    wave=2,
    version=2,
)
