"""Feeds, through everything that is real: records hold, a title on the shelf follows, a deletion waits for somebody."""

import asyncio
from pathlib import Path

import pytest
from lxml import etree
from temporalio.client import Client

from shelfready.titles import SubmissionRef
from tests.activities.messages import message, product
from tests.end_to_end.house import House, Json, house
from tests.fixtures.media import MakeAudio
from workflows.starting import start_onboarding

pytestmark = pytest.mark.server

TITLE, OTHER = "9789999900010", "9789999900027"


async def send_feed(running: House, folder: Path, data: bytes, name: str = "feed.xml") -> Json:
    """Upload and send a message; answers the feed as it stands when it is settled."""
    path = folder / name
    path.write_bytes(data)
    source = await running.upload(path)
    answer = await running.api.post("/v1/feeds", json={"source": source, "name": name})
    assert answer.status_code == 202, answer.text
    for _ in range(300):
        found = await running.get(answer.json()["links"]["self"])
        if found["state"] in ("done", "rejected", "held"):
            return found
        await asyncio.sleep(0.1)
    raise AssertionError(f"the feed is still {found}")


async def records(running: House, feed: Json) -> list[Json]:
    """What became of the records of a feed."""
    found: list[Json] = (await running.get(f"/v1/feeds/{feed['id']}/records"))["items"]
    return found


def _recording(folder: Path, make_audio: MakeAudio) -> Path:
    """A small whole recording that says nothing of itself."""
    return make_audio(folder / "reading.mp3", seconds=40, codec="mp3", options=("-b:a", "128k"))


async def test_a_title_follows_its_record(temporal: Client, tmp_path: Path, make_audio: MakeAudio) -> None:
    """A name that changes makes a new release of the very same sound; a price alone makes none; a deletion waits."""
    async with house(tmp_path / "home", temporal) as running:
        track = await running.file(_recording(tmp_path, make_audio), "track", order=1)
        said = {"title": "The Harbour", "authors": ["A"], "narrators": ["B"], "language": "en", "subtitle": "Kept"}
        first = await running.published(
            await running.send(TITLE, "audiobook", {"kind": "files", "files": [track]}, metadata=said)
        )
        feed = await send_feed(running, tmp_path, message(product(TITLE, title="The New Harbour"), product(OTHER)))
        lines = await records(running, feed)
        ref = SubmissionRef(submission_id=lines[0]["submission_id"], publisher=running.publisher, title_id=TITLE)
        await start_onboarding(temporal, ref)  # as the workers' sweeper does
        second = await running.published(ref.submission_id)
        priced = await send_feed(running, tmp_path, message(product(TITLE, title="The New Harbour", price="9.99")))
        deleted = await send_feed(running, tmp_path, message(product(TITLE, notification="05"), sent="20260302"))
        waiting = await records(running, deleted)
        written = await running.api.get(f"/v1/feeds/{deleted['id']}/acknowledgement")
        decided = await running.api.post(
            f"/v1/feeds/{deleted['id']}/records/1/approve", json={"by": "ann", "why": "sent in error"}
        )
        live = await running.get(f"/v1/titles/{TITLE}/live")

    assert feed["counts"] == {"applied": 2}, lines
    assert (first["metadata"]["title"], second["metadata"]["title"]) == ("The Harbour", "The New Harbour")
    assert (second["metadata"]["authors"], second["metadata"]["subtitle"]) == (["Ada Brook"], "Kept")
    assert sounds(first) == sounds(second)
    assert priced["counts"] == {"applied": 1}
    assert [line["outcome"] for line in waiting] == ["held"]
    assert etree.fromstring(written.content).findtext("{*}Product/{*}RecordStatus") == "03"
    assert decided.json()["outcome"] == "applied", decided.text
    assert live["number"] == 2


async def test_a_record_may_come_before_its_files(temporal: Client, tmp_path: Path, make_audio: MakeAudio) -> None:
    """A title that is sent without any metadata is what its record says."""
    async with house(tmp_path / "home", temporal) as running:
        await send_feed(running, tmp_path, message(product(TITLE, title="Announced")))
        track = await running.file(_recording(tmp_path, make_audio), "track", order=1)
        release = await running.published(await running.send(TITLE, "audiobook", {"kind": "files", "files": [track]}))

    assert (release["metadata"]["title"], release["metadata"]["narrators"]) == ("Announced", ["Tom Hill"])


async def test_what_is_no_feed_is_rejected_with_its_problem(temporal: Client, tmp_path: Path) -> None:
    """And acknowledged as such; a sheet is taken."""
    async with house(tmp_path / "home", temporal) as running:
        nothing = await send_feed(running, tmp_path, b"this is no feed")
        written = await running.api.get(f"/v1/feeds/{nothing['id']}/acknowledgement")
        sheet = await send_feed(
            running, tmp_path, f"ISBN,Title,Author\n{TITLE},The Harbour,Ada Brook\n".encode(), "titles.csv"
        )

    assert nothing["state"] == "rejected"
    assert nothing["problem"]
    assert etree.fromstring(written.content).findtext("{*}Header/{*}MessageStatus") == "01"
    assert (sheet["state"], sheet["counts"]) == ("done", {"applied": 1})


def sounds(release: Json) -> dict[str, str]:
    """The streamed files of a release by path: playlists and sound, nothing of what is said of the title."""
    found = {file["path"]: file["sha256"] for file in release["files"] if file["path"].startswith("hls/")}
    assert found
    return found
