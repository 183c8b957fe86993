"""Asks a Python module in a confined child for one answer, and says of a failure whose it is."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from shelfready.adapters.sandbox.running import Ended, Ending, Limits, run
from shelfready.errors import LimitError, RejectedError, UnavailableError


@dataclass(frozen=True)
class Subject:
    """What is being read, as messages and cause codes call it: a `picture` and `image`."""

    noun: str
    code: str


def ask(
    module: str,
    request: Mapping[str, str | int],
    limits: Limits,
    subject: Subject,
    *,
    scratch: Path | None = None,
    check: Callable[[], None] | None = None,
) -> object:
    """The module's answer to a request, as JSON.

    A file that exhausts memory or processor time does so every time under the same limits: that is a `LimitError`. A
    child that was killed from outside, or that had too little of a busy machine, is tried again.
    """
    with TemporaryDirectory(dir=scratch, prefix="child-") as folder:
        data = json.dumps(request).encode()
        ended = run(["-m", module], limits, folder=Path(folder), request=data, check=check)
    if ended.ending is not Ending.DONE:
        raise _failure(ended, limits, subject)
    return _answer(ended, limits, subject)


def _answer(ended: Ended, limits: Limits, subject: Subject) -> object:
    try:
        answer = json.loads(ended.output)
    except ValueError as error:
        raise _unreadable(subject, "the program that reads it ended without an answer") from error
    match answer:
        case {"value": value}:
            return value
        case {"rejected": str(message), "cause_code": str(code)}:
            raise RejectedError(message, cause_code=code)
        case {"limited": str(message), "cause_code": str(code)}:
            raise LimitError(message, cause_code=code)
        case {"unexpected": str(what)}:
            raise _unreadable(subject, what)
        case {"unavailable": str(what)}:
            raise _unavailable(subject, f"could not work here: {what}")
        case {"exhausted": "disk"}:
            raise _too_large(subject, f"{limits.file_bytes >> 20} MiB of disk")
        case _:
            raise _too_large(subject, f"{limits.memory_bytes >> 20} MiB of memory")


def _failure(ended: Ended, limits: Limits, subject: Subject) -> RejectedError | UnavailableError:
    match ended.ending:
        case Ending.OUT_OF_CPU:
            return _too_large(subject, f"{limits.cpu_s} s of processor time")
        case Ending.TOO_TALKATIVE:
            return _too_large(subject, f"a description of {limits.answer_bytes >> 20} MiB")
        case Ending.OUT_OF_TIME:
            return _unavailable(subject, f"did not end within {limits.wall_s:g} s")
        case Ending.KILLED:
            return _unavailable(subject, "was killed from outside, perhaps for want of memory on this machine")
        case Ending.CRASHED:
            return _unreadable(subject, "the program that reads it crashed on it")
        case _:
            # It catches its own errors: ending with a status means that it did not even start.
            return _unavailable(subject, f"did not start: {ended.complaint[-300:] or 'it said nothing'}")


def _unreadable(subject: Subject, why: str) -> RejectedError:
    return RejectedError(
        f"the {subject.noun} cannot be read: {why}; open it yourself, save it anew and send it again",
        cause_code=f"{subject.code}-unreadable",
    )


def _too_large(subject: Subject, what: str) -> LimitError:
    return LimitError(
        f"the {subject.noun} takes more than {what} to read; make it smaller or simpler and send it again",
        cause_code=f"{subject.code}-too-large",
    )


def _unavailable(subject: Subject, what: str) -> UnavailableError:
    return UnavailableError(
        f"the program that reads the {subject.noun} {what}; it will be tried again",
        cause_code=f"{subject.code}-reader-unavailable",
    )
