"""A stretch of a track is the same samples as when all of it is decoded, and only its bytes are fetched."""

from collections.abc import Callable
from pathlib import Path

import ffmpeg as graphs
import numpy as np
import pytest

from shelfready.adapters.audio import FfmpegAudio
from shelfready.adapters.audio.outlets import Outlets
from shelfready.adapters.audio.stretch import Wanted
from shelfready.adapters.audio.stretches import decoded, opened
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


@pytest.mark.parametrize(
    ("kind", "keep"),
    [("mp3", 0.5), ("mp3", 0.999), ("m4a", 0.5), ("flac", 0.7), ("wav", 0.5)],
    ids=str,
)
def test_a_file_that_was_cut_short(
    *,
    make_audio: MakeAudio,
    audio: FfmpegAudio,
    watcher: CalmWatcher,
    decoded_stretch: Decoded,
    tmp_path: Path,
    kind: str,
    keep: float,
) -> None:
    """Of half a file, too, a stretch is what one decoder makes of it: its headers are not believed."""
    options = {"m4a": ("-movflags", "+faststart", "-aac_pns", "0"), "mp3": CBR}.get(kind, ())
    whole_file = make_audio(tmp_path / "a", seconds=15, codec=kind, options=options).read_bytes()
    (tmp_path / "a").write_bytes(whole_file[: round(len(whole_file) * keep)])
    facts = audio.measure(tmp_path / "a", kind, watcher).facts
    whole = decoded_stretch(source(tmp_path / "a", kind), Wanted(44_100, facts.decoded_samples, 0, None))

    for first, end in ((100_000, 200_000), (200_000, None)):
        part = decoded_stretch(source(tmp_path / "a", kind), Wanted(44_100, facts.decoded_samples, first, end))

        assert np.array_equal(part, whole[first:end])


def test_pictures_and_text_around_the_sound(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, decoded_stretch: Decoded, tmp_path: Path
) -> None:
    """Large tags before the frames and after them move nothing."""
    sound = make_audio(tmp_path / "a", seconds=15, codec="mp3", options=CBR).read_bytes()
    size = 300_000
    tag = b"ID3\x03\x00\x00" + bytes(size >> shift & 127 for shift in (21, 14, 7, 0)) + bytes(size)
    (tmp_path / "b").write_bytes(tag + sound + b"TAG" + bytes(125))
    track = source(tmp_path / "b", "mp3")
    facts = audio.measure(tmp_path / "b", "mp3", watcher).facts
    whole = decoded_stretch(source(tmp_path / "a", "mp3"), Wanted(44_100, facts.decoded_samples, 0, None))

    part = decoded_stretch(track, Wanted(44_100, facts.decoded_samples, 300_000, 400_000))

    assert np.array_equal(part, whole[300_000:400_000])
    assert not track.was_asked_for_whole


def test_noise_left_to_the_decoder_is_other_noise(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, decoded_stretch: Decoded, tmp_path: Path
) -> None:
    """Where AAC says only that there is noise (PNS), a stretch has noise of that loudness, and the rest is the same."""
    path = make_audio(tmp_path / "a", seconds=15, codec="m4a", sound="0.2*sin(2*PI*300*t)+0.1*(random(0)-0.5)")
    facts = audio.measure(path, "m4a", watcher).facts
    whole = decoded_stretch(source(path, "m4a"), Wanted(44_100, facts.decoded_samples, 0, None))[300_000:400_000]

    part = decoded_stretch(source(path, "m4a"), Wanted(44_100, facts.decoded_samples, 300_000, 400_000))

    spectra = [np.abs(np.fft.rfft(heard.astype(np.float64))) ** 2 for heard in (whole, part)]
    assert not np.array_equal(part, whole)
    assert spectra[1].sum() == pytest.approx(spectra[0].sum(), rel=0.01)
    below_2_khz = round(2000 / 44_100 * 100_000)
    assert np.abs(spectra[1] - spectra[0])[:below_2_khz].sum() < 0.01 * spectra[0][:below_2_khz].sum()
    # The same strength of noise in every band of two kilohertz.
    bands = [np.add.reduceat(power, range(0, 45_000, 4535)) for power in spectra]
    assert bands[1] == pytest.approx(bands[0], rel=0.25)


@pytest.mark.parametrize("kind", ["mp3", "wav", "m4a", "flac"])
def test_noise_for_a_track_does_no_harm(kind: str, tmp_path: Path) -> None:
    """What is no such file at all is fetched whole, for the decoder to refuse."""
    for seed, data in enumerate((b"", b"x", np.random.default_rng(1).bytes(100_000), b"\xff" * 100_000)):
        (tmp_path / "a").write_bytes(data)

        found = opened(source(tmp_path / "a", kind), Wanted(44_100, 4_000_000, 1_000_000, 2_000_000), tmp_path / "part")

        assert (seed, found.path) == (seed, tmp_path / "a")
