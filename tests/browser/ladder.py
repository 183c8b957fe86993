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
from shelfready.plans import AudioFormat, Described, HlsRecipe
from shelfready.ports import AudiobookFile, PackedAudio
from shelfready.renditions import RENDITIONS
from tests.fixtures.media import CalmWatcher
from tests.shelfready.adapters.mp4.encodings import LADDER, Encoding, encode, voice
from tests.shelfready.renditions.titles import described, table, written

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
    """Encode, pack, and write `book.m4b`, `chapter.m4a`, and the lists as a release has them.

    Those are `hls/master.m3u8` and `manifest.mpd`, by the renditions that write them for everybody.
    """
    packer, watcher = open_packer(), CalmWatcher()
    pcm = voice(SECONDS * 44_100 + 321)
    encodings = tuple(encode(ffmpeg, pcm, format) for format in LADDER)
    planned = _planned(len(pcm))
    rungs = {make.recipe.format: make for make in planned.plan.makes if isinstance(make.recipe, HlsRecipe)}
    found: dict[str, PackedAudio] = {}
    for encoding in encodings:
        rung = rungs[encoding.format]
        # Of Opus as it is after tracks were replaced: later frames lie on grids that are shifted.
        is_shifted = encoding.format.codec == "opus"
        book = encoding.book(777, 1234, origins=(0, 300, 20) if is_shifted else ())
        packer.pack_hls(book, 6, (folder / rung.path).parent, watcher)
        found[rung.rendition] = packer.read_back(folder / rung.path, watcher)
    given = AudiobookFile(title="A book", chapters=CHAPTERS)
    packer.pack_audiobook(encodings[1].book(), given, folder / "book.m4b", watcher)
    packer.pack_stretch(encodings[1].book(), CHAPTERS[1][1:], given, folder / "chapter.m4a", watcher)
    made = _with(planned, found)
    for rendition in ("hls-master", "hls-chapters", "dash"):
        (folder / RENDITIONS[rendition].path).write_bytes(written(rendition, made))
    for player in PLAYERS.glob("*.js"):
        (folder / player.name).symlink_to(player)
    (folder / "index.html").write_text("<!doctype html><title>player</title><audio></audio><button>play</button>")
    return Ladder(folder, encodings)


def name_of(format: AudioFormat) -> str:
    """What the folder of a rung is called: `aac-64`."""
    return f"{format.codec.removesuffix('-lc')}-{format.kbps}"


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


def _planned(samples: int) -> Described:
    """The book as planning describes it, with made-up rungs in the places of those that are packed."""
    ends = [*(end for _, _, end in CHAPTERS[:-1]), samples]
    lengths = [(title, (end - start) / 44_100, 1) for (title, start, _), end in zip(CHAPTERS, ends, strict=True)]
    return described(table(*lengths), channels=2)


def _with(book: Described, found: dict[str, PackedAudio]) -> Described:
    """The book with what reading the rungs back found, in the place of what was made up."""
    told = {"head", "index", "peak_bps", "average_bps", "duration_ms"}
    artifacts = tuple(
        made.model_copy(update=found[made.rendition].model_dump(include=told)) if made.rendition in found else made
        for made in book.artifacts
    )
    return book.model_copy(update={"artifacts": artifacts})
