"""Puts a file in place when it is whole, and not before."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from shelfready.errors import ShelfreadyError, UnavailableError

_BUFFER_BYTES = 1 << 20

_CAUSES = {errno.ENOSPC: "no-space", errno.EDQUOT: "no-space", errno.EROFS: "disk-read-only"}


@contextmanager
def writing(into: Path) -> Iterator[IO[bytes]]:
    """A file for as long as it is written; afterwards it is there whole, or not at all."""
    part = into.with_name(f"{into.name}.part")
    try:
        with part.open("wb", buffering=_BUFFER_BYTES) as file:
            yield file
        part.replace(into)
    except ShelfreadyError:
        raise  # some of them are OSErrors as well
    except OSError as error:
        message = f"what was packed could not be written ({error.strerror}); make room and try again"
        raise UnavailableError(message, cause_code=_CAUSES.get(error.errno or 0, "disk-error")) from error
    finally:
        part.unlink(missing_ok=True)
