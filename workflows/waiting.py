"""A title that waits for a decision: what may be decided, once, about which attempt."""

from enum import StrEnum

from shelfready.titles import Parking, Stage
from shelfready.values import Value


class RetryRequest(Value):
    """Go on. `submission_id` and `attempt` say what is meant; None means what waits now."""

    by: str = ""
    note: str = ""
    submission_id: str | None = None
    attempt: int | None = None


class AbandonRequest(Value):
    """Give the submission up. What was published before stays as it is."""

    by: str = ""
    note: str = ""
    submission_id: str | None = None
    attempt: int | None = None


class Choice(StrEnum):
    """What was decided about a parked title."""

    RETRY = "retry"
    ABANDON = "abandon"


class Decision(Value):
    """What was decided, by whom and why."""

    choice: Choice
    by: str = ""
    note: str = ""


Request = RetryRequest | AbandonRequest


class Waiting:
    """Whether a submission waits, for what, and what was decided.

    Everything that acts on it is guarded, because a reset applies old signals and updates again, operators press
    buttons twice, and a decision may arrive when the next submission of the title waits already.
    """

    def __init__(self, submission_id: str) -> None:
        self.submission_id = submission_id
        self.attempt = 0
        self.parking: Parking | None = None
        self.decision: Decision | None = None

    def begin(self, parking: Parking) -> None:
        """Wait for a decision about this attempt."""
        self.decision = None
        self.parking = parking

    def end(self) -> Decision | None:
        """Wait no longer; answers what was decided."""
        self.parking = None
        return self.decision

    def accepts(self, request: Request) -> bool:
        """Whether this decision may be taken now."""
        return self.parking is not None and self.decision is None and self._is_meant(request)

    def require(self, request: Request, stage: Stage) -> None:
        """Raise a sentence for the operator unless this decision may be taken now."""
        if self.parking is None or self.decision is not None:
            raise ValueError(f"the title is not waiting, it is at the stage {stage.value}: there is nothing to decide")
        if not self._is_meant(request):
            raise ValueError(
                f"{self.submission_id} waits at attempt {self.attempt}; {request.submission_id or 'this one'} at "
                f"attempt {request.attempt or 'any'} was meant: look again"
            )

    def decide(self, choice: Choice, request: Request) -> str:
        """Take the decision; answers a sentence for the operator."""
        self.decision = Decision(choice=choice, by=request.by, note=request.note)
        return f"{choice.value} accepted for attempt {self.attempt}"

    def _is_meant(self, request: Request) -> bool:
        is_submission = request.submission_id in (None, self.submission_id)
        return is_submission and request.attempt in (None, self.attempt)
