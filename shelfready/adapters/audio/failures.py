"""What it means when a media tool ends badly: who must mend it."""

import errno
import re
import signal

from shelfready.adapters.audio.plain_words import summed_up
from shelfready.errors import DefectError, LimitError, RejectedError, ShelfreadyError, UnavailableError

_LAUNCHER_SAYS = {
    125: ("media-tool-orphaned", "its worker died while it was started; try again"),
    126: ("media-tool-missing", "it could not be started; check the ffmpeg and ffprobe settings"),
    127: ("media-tool-missing", "it is not there; check the ffmpeg and ffprobe settings"),
}
_CRASHES = (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGILL, signal.SIGFPE, signal.SIGTRAP)

# ffmpeg exits with the low byte of the negative errno; the words are for its muxers, which sometimes end with 1.
_OURS = {
    errno.ENOSPC: ("no-space", "No space left on device"),
    errno.EDQUOT: ("no-space", "Disk quota exceeded"),
    errno.EROFS: ("disk-read-only", "Read-only file system"),
    errno.EIO: ("disk-error", "Input/output error"),
    errno.EMFILE: ("too-many-files", "Too many open files"),
}

# Memory and threads; ffprobe ends with 1 whatever it was, so that only its words tell.
_LACKING = {errno.ENOMEM: "Cannot allocate memory", errno.EAGAIN: "Resource temporarily unavailable"}

# The last of what it says is why it ended.
_LAST_LINES = 5

_FOREIGN = re.compile(r"Codec \((\w+)\) not on whitelist")


def failure(tool: str, exit_code: int, stderr: str, *, blames_publisher: bool) -> ShelfreadyError:
    """The error for a tool that ended with an exit code other than 0 (negative: the signal that ended it).

    `blames_publisher` says whose fault it is when the tool just refused its input: the publisher's for a file of
    theirs, ours for a file that we made.
    """
    tail = stderr.strip()[-2000:]
    said = f": {tail}" if tail else ""
    if exit_code < 0:
        return _killed(tool, -exit_code, said)
    if exit_code in _LAUNCHER_SAYS:
        code, remedy = _LAUNCHER_SAYS[exit_code]
        return UnavailableError(f"{tool}: {remedy}{said}", cause_code=code)
    for number, (code, words) in _OURS.items():
        if exit_code == 256 - number or words in tail:
            return UnavailableError(f"{tool} could not work here{said}", cause_code=code)
    if any(exit_code == 256 - number or words in tail for number, words in _LACKING.items()):
        message = f"{tool} needed more memory than one file may take{said}"
        return LimitError(message, cause_code="media-needs-too-much-memory")
    if blames_publisher and (foreign := _FOREIGN.search(stderr)):
        message = f"the file holds something in {foreign[1]}, which is not opened here; send audio only"
        return RejectedError(message, cause_code="not-only-audio")
    if blames_publisher:
        plainly = summed_up(tail.splitlines()[-_LAST_LINES:])
        message = f"the file cannot be decoded as audio{f': {plainly}' if plainly else ''}; export it again"
        return RejectedError(message, cause_code="unreadable-audio")
    return DefectError(f"{tool} refused what we made (exit code {exit_code}){said}", cause_code="media-tool-refused")


def _killed(tool: str, number: int, said: str) -> ShelfreadyError:
    if number == signal.SIGXCPU:
        message = f"{tool} used up the processor time that one file may take{said}"
        return LimitError(message, cause_code="media-too-costly")
    if number == signal.SIGXFSZ:
        message = f"{tool} wrote more than one file may hold{said}"
        return LimitError(message, cause_code="media-too-large")
    if number in _CRASHES:
        return DefectError(f"{tool} crashed (signal {number}){said}", cause_code="media-tool-crashed")
    message = f"{tool} was killed (signal {number}), perhaps for lack of memory on this machine; try again{said}"
    return UnavailableError(message, cause_code="media-tool-killed")
