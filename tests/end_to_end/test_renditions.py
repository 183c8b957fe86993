"""One audiobook and everything that it is made into, each looked at by a program that is not ours."""

import io
import json
import zipfile
from pathlib import Path

import mutagen.mp4
import pytest
from temporalio.client import Client

from shelfready.media import TIMELINE_RATE_HZ
from tests.end_to_end.heard import FRAME_SAMPLES, decoded_samples, loudness
from tests.end_to_end.house import House, Json, house
from tests.end_to_end.test_publishing import artifacts, send_sample

pytestmark = pytest.mark.server

RUNGS = ("aac-32", "aac-64", "aac-128", "opus-32")


async def save(running: House, release: Json, folder: Path) -> None:
    """Write a release into a folder, as a player would find it below its address."""
    for path in artifacts(release):
        into = folder / path
        into.parent.mkdir(parents=True, exist_ok=True)
        into.write_bytes(await running.bytes_of(release["title_id"], path))


async def test_what_a_book_is_made_into(temporal: Client, tmp_path: Path, ffmpeg: Path) -> None:
    """Every rung, file and document is there; all that is heard is as long and as loud as was said."""
    folder = tmp_path / "release"
    async with house(tmp_path / "home", temporal) as running:
        release = await running.published(await send_sample(running, "audiobook"))
        await save(running, release, folder)
    total = round(release["duration_ms"] * TIMELINE_RATE_HZ / 1000)
    chapters = release["chapters"]
    sound = release["sound"]

    for rung in RUNGS:
        found = decoded_samples(ffmpeg, folder / "hls" / rung / "index.m3u8")
        assert 0 <= found - total < FRAME_SAMPLES + TIMELINE_RATE_HZ // 1000, rung
    assert 0 <= decoded_samples(ffmpeg, folder / "audiobook.m4b") - total < FRAME_SAMPLES + TIMELINE_RATE_HZ // 1000
    wanted = sound["delivered_lufs"] + sound["gain_db"]
    assert loudness(ffmpeg, folder / "audiobook.m4b") == pytest.approx(wanted, abs=0.5)
    assert abs(wanted - sound["target_lufs"]) <= 1.0 or "dBTP" in sound["reason"]

    files = sorted((folder / "chapters").glob("*.m4a"))
    assert len(files) == len(chapters)
    for file, chapter in zip(files, chapters, strict=True):
        length = (chapter["end_ms"] - chapter["start_ms"]) * TIMELINE_RATE_HZ / 1000
        assert -TIMELINE_RATE_HZ // 1000 <= decoded_samples(ffmpeg, file) - length < FRAME_SAMPLES + 100, file.name
        tags = mutagen.mp4.MP4(file)  # type: ignore[no-untyped-call]  # mutagen is half typed
        assert tags["\xa9nam"] == [chapter["title"]]
    assert 0 < decoded_samples(ffmpeg, folder / "sample.m4a") <= total // 10 + FRAME_SAMPLES

    peaks = json.loads((folder / "waveform.json").read_text())
    assert (peaks["version"], peaks["length"]) == (2, len(peaks["data"]) // 2)
    assert (folder / "waveform.png").read_bytes().startswith(b"\x89PNG")
    publication = json.loads((folder / "publication.json").read_text())
    with zipfile.ZipFile(io.BytesIO((folder / "audiobook.lpf").read_bytes())) as package:
        assert package.testzip() is None
        names = set(package.namelist())
        assert {"publication.json", "index.html"} <= names
        packed = json.loads(package.read("publication.json"))
    assert {item["url"] for item in packed["readingOrder"]} <= names
    assert len(publication["readingOrder"]) == len(chapters)
    assert {"manifest.json", "manifest.mpd", "chapters.json", "cover-1600.jpg", "cover-400.jpg"} <= set(
        artifacts(release)
    )
