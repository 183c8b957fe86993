"""Following a submission."""

import json
from collections.abc import Iterator

import pytest

from cli.answers import AtWork, Happening
from cli.client import Api
from cli.following import follow
from cli.surroundings import Target
from shelfready.titles import SubmissionState
from tests.fixtures.stub_api import Answer, Asked, StubApi, json_answer

AT = "2026-01-01T12:00:00Z"
PARKING = {"stage": "check", "cause_code": "findings", "owner": "publisher", "message": "no cover", "remedy": "add it"}


class Seen:
    """What was shown."""

    def __init__(self) -> None:
        self.kinds: list[str] = []
        self.work: list[tuple[str, ...]] = []

    def event(self, event: Happening) -> None:
        """Remember it."""
        self.kinds.append(event.kind)

    def progress(self, now: tuple[AtWork, ...]) -> None:
        """Remember it."""
        self.work.append(tuple(one.part for one in now))


@pytest.fixture
def api(stub_api: StubApi) -> Iterator[Api]:
    """A client of the stub that does not really wait."""
    with Api(Target(url=stub_api.url, key="k"), pause=lambda _seconds: None) as client:
        yield client


def submission(state: str, **more: object) -> Answer:
    """A submission as the API shows it."""
    return json_answer({"id": "sub_1", "title_id": "t", "content_type": "ebook", "state": state, **more})


def event(number: int, kind: str) -> bytes:
    """An event in the stream."""
    document = json.dumps({"number": number, "kind": kind, "data": {}, "at": AT})
    return f"id: {number}\ndata: {document}\n\n".encode()


def playing(stub_api: StubApi, streams: list[bytes], states: list[Answer]) -> None:
    """Let the stub answer each stream in turn, and the states in turn, the last one for ever."""

    def answer(asked: Asked) -> Answer:
        if asked.path.endswith("/events"):
            return Answer(body=streams.pop(0))
        return states.pop(0) if len(states) > 1 else states[0]

    stub_api.otherwise = answer


def test_the_end_is_where_the_submission_is_published(stub_api: StubApi, api: Api) -> None:
    """Everything is shown, in order, and the answer is the submission as it stands at the end."""
    work = json.dumps([{"stage": "encode", "part": "01.mp3", "done": 0.5, "speed": 30.0, "at": AT}])
    stream = event(1, "accepted") + f"event: progress\ndata: {work}\n\n".encode() + event(2, "published")
    playing(stub_api, [stream], [submission("running"), submission("published", release_number=1)])
    seen = Seen()

    found = follow(api, "sub_1", seen)

    assert found.state is SubmissionState.PUBLISHED
    assert found.release_number == 1
    assert seen.kinds == ["accepted", "published"]
    assert seen.work == [("01.mp3",)]


def test_a_parked_submission_is_not_waited_for(stub_api: StubApi, api: Api) -> None:
    """It waits for people: the stream is left though it goes on."""
    stream = event(1, "accepted") + event(2, "parked") + b": still here\n\n" * 3
    playing(stub_api, [stream], [submission("parked", parking=PARKING)])

    found = follow(api, "sub_1", Seen())

    assert found.parking is not None
    assert found.parking.remedy == "add it"


def test_an_old_parking_does_not_end_the_watching(stub_api: StubApi, api: Api) -> None:
    """What was parked and retried since is followed to its real end."""
    stream = event(1, "parked") + event(2, "stage") + event(3, "published")
    playing(stub_api, [stream], [submission("running"), submission("running"), submission("published")])
    seen = Seen()

    assert follow(api, "sub_1", seen).state is SubmissionState.PUBLISHED
    assert seen.kinds == ["parked", "stage", "published"]


def test_a_heartbeat_shows_what_was_missed(stub_api: StubApi, api: Api) -> None:
    """A submission that is settled ends the watching even when no event said so."""
    playing(stub_api, [event(1, "accepted") + b": still here\n\n"], [submission("running"), submission("abandoned")])

    assert follow(api, "sub_1", Seen()).state is SubmissionState.ABANDONED


def test_a_stream_that_ends_early_is_taken_up_again(stub_api: StubApi, api: Api) -> None:
    """The API may end a stream while its catalogue is away: nothing is shown twice."""
    streams = [event(1, "accepted"), event(2, "published")]
    playing(stub_api, streams, [submission("running"), submission("running"), submission("published")])
    seen = Seen()

    assert follow(api, "sub_1", seen).state is SubmissionState.PUBLISHED
    assert seen.kinds == ["accepted", "published"]
    assert [asked.headers.get("last-event-id") for asked in stub_api.asked if asked.path.endswith("/events")] == [
        None,
        "1",
    ]


def test_messages_of_a_newer_api_are_passed_over(stub_api: StubApi, api: Api) -> None:
    """What cannot be read is no reason to stop."""
    stream = b"event: applause\ndata: 1\n\nevent: progress\ndata: {}\n\n" + event(1, "published")
    playing(stub_api, [stream], [submission("running"), submission("published")])

    assert follow(api, "sub_1", Seen()).state is SubmissionState.PUBLISHED
