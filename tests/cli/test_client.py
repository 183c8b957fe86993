"""The HTTP client."""

from collections.abc import Iterator

import pytest

from cli.client import Api
from cli.surroundings import Target
from shelfready.errors import DefectError, RejectedError, UnavailableError
from shelfready.values import Value
from tests.fixtures.stub_api import Answer, StubApi, json_answer


class Thing(Value):
    """Something that is read."""

    name: str


@pytest.fixture
def pauses() -> list[float]:
    """How long the client would have waited, each time."""
    return []


@pytest.fixture
def api(stub_api: StubApi, pauses: list[float]) -> Iterator[Api]:
    """A client of the stub that does not really wait."""
    with Api(Target(url=stub_api.url, key="sr_a_b"), pause=pauses.append) as client:
        yield client


def test_reading_sends_the_key(stub_api: StubApi, api: Api) -> None:
    """The key goes along, and what is absent is not asked for."""
    stub_api.answers = [json_answer({"name": "one", "unknown": 1})]

    assert api.get("/v1/things", Thing, state="new", cursor=None) == Thing(name="one")
    assert stub_api.asked[0].path == "/v1/things?state=new"
    assert stub_api.asked[0].headers["authorization"] == "Bearer sr_a_b"


def test_the_key_goes_to_no_other_host(stub_api: StubApi, api: Api) -> None:
    """A presigned address of the store gets the bytes and not the key."""
    store = StubApi()
    store.answers = [Answer()]

    api.put(f"{store.url}/bucket/part?signature=s", lambda: iter([b"by", b"tes"]), 5)

    store.close()
    assert stub_api.asked == []
    assert store.asked[0].body == b"bytes"
    assert store.asked[0].headers["content-length"] == "5"
    assert "authorization" not in store.asked[0].headers


def test_patience_is_kept_when_asked_for(stub_api: StubApi, api: Api, pauses: list[float]) -> None:
    """429 and 503 are tried again, after the time that was asked for, even for a POST: they did nothing."""
    stub_api.answers = [
        json_answer({}, 503, Retry_After="7"),
        json_answer({}, 429),
        json_answer({"name": "done"}),
    ]

    assert api.post("/v1/things", None, Thing) == Thing(name="done")
    assert pauses == [7, 1]


def test_patience_ends(stub_api: StubApi, api: Api) -> None:
    """What is unavailable for too long is an error."""
    stub_api.otherwise = lambda _asked: json_answer({"detail": "busy", "cause_code": "store-full"}, 503)

    with pytest.raises(UnavailableError, match="busy") as caught:
        api.get("/v1/things", Thing)

    assert caught.value.cause_code == "store-full"
    assert len(stub_api.asked) == 6


def test_what_is_refused_is_not_repeated(stub_api: StubApi, api: Api) -> None:
    """A refusal stands."""
    stub_api.answers = [json_answer({"detail": "no"}, 422)]

    with pytest.raises(RejectedError, match="no"):
        api.get("/v1/things", Thing)

    assert len(stub_api.asked) == 1


def test_a_broken_read_is_repeated(stub_api: StubApi, api: Api) -> None:
    """Reading twice does no harm."""
    stub_api.answers = [Answer(breaks=True), json_answer({"name": "one"})]

    assert api.get("/v1/things", Thing) == Thing(name="one")


def test_a_broken_part_is_sent_again_from_its_beginning(stub_api: StubApi, api: Api) -> None:
    """The second attempt sends all bytes, not what the first one left."""
    stub_api.answers = [Answer(breaks=True), Answer()]

    api.put("/v1/part", lambda: iter([b"all"]), 3)

    assert [asked.body for asked in stub_api.asked] == [b"all", b"all"]


def test_a_broken_post_is_not_repeated(stub_api: StubApi, api: Api) -> None:
    """It may have taken effect: only its sender knows whether twice is too often."""
    stub_api.answers = [Answer(breaks=True), json_answer({"name": "second"})]

    with pytest.raises(UnavailableError):
        api.post("/v1/things", None, Thing)

    assert len(stub_api.asked) == 1


def test_a_broken_post_with_an_idempotency_key_is_repeated(stub_api: StubApi, api: Api) -> None:
    """It takes effect once, and the same key goes along both times."""
    stub_api.answers = [Answer(breaks=True), json_answer({"name": "once"})]

    assert api.post("/v1/things", None, Thing, idempotency_key="k") == Thing(name="once")
    assert [asked.headers["idempotency-key"] for asked in stub_api.asked] == ["k", "k"]


def test_nobody_there_is_unavailable(stub_api: StubApi, api: Api) -> None:
    """The message says where nobody answered, and how to find out why."""
    stub_api.close()

    with pytest.raises(UnavailableError, match=r"does not answer.*shelfready doctor"):
        api.get("/v1/things", Thing)


def test_an_answer_of_another_kind_is_a_defect(stub_api: StubApi, api: Api) -> None:
    """An API of another release, or another program, is told from a refusal."""
    stub_api.answers = [json_answer({"nom": "un"})]

    with pytest.raises(DefectError, match="not Thing"):
        api.get("/v1/things", Thing)


def test_a_broken_stream_goes_on_where_it_broke(stub_api: StubApi, api: Api) -> None:
    """The id of the last event is sent, and nothing is seen twice or missed."""
    stub_api.answers = [
        Answer(body=b"id: 1\ndata: a\n\nid: 2\ndata: b\n\nid: 3\ndata: c", breaks=True),
        json_answer({}, 503),
        Answer(body=b"id: 3\ndata: c\n\n"),
    ]

    assert [message.data for message in api.stream("/v1/events")] == ["a", "b", "c"]
    assert [asked.headers.get("last-event-id") for asked in stub_api.asked] == [None, "2", "2"]


def test_a_stream_that_is_refused_is_an_error(stub_api: StubApi, api: Api) -> None:
    """A stream of what is not there is not waited for."""
    stub_api.answers = [json_answer({"detail": "no such submission"}, 404)]

    with pytest.raises(LookupError, match="no such submission"):
        list(api.stream("/v1/events"))
