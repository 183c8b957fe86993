"""A stretch of a track is the same samples as when all of it is decoded, and only its bytes are fetched."""

from collections.abc import Callable
from pathlib import Path

import ffmpeg as graphs
import numpy as np
import pytest

from shelfready.adapters.audio import FfmpegAudio
from shelfready.adapters.audio.outlets import Outlets
from shelfready.adapters.audio.stretch import Wanted
from shelfready.adapters.audio.stretches import decoded
from tests.fixtures.media import CalmWatcher, MakeAudio
from tests.shelfready.adapters.audio.books import FileSource, source

Decoded = Callable[[FileSource, Wanted], np.ndarray]

CBR = ("-b:a", "64k", "-id3v2_version", "0")
# The last one ends where the track ends.
_CUTS: tuple[tuple[int, int | None], ...] = ((0, 200_001), (200_001, 201_000), (201_000, 550_777), (550_777, None))
VBR = ("-q:a", "5", "-id3v2_version", "3")
BARE = ("-write_xing", "0")


@pytest.fixture
def decoded_stretch(audio: FfmpegAudio, watcher: CalmWatcher) -> Decoded:
    """What an encoder hears of a stretch, in floats of all channels."""

    def hear(track: FileSource, wanted: Wanted) -> np.ndarray:
        heard = bytearray()
        with audio.workshop.folder() as name:
            outlets = Outlets()
            node = decoded(track, wanted, Path(name))
            graph = graphs.output(node, outlets.add(heard.extend), f="f32le", acodec="pcm_f32le")
            audio.workshop.run(graph, watcher, Path(name), samples=None, outlets=outlets, blames_publisher=True)
        return np.frombuffer(bytes(heard), "<f4")

    return hear


@pytest.mark.parametrize("rate", [22_050, 44_100, 48_000, 32_000])
@pytest.mark.parametrize(
    ("codec", "kind", "options", "is_found"),
    [
        ("mp3", "mp3", CBR, True),
        ("mp3", "mp3", (*CBR, *BARE), True),
        ("mp3", "mp3", ("-b:a", "32k"), True),
        ("mp3", "mp3", VBR, False),
        ("mp3", "mp3", (*VBR, *BARE), False),
        ("wav", "wav", (), True),
        ("float-wav", "wav", (), True),
        ("flac", "flac", ("-frame_size", "1152"), True),
        ("m4a", "m4a", ("-aac_pns", "0"), True),
        ("alac", "m4a", (), False),
        ("aiff", "aiff", (), False),
        ("w64", "w64", (), False),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else str(value),
)
def test_a_stretch_is_the_same_samples(
    *,
    make_audio: MakeAudio,
    audio: FfmpegAudio,
    watcher: CalmWatcher,
    decoded_stretch: Decoded,
    tmp_path: Path,
    rate: int,
    codec: str,
    kind: str,
    options: tuple[str, ...],
    is_found: bool,
) -> None:
    """However a track is cut, its parts are to the bit what one decoder makes of the whole, one after the other."""
    channels = 1 if codec in ("flac", "mp3") else 2
    path = make_audio(tmp_path / "a", seconds=17.3, rate=rate, channels=channels, codec=codec, options=options)
    facts = audio.measure(path, kind, watcher).facts
    whole = decoded_stretch(source(path, kind), Wanted(rate, facts.decoded_samples, 0, None))
    assert whole.size == facts.timeline_samples * channels

    for first, end in _CUTS:
        track = source(path, kind)
        part = decoded_stretch(track, Wanted(rate, facts.decoded_samples, first, end))

        expected = whole[first * channels : None if end is None else end * channels]
        assert part.size == expected.size
        assert np.array_equal(part, expected), f"{first} to {end}: {np.abs(part - expected).max()}"
        assert track.was_asked_for_whole is not is_found
