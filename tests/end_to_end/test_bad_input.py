"""What is wrong with a drop is said, with its cause; nothing is lost, and nothing half made is ever visible."""

import shutil
from pathlib import Path

import pytest
from temporalio.client import Client

from tests.end_to_end.house import House, Json, house

pytestmark = pytest.mark.server

SAMPLES = Path(__file__).parents[2] / "samples"
TRACK = SAMPLES / "audiobook" / "00-opening-credits.mp3"
TITLE = "9789999900010"
BOOK = "9789999900027"


async def parked(running: House, title: str, content_type: str, *files: Json) -> Json:
    """Send files; answers the parking, and makes sure that nothing of the title can be seen."""
    submission = await running.send(
        title,
        content_type,
        {"kind": "files", "files": list(files)},
        metadata={"title": "A", "authors": ["B"], "narrators": ["C"], "language": "en"},
    )
    found = await running.settled(submission)
    assert found["state"] == "parked", found
    assert (await running.api.get(f"/v1/titles/{title}/live")).status_code == 404
    parking: Json = found["parking"]
    assert parking["remedy"]
    return parking


async def test_what_is_wrong_with_bytes_is_said(temporal: Client, tmp_path: Path) -> None:
    """Wrong hash, wrong size, a text as MP3, an EPUB that is no zip: each parks with its cause."""
    text, no_zip = tmp_path / "01.mp3", tmp_path / "book.epub"
    text.write_text("This is not the audio you are looking for.\n" * 50)
    no_zip.write_text("<html>not a zip</html>")
    async with house(tmp_path / "home", temporal) as running:
        good = await running.file(TRACK, "track", order=1)
        wrong_hash = await parked(running, TITLE, "audiobook", {**good, "sha256": "0" * 64})
        where = Path(shutil.copy(TRACK, tmp_path / "home")).as_uri()
        wrong_size = await parked(running, TITLE, "audiobook", {**good, "source": where, "size_bytes": 17})
        is_text = await parked(running, TITLE, "audiobook", await running.file(text, "track", order=1))
        is_no_zip = await parked(running, BOOK, "ebook", await running.file(no_zip, "epub"))

    assert (wrong_hash["cause_code"], wrong_hash["stage"]) == ("declared-hash-differs", "fetch")
    assert wrong_size["cause_code"] == "declared-size-differs"
    assert (is_text["cause_code"], is_text["stage"], is_text["owner"]) == ("PKG-005", "check", "publisher")
    assert is_no_zip["stage"] == "check"
    assert "book.epub" in is_no_zip["message"]


async def test_all_faults_are_told_at_once(temporal: Client, tmp_path: Path) -> None:
    """Two faulty files make one parking that names both, and a report that lists both."""
    async with house(tmp_path / "home", temporal) as running:
        good = await running.file(TRACK, "track", order=1)
        broken = [{**good, "name": f"{n}.mp3", "order": n, "sha256": str(n) * 64} for n in (1, 2)]
        parking = await parked(running, TITLE, "audiobook", *broken)
        listed = await running.get("/v1/submissions")
        report = await running.get(f"/v1/submissions/{listed['items'][0]['id']}/report")

    assert "1.mp3" in parking["message"]
    assert "2.mp3" in parking["message"]
    assert [finding["asset"] for finding in report["findings"]] == ["1.mp3", "2.mp3"]


async def test_a_missing_file_parks_and_is_taken_in_when_it_is_there(temporal: Client, tmp_path: Path) -> None:
    """A folder whose manifest names a file that is not there parks; mended where it lies, a retry goes on."""
    home = tmp_path / "home"
    folder = home / "drop"
    shutil.copytree(SAMPLES / "ebook", folder)
    (folder / "shelf-ready.epub").rename(home / "elsewhere.epub")
    async with house(home, temporal) as running:
        submission = await running.send(BOOK, "ebook", {"kind": "folder", "source": folder.as_uri()})
        waiting = await running.settled(submission)
        (home / "elsewhere.epub").rename(folder / "shelf-ready.epub")
        answer = await running.api.post(f"/v1/submissions/{submission}/retry", json={"by": "ann", "note": "mended"})
        release = await running.published_after(submission, waiting)

    assert "shelf-ready.epub" in waiting["parking"]["message"]
    assert answer.status_code == 202
    assert release["number"] == 1


async def test_a_mended_submission_takes_the_parked_one_s_place(temporal: Client, tmp_path: Path) -> None:
    """The publisher sends the title again: the first is superseded, the second published."""
    async with house(tmp_path / "home", temporal) as running:
        good = await running.file(SAMPLES / "ebook" / "shelf-ready.epub", "epub")
        first = await running.send(BOOK, "ebook", {"kind": "files", "files": [{**good, "sha256": "0" * 64}]})
        await running.settled(first)
        second = await running.send(BOOK, "ebook", {"kind": "files", "files": [good]})
        release = await running.published(second)
        before = await running.get(f"/v1/submissions/{first}")

    assert release["number"] == 1
    assert before["state"] == "superseded"


async def test_one_isbn_is_one_product(temporal: Client, tmp_path: Path) -> None:
    """An ebook under an audiobook's ISBN is refused at the door, in words."""
    async with house(tmp_path / "home", temporal) as running:
        epub = await running.file(SAMPLES / "ebook" / "shelf-ready.epub", "epub")
        await running.send(BOOK, "ebook", {"kind": "files", "files": [epub]})
        track = await running.file(TRACK, "track", order=1)
        body = {"title_id": BOOK, "content_type": "audiobook", "drop": {"kind": "files", "files": [track]}}
        answer = await running.api.post("/v1/submissions", json=body)

    assert answer.status_code == 409
    assert answer.json()["cause_code"] == "title-has-another-content-type"


async def test_a_drop_of_another_title_is_not_taken(temporal: Client, tmp_path: Path) -> None:
    """The manifest in a folder says another ISBN than the submission."""
    home = tmp_path / "home"
    shutil.copytree(SAMPLES / "ebook", home / "drop")
    async with house(home, temporal) as running:
        submission = await running.send(
            "9789999900034", "ebook", {"kind": "folder", "source": (home / "drop").as_uri()}
        )
        found = await running.settled(submission)

    assert found["parking"]["cause_code"] == "drop-is-another-title"
