"""What happens to a submission, as its publisher can follow it."""

from datetime import datetime

from shelfready.titles import Stage
from shelfready.values import Value


class Event(Value):
    """Something that happened; `number` grows by submission, `kind` is a stable kebab-case word."""

    number: int
    submission_id: str
    kind: str
    data: dict[str, object]
    at: datetime


class LiveProgress(Value):
    """How far one running piece of work is: `done` from 0 to 1, `speed` in times real time."""

    submission_id: str
    stage: Stage
    part: str
    done: float
    speed: float | None = None
    at: datetime
