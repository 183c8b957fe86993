"""A title that waits for a decision: what may be decided, once, about which attempt."""

from enum import StrEnum

from shelfready.titles import Parking, Stage
from shelfready.values import Value


class RetryRequest(Value):
    """Go on from the step that failed. `attempt` is the one that is meant; None means the one that waits now."""

    by: str = ""
    note: str = ""
    attempt: int | None = None


class AbandonRequest(Value):
    """Give the submission up. What was published before stays as it is."""

    by: str = ""
    note: str = ""
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


class Waiting:
    """Whether a title waits, for what, and what was decided.

    Everything that acts on it is guarded, because a reset applies old signals and updates again, and operators press
    buttons twice.
    """

    def __init__(self) -> None:
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

    def accepts(self, attempt: int | None) -> bool:
        """Whether a decision about this attempt, or about the one that waits (None), may be taken now."""
        return self.parking is not None and self.decision is None and attempt in (None, self.attempt)

    def require(self, attempt: int | None, stage: Stage) -> None:
        """Raise a sentence for the operator unless a decision may be taken now."""
        if self.parking is None or self.decision is not None:
            raise ValueError(f"the title is not waiting, it is at the stage {stage.value}: there is nothing to decide")
        if attempt not in (None, self.attempt):
            raise ValueError(f"the title waits at attempt {self.attempt} and attempt {attempt} was meant: look again")

    def decide(self, choice: Choice, request: RetryRequest | AbandonRequest) -> str:
        """Take the decision; answers a sentence for the operator."""
        self.decision = Decision(choice=choice, by=request.by, note=request.note)
        return f"{choice.value} accepted for attempt {self.attempt}"
