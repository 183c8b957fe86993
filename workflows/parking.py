"""Why a title cannot go on, in words that an operator can act on at three in the morning."""

import re

from temporalio.exceptions import ActivityError, ApplicationError, is_cancelled_exception
from temporalio.exceptions import TimeoutError as ActivityTimeoutError

from shelfready.findings import Owner
from shelfready.titles import Parking, Stage

REMEDIES = {
    Owner.PUBLISHER: "The publisher mends the drop and sends the title again: the new submission takes this one's "
    "place. If it was mended where it lies, `retry` takes the drop in again from the beginning.",
    Owner.US: "Look at the worker's log for this title, mend the cause, then send the update `retry`.",
    Owner.THEIR_SERVER: "The publisher's server did not answer for hours. When it does again, send the update `retry`.",
    Owner.RIGHTS: "Rights or legal must decide first. Then send the update `retry`, or `abandon`.",
}
"""What to do about a parked title, by who can mend it."""


def parking_of(stage: Stage, failures: list[BaseException], attempt: int) -> Parking:
    """Why the title waits, from what its activities failed with: one in full, ours before others', the rest counted."""
    error = min(failures, key=lambda failure: _owner_of(failure) is not Owner.US)
    cause = error.cause if isinstance(error, ActivityError) and error.cause is not None else error
    code, owner, message = "unexpected", _owner_of(error), str(cause)
    if isinstance(cause, ApplicationError):
        code, message = cause.type or code, cause.message
    elif isinstance(cause, ActivityTimeoutError):
        code, message = "timed-out", f"the step made no progress in the time it has ({cause})"
    if len(failures) > 1:
        message = f"{message} (and {len(failures) - 1} more failed in this stage)"
    return Parking(
        stage=stage,
        cause_code=code,
        owner=owner.value,
        message=message,
        remedy=REMEDIES[owner],
        attempt=attempt,
    )


STARTS_OVER = frozenset({"encoding-gone", "measurement-gone", "rendition-gone", "object-missing"})
"""What is gone from the store is made anew from the drop; doing the failed step again would only miss it again."""


def starts_over(parking: Parking) -> bool:
    """Whether a retry begins with the drop: because it was mended, or because what was made of it is gone."""
    return parking.owner == Owner.PUBLISHER or parking.cause_code in STARTS_OVER


def details(parking: Parking) -> str:
    """The parked title's page in the Temporal UI, as Markdown."""
    payload = f'{{"by": "you", "note": "why", "attempt": {parking.attempt}}}'
    return "\n".join(
        [
            f"### Waiting at **{parking.stage.value}**: {plain(parking.cause_code)}",
            "",
            f"> {plain(parking.message)}",
            "",
            f"**Who can mend it:** {plain(parking.owner)}",
            "",
            f"**What to do:** {parking.remedy or ''}",
            "",
            "**How to go on:** *More Actions*, *Send an Update*, then one of",
            "",
            f"- `retry` with `{payload}`, or with no data at all",
            f"- `abandon` with `{payload}`",
        ]
    )


_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+!|~-])")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_SCHEME = re.compile(r"://")
_LONGEST = 1_500


def plain(text: str) -> str:
    """Text of unknown origin, made harmless within Markdown: no links, images, HTML, or lines of its own."""
    shown = _SCHEME.sub(":\u2009//", _CONTROL.sub(" ", text)[:_LONGEST])
    return _MARKUP.sub(r"\\\1", shown)


def is_cancelled(error: BaseException) -> bool:
    """Whether an error means that the title was cancelled, not that something failed."""
    return is_cancelled_exception(error)


def _owner_of(error: BaseException) -> Owner:
    cause = error.cause if isinstance(error, ActivityError) else error
    stated = cause.details[0] if isinstance(cause, ApplicationError) and cause.details else None
    named = stated.get("owner") if isinstance(stated, dict) else None
    return Owner(named) if named in set(Owner) else Owner.US
