"""What the exit code of a command means: the one list, shown under `--help`."""

from enum import IntEnum

from shelfready.errors import ConflictError, MissingError, RejectedError, ShelfreadyError, UnavailableError


class Exit(IntEnum):
    """The exit codes of `shelfready`."""

    OK = 0
    REFUSED = 1
    USAGE = 2
    UNAVAILABLE = 3
    DEFECT = 4
    INTERRUPTED = 130


MEANINGS = {
    Exit.OK: "done",
    Exit.REFUSED: "refused, parked, or not found: read the message, mend it, send it again",
    Exit.USAGE: "the command line or a setting is wrong",
    Exit.UNAVAILABLE: "a part of the system is not there or does not answer",
    Exit.DEFECT: "a defect of Shelfready itself",
    Exit.INTERRUPTED: "stopped by Ctrl-C before the end",
}
"""What each code means, for people."""


class SettingError(RejectedError):
    """A setting of the environment cannot be used."""

    cause_code = "setting-invalid"


_CODES = {
    SettingError: Exit.USAGE,
    RejectedError: Exit.REFUSED,
    ConflictError: Exit.REFUSED,
    MissingError: Exit.REFUSED,
    UnavailableError: Exit.UNAVAILABLE,
}


def exit_for(error: ShelfreadyError) -> Exit:
    """The exit code that says who can mend the error."""
    return next((code for kind, code in _CODES.items() if isinstance(error, kind)), Exit.DEFECT)


def epilog() -> str:
    """The meanings in one line, for the foot of `--help`."""
    return "Exit codes: " + "; ".join(f"{code} {meaning}" for code, meaning in MEANINGS.items()) + "."
