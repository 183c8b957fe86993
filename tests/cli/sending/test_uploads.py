"""Uploading in parts."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli.client import Api
from cli.sending.uploads import Uploader, measure
from cli.surroundings import Target
from shelfready.errors import ConflictError, RejectedError
from tests.fixtures.stub_api import Answer, Asked, StubApi, json_answer

PART = 4


@dataclass
class Desk:
    """Answers as the API's upload routes do; `broken` is the part during which the line is cut, once."""

    stub: StubApi
    arrived: dict[int, bytes] = field(default_factory=dict)
    size_bytes: int = 0
    begun: int = 0
    is_complete: bool = False
    refuse_part: int | None = None
    part_life: timedelta | None = None

    def answer(self, asked: Asked) -> Answer:
        """Answer one request."""
        match asked.method, asked.path.split("/")[2:]:
            case "POST", ["uploads"]:
                self.begun += 1
                self.size_bytes = json.loads(asked.body)["size_bytes"]
                return json_answer(self.view(), 201)
            case "GET", ["uploads", "upl_1"]:
                return json_answer(self.view())
            case "PUT", ["uploads", "upl_1", "parts", number]:
                if int(number) == self.refuse_part:
                    return json_answer({"detail": "the disk is full", "cause_code": "store-full"}, 422)
                self.arrived[int(number)] = asked.body
                return json_answer({})
            case "POST", ["uploads", "upl_1", "complete"]:
                self.is_complete = True
                return json_answer(self.view())
        return json_answer({"detail": f"{asked.method} {asked.path}"}, 404)

    def view(self) -> dict[str, object]:
        """The upload as the API shows it."""
        count = -(-self.size_bytes // PART)
        expires_at = (datetime.now(UTC) + self.part_life).isoformat() if self.part_life is not None else None
        parts = [
            {
                "number": number,
                "size_bytes": min(PART, self.size_bytes - (number - 1) * PART),
                "has_arrived": number in self.arrived,
                "url": f"/v1/uploads/upl_1/parts/{number}",
                "expires_at": expires_at,
            }
            for number in range(1, count + 1)
        ]
        view = {"id": "upl_1", "source": "upload:upl_1", "part_size_bytes": PART, "parts": parts}
        return {**view, "is_complete": self.is_complete}


@pytest.fixture
def desk(stub_api: StubApi) -> Desk:
    """The stub, answering as the upload routes do."""
    desk = Desk(stub_api)
    stub_api.otherwise = desk.answer
    return desk


@pytest.fixture
def uploader(stub_api: StubApi, tmp_path: Path) -> Iterator[Uploader]:
    """An uploader that remembers in a folder of its own."""
    with Api(Target(url=stub_api.url, key="k"), pause=lambda _seconds: None) as api:
        yield Uploader(api, tmp_path / "memory")


@pytest.fixture
def track(tmp_path: Path) -> Path:
    """A file of two and a half parts."""
    path = tmp_path / "01.mp3"
    path.write_bytes(b"0123456789")
    return path


def test_every_part_is_sent_and_the_upload_completed(desk: Desk, uploader: Uploader, track: Path) -> None:
    """The parts are stretches of the file; progress adds up to its size."""
    sent: list[int] = []

    source = uploader.upload(track, "01.mp3", measure(track), sent.append)

    assert source == "upload:upl_1"
    assert desk.arrived == {1: b"0123", 2: b"4567", 3: b"89"}
    assert desk.is_complete
    assert sent == [4, 4, 2]


def test_a_broken_upload_goes_on_where_it_was(desk: Desk, uploader: Uploader, track: Path) -> None:
    """In the next run only the parts that are missing are sent, to the same upload."""
    desk.refuse_part = 2
    with pytest.raises(RejectedError, match="disk is full"):
        uploader.upload(track, "01.mp3", measure(track), lambda _more: None)
    desk.refuse_part = None
    desk.stub.asked.clear()

    uploader.upload(track, "01.mp3", measure(track), lambda _more: None)

    assert desk.begun == 1
    assert [asked.path for asked in desk.stub.asked if asked.method == "PUT"] == [
        "/v1/uploads/upl_1/parts/2",
        "/v1/uploads/upl_1/parts/3",
    ]
    assert desk.arrived == {1: b"0123", 2: b"4567", 3: b"89"}


def test_a_complete_upload_is_not_sent_again(desk: Desk, uploader: Uploader, track: Path) -> None:
    """Until a submission has taken it over, it is used as it is."""
    uploader.upload(track, "01.mp3", measure(track), lambda _more: None)
    desk.stub.asked.clear()

    assert uploader.upload(track, "01.mp3", measure(track), lambda _more: None) == "upload:upl_1"
    assert [asked.method for asked in desk.stub.asked] == ["GET"]


def test_a_changed_file_is_another_upload(desk: Desk, uploader: Uploader, track: Path) -> None:
    """What was remembered is for these bytes only."""
    uploader.upload(track, "01.mp3", measure(track), lambda _more: None)
    track.write_bytes(b"abcdefghij")
    desk.is_complete = False
    desk.arrived.clear()

    uploader.upload(track, "01.mp3", measure(track), lambda _more: None)

    assert desk.begun == 2
    assert desk.arrived[1] == b"abcd"


def test_what_a_submission_took_over_is_forgotten(desk: Desk, uploader: Uploader, track: Path) -> None:
    """The next submission uploads anew."""
    uploader.upload(track, "01.mp3", measure(track), lambda _more: None)

    uploader.forget("01.mp3", measure(track))

    uploader.upload(track, "01.mp3", measure(track), lambda _more: None)
    assert desk.begun == 2


def test_addresses_that_run_out_are_asked_for_anew(desk: Desk, uploader: Uploader, track: Path) -> None:
    """A part is not sent to an address that may expire meanwhile."""
    desk.part_life = timedelta(minutes=1)

    uploader.upload(track, "01.mp3", measure(track), lambda _more: None)

    assert [asked.method for asked in desk.stub.asked] == ["POST", "GET", "PUT", "GET", "PUT", "GET", "PUT", "POST"]


def test_a_file_that_shrinks_is_not_sent_half(desk: Desk, uploader: Uploader, track: Path) -> None:
    """A file that is still being written is told from a whole one."""
    whole = measure(track)
    track.write_bytes(b"01234")

    with pytest.raises(ConflictError, match="became shorter"):
        uploader.upload(track, "01.mp3", whole, lambda _more: None)

    assert not desk.is_complete


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    """A file of no bytes is a failed export, and is said to be one before anything is sent."""
    (tmp_path / "01.mp3").touch()

    with pytest.raises(RejectedError, match="is empty"):
        measure(tmp_path / "01.mp3")
