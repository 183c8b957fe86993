"""Submitting a drop."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from hashlib import sha256
from pathlib import Path

import pytest

from cli.answers import NewSubmission
from cli.client import Api
from cli.sending import local_drop
from cli.sending.identity import Identity
from cli.sending.submitting import submit
from cli.sending.uploads import Uploader
from cli.surroundings import Target
from shelfready.errors import RejectedError
from shelfready.titles import DeclaredFile, Drop, DropKind, Role
from tests.fixtures.stub_api import Answer, Asked, StubApi, json_answer

WHO = Identity(title_id="9789999900010", content_type="audiobook")


class Unseen:
    """Shows nothing."""

    def file(self, name: str, size_bytes: int) -> AbstractContextManager[Callable[[int], None]]:
        """Nothing."""
        return nullcontext(lambda _more: None)


def answer(asked: Asked) -> Answer:
    """Take everything: an upload is known by the name that was sent."""
    if asked.path == "/v1/submissions":
        return json_answer({"id": "sub_1", "title_id": "t", "content_type": "audiobook", "state": "accepted"}, 202)
    name = json.loads(asked.body).get("name") if asked.path == "/v1/uploads" else None
    return json_answer(
        {"id": f"upl_{name}", "source": f"upload:upl_{name}", "part_size_bytes": 4, "parts": [], "is_complete": True}
    )


@pytest.fixture
def api(stub_api: StubApi) -> Iterator[Api]:
    """A client of a stub that takes everything."""
    stub_api.otherwise = answer
    with Api(Target(url=stub_api.url, key="k"), pause=lambda _seconds: None) as client:
        yield client


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one track."""
    path = tmp_path / "book"
    path.mkdir()
    (path / "01.mp3").write_bytes(b"audio")
    return path


def body_of(stub_api: StubApi) -> dict[str, object]:
    """What was submitted."""
    (asked,) = [asked for asked in stub_api.asked if asked.path == "/v1/submissions"]
    body: dict[str, object] = json.loads(asked.body)
    return body


def test_a_folder_becomes_a_list_of_uploads(stub_api: StubApi, api: Api, folder: Path, tmp_path: Path) -> None:
    """Each file is named with its role, its upload, its size and its hash."""
    answered = submit(api, Uploader(api, tmp_path / "m"), local_drop.read(folder), WHO, Unseen(), key="my-key")

    sent = NewSubmission.model_validate(body_of(stub_api))
    track = DeclaredFile(
        role=Role.TRACK,
        name="01.mp3",
        order=1,
        source="upload:upl_01.mp3",
        sha256=sha256(b"audio").hexdigest(),
        size_bytes=5,
    )
    assert answered.id == "sub_1"
    assert (sent.title_id, sent.content_type) == ("9789999900010", "audiobook")
    assert sent.drop == Drop(kind=DropKind.FILES, files=(track,))
    assert stub_api.asked[-1].headers["idempotency-key"] == "my-key"


def test_without_a_key_each_call_is_its_own(stub_api: StubApi, api: Api, folder: Path, tmp_path: Path) -> None:
    """Two calls are two submissions, each of them safe to repeat."""
    for _ in range(2):
        submit(api, Uploader(api, tmp_path / "m"), local_drop.read(folder), WHO, Unseen())

    keys = [asked.headers["idempotency-key"] for asked in stub_api.asked if asked.path == "/v1/submissions"]
    assert len(set(keys)) == 2


def test_a_zip_is_one_upload(stub_api: StubApi, api: Api, tmp_path: Path) -> None:
    """The archive goes as it is; what is in it is for the server to say."""
    from zipfile import ZipFile

    with ZipFile(tmp_path / "book.zip", "w") as archive:
        archive.writestr("01.mp3", b"audio")

    submit(api, Uploader(api, tmp_path / "m"), local_drop.read(tmp_path / "book.zip"), WHO, Unseen())

    sent = NewSubmission.model_validate(body_of(stub_api))
    assert sent.drop == Drop(kind=DropKind.ZIP, source="upload:upl_book.zip")
    assert sent.metadata is None


def test_a_file_that_is_not_what_its_manifest_says_costs_no_upload(
    stub_api: StubApi, api: Api, folder: Path, tmp_path: Path
) -> None:
    """Hashes are compared before anything is sent, and all differences are said at once."""
    (folder / "02.mp3").write_bytes(b"other")
    files = [
        {"role": "track", "name": "01.mp3", "order": 1, "sha256": "1" * 64},
        {"role": "track", "name": "02.mp3", "order": 2, "sha256": "0" * 64},
    ]
    manifest = {"shelfready": 1, "title_id": WHO.title_id, "content_type": "audiobook", "files": files}
    (folder / "shelfready.json").write_text(json.dumps(manifest))

    with pytest.raises(RejectedError) as caught:
        submit(api, Uploader(api, tmp_path / "m"), local_drop.read(folder), WHO, Unseen())

    assert caught.value.cause_code == "declared-hash-differs"
    assert "01.mp3 hashes to" in caught.value.message
    assert "02.mp3 hashes to" in caught.value.message
    assert stub_api.asked == []
