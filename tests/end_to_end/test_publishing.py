"""From an API call to a release that plays: the sample titles, through everything that is real."""

import json
import shutil
from fractions import Fraction
from pathlib import Path
from uuid import uuid4

import mutagen.mp4
import pytest
from temporalio.client import Client

from shelfready.adapters.audio import open_audio
from shelfready.adapters.mp4 import open_packer
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.playlists import referenced
from tests.end_to_end.heard import FRAME_SAMPLES, decoded_samples
from tests.end_to_end.house import House, Json, house
from tests.fixtures.postgres import PostgresServer
from tests.fixtures.s3 import S3Server

pytestmark = pytest.mark.server

SAMPLES = Path(__file__).parents[2] / "samples"


class Still:
    """A watcher that nobody looks at."""

    def progress(self, done: float, *, speed: float | None = None) -> None:
        """Nothing."""

    def moved(self) -> None:
        """It goes on."""
        self.check()

    def check(self) -> None:
        """Never called off."""


async def send_sample(running: House, name: str, title_id: str | None = None) -> str:
    """Send a sample title as a list of uploads, under its own id or another."""
    folder = SAMPLES / name
    manifest = json.loads((folder / "shelfready.json").read_text())
    files = [{**declared, "source": await running.upload(folder / declared["name"])} for declared in manifest["files"]]
    return await running.send(
        title_id or manifest["title_id"],
        manifest["content_type"],
        {"kind": "files", "files": files},
        metadata=manifest["metadata"],
    )


def artifacts(release: Json) -> dict[str, Json]:
    """The files of a release by path."""
    found = release.get("files") or release["artifacts"]
    return {artifact["path"]: artifact for artifact in found}


async def test_an_audiobook_is_published_to_the_sample(temporal: Client, tmp_path: Path, ffmpeg: Path) -> None:
    """The M4B and the HLS rung decode to exactly the samples of the sources; chapters, cover and length are right."""
    audio = open_audio(ffmpeg=None, ffprobe=None, scratch=tmp_path, memory_bytes=2**31)
    tracks = sorted((SAMPLES / "audiobook").glob("*.mp3"))
    lengths = [audio.measure(track, "mp3", Still()).facts.timeline_samples for track in tracks]

    async with house(tmp_path / "home", temporal) as running:
        release = await running.published(await send_sample(running, "audiobook"))
        title = release["title_id"]
        book, hls = tmp_path / "book.m4b", tmp_path / "hls"
        book.write_bytes(await running.bytes_of(title, "audiobook.m4b"))
        hls.mkdir()
        for name in ("index.m3u8", "audio.mp4"):
            (hls / name).write_bytes(await running.bytes_of(title, f"hls/aac-64/{name}"))
        master = (await running.bytes_of(title, "hls/master.m3u8")).decode()
        manifest = json.loads(await running.bytes_of(title, "manifest.json"))
        partial = await running.api.get(f"/v1/titles/{title}/live/files/audiobook.m4b", headers={"Range": "bytes=4-7"})

    # The edit list and the playlist say what is played; ffmpeg decodes whole frames.
    packer = open_packer()
    for packed in (book, hls / "index.m3u8"):
        assert packer.read_back(packed, Still()).samples == sum(lengths)
        assert 0 <= decoded_samples(ffmpeg, packed) - sum(lengths) < FRAME_SAMPLES
    assert referenced(master, "hls/master.m3u8") <= set(artifacts(release))
    tags = mutagen.mp4.MP4(book)  # type: ignore[no-untyped-call]  # mutagen is half typed
    assert tags.chapters is not None
    starts = [sum(lengths[:index]) for index in range(len(lengths))]
    assert [chapter.start for chapter in tags.chapters] == pytest.approx(
        [float(Fraction(start, TIMELINE_RATE_HZ)) for start in starts], abs=0.001
    )
    assert tags["\xa9nam"] == ["Shelf-ready"]
    assert tags["covr"]
    assert manifest["metadata"]["duration"] == pytest.approx(sum(lengths) / TIMELINE_RATE_HZ, abs=0.001)
    assert len(manifest["toc"]) == len(tracks)
    assert (partial.status_code, partial.content) == (206, b"ftyp")


