"""The child's side: answers requests with JSON and keeps its libraries from speaking in between."""

import errno
import json
import os
import select
import sys
from collections.abc import Callable
from typing import Any

from shelfready.errors import LimitError, RejectedError

# What a disk or a machine does, not a file: other libraries' OSErrors carry no number, or another.
_OURS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.ENOENT, errno.EACCES, errno.EMFILE})

# What our limits do. Python ignores SIGXFSZ, so that a file that grows too large is an error like these.
_EXHAUSTED = {errno.ENOMEM: "memory", errno.EAGAIN: "memory", errno.EFBIG: "disk"}


def answer(work: Callable[[dict[str, Any]], object]) -> None:
    """Read a request from standard input, do the work, write the answer to what was standard output."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as reply:
        os.dup2(2, 1)
        json.dump(_reply(work, sys.stdin.buffer.read()), reply)


def answer_each(work: Callable[[dict[str, Any]], object], *, idle_s: float) -> None:
    """Answer request after request, a line for a line, until there are no more, or none has come for so long."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as reply:
        os.dup2(2, 1)
        # Only ever one request is under way (see `companion.py`): what is readable is the beginning of a whole line.
        while select.select([0], [], [], idle_s)[0] and (request := sys.stdin.buffer.readline()):
            json.dump(_reply(work, request), reply)
            reply.write("\n")
            reply.flush()


def _reply(work: Callable[[dict[str, Any]], object], request: bytes) -> dict[str, object]:
    try:
        return {"value": work(json.loads(request))}
    except LimitError as error:
        return {"limited": error.message, "cause_code": error.cause_code}
    except RejectedError as error:
        return {"rejected": error.message, "cause_code": error.cause_code}
    except MemoryError:
        return {"exhausted": "memory"}
    except OSError as error:
        if error.errno in _EXHAUSTED:
            return {"exhausted": _EXHAUSTED[error.errno]}
        return {"unavailable" if error.errno in _OURS else "unexpected": f"{type(error).__name__}: {error}"[:300]}
    except Exception as error:  # noqa: BLE001 - the libraries raise whatever they like on crafted files
        return {"unexpected": f"{type(error).__name__}: {error}"[:300]}
