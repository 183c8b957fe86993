"""Follows a submission from its event stream until it is published, parked or otherwise settled."""

from typing import Protocol

from pydantic import TypeAdapter, ValidationError

from cli.answers import AtWork, Happening, SubmissionView, submission_path
from cli.client import Api
from cli.streams import Message


class FollowingView(Protocol):
    """Shows what happens to a submission."""

    def event(self, event: Happening) -> None:
        """Something happened."""

    def progress(self, now: tuple[AtWork, ...]) -> None:
        """All that is being worked on now."""


_AGAIN_S = 1.0
_PROGRESS: TypeAdapter[tuple[AtWork, ...]] = TypeAdapter(tuple[AtWork, ...])


def follow(api: Api, submission_id: str, view: FollowingView) -> SubmissionView:
    """Show everything until nothing more happens by itself; answers where the submission stands then.

    The stream says that something happened, the submission itself says where it stands: an old `parked` in the stream
    of a title that was retried since does not end the watching. A stream that ends before is taken up again.
    """
    path = submission_path(submission_id)
    last: int | None = None
    while True:
        for message in api.stream(f"{path}/events", after=str(last) if last is not None else None):
            if message.kind == "progress":
                view.progress(_progress(message))
                continue
            event = _event(message)
            if event is not None:
                last = event.number
                view.event(event)
            # Also at a heartbeat: whatever was missed is seen then.
            stands = api.get(path, SubmissionView)
            if stands.is_settled and (event is None or event.kind == stands.state):
                return stands
        stands = api.get(path, SubmissionView)
        if stands.is_settled:
            return stands
        api.pause(_AGAIN_S)


def _event(message: Message) -> Happening | None:
    try:
        return Happening.from_json(message.data)
    except ValidationError:
        return None  # a heartbeat, or a kind of message that a newer API sends


def _progress(message: Message) -> tuple[AtWork, ...]:
    try:
        return _PROGRESS.validate_json(message.data)
    except ValidationError:
        return ()