async def test_an_ebook_is_published(temporal: Client, tmp_path: Path) -> None:
    """The book passes through unchanged, with covers beside it."""
    async with house(tmp_path / "home", temporal) as running:
        release = await running.published(await send_sample(running, "ebook"))
        book = await running.bytes_of(release["title_id"], "book.epub")

    assert book == (SAMPLES / "ebook" / "shelf-ready.epub").read_bytes()
    assert {"book.epub", "cover-1600.jpg", "cover-400.jpg"} <= set(artifacts(release))


async def test_a_second_delivery_makes_nothing(temporal: Client, tmp_path: Path) -> None:
    """The same drop again is a new release of the very same bytes; another title encodes nothing; tags re-pack only."""
    async with house(tmp_path / "home", temporal) as running:
        first = await running.published(await send_sample(running, "audiobook"))
        again = await send_sample(running, "audiobook")
        second = await running.published(again)
        events = await running.events(again)
        planned = next(event for event in events if event["kind"] == "planned")

    assert (second["number"], planned["data"]["encodes"], planned["data"]["renditions"]) == (2, 0, 0)
    assert [event["kind"] for event in events if event["kind"] in ("encoded", "made")] == []
    assert {path: artifact["sha256"] for path, artifact in artifacts(first).items()} == {
        path: artifact["sha256"] for path, artifact in artifacts(second).items()
    }


@pytest.mark.parametrize("kind", ["folder", "zip"])
async def test_a_folder_and_a_zip_say_what_they_hold(kind: str, temporal: Client, tmp_path: Path) -> None:
    """A drop with a shelfready.json needs no list of files."""
    home = tmp_path / "home"
    folder = home / "drops" / "title"
    shutil.copytree(SAMPLES / "ebook", folder)
    archive = Path(shutil.make_archive(str(home / "drops" / "title"), "zip", folder))
    source = (folder if kind == "folder" else archive).as_uri()
    async with house(home, temporal) as running:
        submission = await running.send("9789999900027", "ebook", {"kind": kind, "source": source})
        release = await running.published(submission)

    assert release["metadata"]["title"] == "Shelf-ready"


async def test_a_folder_of_tagged_files_needs_no_manifest(temporal: Client, tmp_path: Path) -> None:
    """Audio files with tags in natural order, and a cover, are a title."""
    home = tmp_path / "home"
    folder = home / "drops" / uuid4().hex
    shutil.copytree(SAMPLES / "audiobook", folder, ignore=shutil.ignore_patterns("shelfready.json"))
    async with house(home, temporal) as running:
        submission = await running.send("9789999900010", "audiobook", {"kind": "folder", "source": folder.as_uri()})
        release = await running.published(submission)

    assert release["metadata"]["authors"] == ["The Shelfready developers"]
    assert "cover-400.jpg" in artifacts(release)


async def test_a_title_is_published_on_postgresql_and_s3(
    temporal: Client, tmp_path: Path, postgres: PostgresServer, s3_server: S3Server
) -> None:
    """The same line on the parts of production: uploads go straight to the store, ranges come from it."""
    with postgres.database() as name:
        async with house(
            tmp_path / "home",
            temporal,
            database_url=postgres.url(name),
            store_url=f"s3://{s3_server.new_bucket()}/titles",
            s3_endpoint=s3_server.endpoint,
            s3_access_key=s3_server.access_key,
            s3_secret_key=s3_server.secret_key,
        ) as running:
            release = await running.published(await send_sample(running, "audiobook"))
            path = f"/v1/titles/{release['title_id']}/live/files/audiobook.m4b"
            partial = await running.api.get(path, headers={"Range": "bytes=4-7"})
            again = await running.published(await send_sample(running, "audiobook"))

    assert (partial.status_code, partial.content) == (206, b"ftyp")
    assert again["number"] == 2
