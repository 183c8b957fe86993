"""Asking what sending a drop would do."""

import json
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from cli.client import Api
from cli.sending import local_drop
from cli.sending.identity import Identity
from cli.sending.rehearsing import rehearse
from cli.surroundings import Target
from shelfready.errors import RejectedError
from shelfready.forecasts import Forecast, Sums
from tests.fixtures.stub_api import StubApi, json_answer

WHO = Identity(title_id="9789999900010", content_type="audiobook")
ANSWER = Forecast(title_id="9789999900010", content_type="audiobook", summary="All of it.", files=(), sums=Sums())


@pytest.fixture
def api(stub_api: StubApi) -> Iterator[Api]:
    """A client of a stub that foresees nothing."""
    stub_api.otherwise = lambda _asked: json_answer(ANSWER.model_dump(mode="json"))
    with Api(Target(url=stub_api.url, key="k"), pause=lambda _seconds: None) as client:
        yield client


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two tracks."""
    path = tmp_path / "book"
    path.mkdir()
    (path / "01.mp3").write_bytes(b"audio")
    (path / "02.mp3").write_bytes(b"more audio")
    return path


def test_files_are_hashed_and_not_sent(stub_api: StubApi, api: Api, folder: Path) -> None:
    """One request, a dry one; the files are named by what they hold, without a source."""
    found = rehearse(api, local_drop.read(folder), WHO, limit_bytes=100)

    assert found == ANSWER
    (asked,) = stub_api.asked
    assert (asked.method, asked.path) == ("POST", "/v1/submissions?dry_run=true")
    body = json.loads(asked.body)
    assert body["drop"]["kind"] == "files"
    assert [(file["name"], file["size_bytes"], file["sha256"]) for file in body["drop"]["files"]] == [
        ("01.mp3", 5, sha256(b"audio").hexdigest()),
        ("02.mp3", 10, sha256(b"more audio").hexdigest()),
    ]
    assert not any("source" in file for file in body["drop"]["files"])


def test_archive_is_asked_about_as_what_is_in_it(stub_api: StubApi, api: Api, folder: Path, tmp_path: Path) -> None:
    """Its members are the same files as those of a folder."""
    archive = tmp_path / "book.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in sorted(folder.iterdir()):
            packed.write(path, path.name)

    rehearse(api, local_drop.read(folder), WHO, limit_bytes=100)
    rehearse(api, local_drop.read(archive), WHO, limit_bytes=100)

    loose, packed_files = (json.loads(asked.body)["drop"]["files"] for asked in stub_api.asked)
    assert packed_files == loose


def test_file_that_is_too_large_is_said_here(api: Api, folder: Path) -> None:
    """What no worker would take is not hashed to its end."""
    with pytest.raises(RejectedError, match="at most 5 are taken"):
        rehearse(api, local_drop.read(folder), WHO, limit_bytes=5)
