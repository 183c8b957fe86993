"""A small book as listeners' players get it: every rung, the lists that lead to them, files, and a page that plays."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from shelfready.adapters.mp4 import open_packer
from shelfready.plans import AudioFormat
from shelfready.ports import AudiobookFile, PackedAudio
from tests.fixtures.media import CalmWatcher
from tests.shelfready.adapters.mp4.encodings import LADDER, Encoding, encode, voice

PLAYERS = Path(__file__).parents[2] / "build" / "players"
"""Where `make browser` leaves what it fetched."""

SECONDS = 61
CHAPTERS = tuple(
    (f"Chapter {number}", start * 44_100, end * 44_100)
    for number, (start, end) in enumerate(((0, 17), (17, 40), (40, SECONDS)))
)

CODECS = {"aac-lc": "mp4a.40.2", "opus": "opus"}
"""What browsers call them (RFC 6381)."""


@dataclass(frozen=True)
class Ladder:
    """The book in a folder that is served."""

    folder: Path
    encodings: tuple[Encoding, ...]

    @property
    def seconds(self) -> float:
        """How long the book is."""
        return self.encodings[0].samples / 44_100


def make_ladder(folder: Path, ffmpeg: Path) -> Ladder:
    """Encode, pack, and write `master.m3u8`, `manifest.mpd`, `book.m4b` and `chapter.m4a`."""
    packer, watcher = open_packer(), CalmWatcher()
    pcm = voice(SECONDS * 44_100 + 321)
    encodings = tuple(encode(ffmpeg, pcm, format) for format in LADDER)
    found: list[tuple[AudioFormat, PackedAudio]] = []
    for encoding in encodings:
        # Of Opus as it is after tracks were replaced: later frames lie on grids that are shifted.
        is_shifted = encoding.format.codec == "opus"
        book = encoding.book(777, 1234, origins=(0, 300, 20) if is_shifted else ())
        packer.pack_hls(book, 6, folder / encoding.format.key, watcher)
        found.append((encoding.format, packer.read_back(folder / encoding.format.key / "index.m3u8", watcher)))
    given = AudiobookFile(title="A book", chapters=CHAPTERS)
    packer.pack_audiobook(encodings[1].book(), given, folder / "book.m4b", watcher)
    packer.pack_stretch(encodings[1].book(), CHAPTERS[1][1:], given, folder / "chapter.m4a", watcher)
    (folder / "master.m3u8").write_text(_master(found))
    (folder / "manifest.mpd").write_text(_manifest(found, len(pcm)))
    for player in PLAYERS.glob("*.js"):
        (folder / player.name).symlink_to(player)
    (folder / "index.html").write_text("<!doctype html><title>player</title><audio></audio><button>play</button>")
    return Ladder(folder, encodings)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A server of a folder that answers ranges, as stores of objects do."""
    app = Starlette(routes=[Mount("/", StaticFiles(directory=folder, html=True, follow_symlink=True))])
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
    thread = Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def _master(found: list[tuple[AudioFormat, PackedAudio]]) -> str:
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    for format, packed in found:
        rates = f"BANDWIDTH={packed.peak_bps},AVERAGE-BANDWIDTH={packed.average_bps}"
        lines += [f'#EXT-X-STREAM-INF:{rates},CODECS="{CODECS[format.codec]}"', f"{format.key}/index.m3u8"]
    return "\n".join([*lines, ""])


def _manifest(found: list[tuple[AudioFormat, PackedAudio]], samples: int) -> str:
    sets = [
        f'<AdaptationSet mimeType="audio/mp4" codecs="{codecs}" subsegmentAlignment="true">'
        f"{''.join(_representation(format, packed) for format, packed in found if format.codec == codec)}"
        "</AdaptationSet>"
        for codec, codecs in CODECS.items()
    ]
    return (
        '<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011" '
        f'type="static" mediaPresentationDuration="PT{samples / 44_100:.6f}S" minBufferTime="PT6S">'
        f"<Period>{''.join(sets)}</Period></MPD>"
    )


def _representation(format: AudioFormat, packed: PackedAudio) -> str:
    rates = f'bandwidth="{packed.peak_bps}" audioSamplingRate="{packed.sample_rate_hz}"'
    head = f'<Initialization range="{_range(packed.head)}"/>'
    return (
        f'<Representation id="{format.key}" {rates}><BaseURL>{format.key}/audio.mp4</BaseURL>'
        f'<SegmentBase indexRange="{_range(packed.index)}">{head}</SegmentBase>'
        "</Representation>"
    )


def _range(bounds: tuple[int, int] | None) -> str:
    assert bounds is not None
    return f"{bounds[0]}-{bounds[1]}"
