"""What both stores ask of an upload in parts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from shelfready.errors import ConflictError, MissingError, RejectedError
from shelfready.uploads import UploadedPart

MAX_PARTS = 10_000
"""S3's own limit."""


def check_number(number: int) -> int:
    """The number itself, if a part may have it."""
    if not 1 <= number <= MAX_PARTS:
        raise RejectedError(
            f"part number {number} is not between 1 and {MAX_PARTS}: number the parts from 1 on",
            cause_code="upload-part-number-out-of-range",
        )
    return number


def in_order(parts: Sequence[UploadedPart]) -> list[UploadedPart]:
    """The parts by number, if they are 1, 2, 3 ... without a gap: a gap would be a hole in the file."""
    ordered = sorted(parts, key=attrgetter("number"))
    if not ordered or [part.number for part in ordered] != list(range(1, len(ordered) + 1)):
        raise ConflictError(
            f"the upload has the parts {[part.number for part in ordered][:20]}, expected each number from 1 on "
            "once: send what is missing, then complete again",
            cause_code="upload-part-missing",
        )
    return ordered


def latest(arrivals: Iterable[tuple[datetime, UploadedPart]]) -> tuple[UploadedPart, ...]:
    """The part that counts for each number: the one that came last.

    Amazon lists one part per number. SeaweedFS also lists those that were replaced, with times in whole seconds. When
    different parts of one number came in the same second, nobody can tell which is meant; then it counts as not
    arrived, and is sent again.
    """
    by_number = groupby(sorted(arrivals, key=lambda arrival: arrival[1].number), key=lambda arrival: arrival[1].number)
    return tuple(part for _, group in by_number if (part := _last(list(group))) is not None)


def upload_missing(upload: str) -> MissingError:
    """What is said of an upload that is not, or no longer, there."""
    return MissingError(
        f"there is no upload {upload[:100]!r} under way for this object: it was completed, given up or never begun; "
        "begin a new one",
        cause_code="upload-missing",
    )


def part_size_differs(number: int, size_bytes: int) -> RejectedError:
    """What is said of a part with more or fewer bytes than announced."""
    return RejectedError(
        f"part {number} does not have the {size_bytes} bytes announced for it: send exactly as many",
        cause_code="upload-part-size-differs",
    )


def _last(arrivals: list[tuple[datetime, UploadedPart]]) -> UploadedPart | None:
    newest = max(moment for moment, _ in arrivals)
    candidates = {part for moment, part in arrivals if moment == newest}
    return candidates.pop() if len(candidates) == 1 else None
