"""How a tool ended says who must mend it."""

import errno
import signal

import pytest

from shelfready.adapters.audio.failures import failure
from shelfready.errors import DefectError, LimitError, RejectedError, UnavailableError


@pytest.mark.parametrize(
    ("exit_code", "stderr", "expected", "cause_code"),
    [
        (1, "Invalid data found when processing input", RejectedError, "unreadable-audio"),
        (183, "", RejectedError, "unreadable-audio"),
        (1, "[aac] Codec (h264) not on whitelist 'x'", RejectedError, "not-only-audio"),
        (256 - errno.ENOMEM, "", LimitError, "media-needs-too-much-memory"),
        (1, "[mov] Cannot allocate memory", LimitError, "media-needs-too-much-memory"),
        (256 - errno.EAGAIN, "", LimitError, "media-needs-too-much-memory"),
        (1, "pthread_create failed: Resource temporarily unavailable", LimitError, "media-needs-too-much-memory"),
        (256 - errno.ENOSPC, "", UnavailableError, "no-space"),
        (1, "av_interleaved_write_frame(): No space left on device", UnavailableError, "no-space"),
        (125, "", UnavailableError, "media-tool-orphaned"),
        (126, "cannot start ffmpeg: Permission denied", UnavailableError, "media-tool-missing"),
        (-signal.SIGKILL, "", UnavailableError, "media-tool-killed"),
        (-signal.SIGTERM, "", UnavailableError, "media-tool-killed"),
        (-signal.SIGXCPU, "", LimitError, "media-too-costly"),
        (-signal.SIGXFSZ, "", LimitError, "media-too-large"),
        (-signal.SIGSEGV, "", DefectError, "media-tool-crashed"),
    ],
)
def test_each_end_has_its_cause(exit_code: int, stderr: str, expected: type[Exception], cause_code: str) -> None:
    """Their file, our limit, our machine or our defect: told by the exit code, the signal or the words."""
    error = failure("ffmpeg", exit_code, stderr, blames_publisher=True)

    assert (type(error), error.cause_code) == (expected, cause_code)


def test_what_we_made_is_our_defect() -> None:
    """Ffmpeg refusing a file of ours is never the publisher's fault."""
    error = failure("ffmpeg", 183, "Invalid data", blames_publisher=False)

    assert (type(error), error.cause_code) == (DefectError, "media-tool-refused")
