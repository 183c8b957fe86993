"""Reads server-sent events, the text/event-stream format of the HTML standard."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shelfready.errors import DefectError

_LONGEST_MESSAGE = 4 * 1024**2
_LINE_END = re.compile(rb"\r\n|\n|\r(?!$)")  # a CR at the very end may be the first half of CR LF


@dataclass(frozen=True)
class Message:
    """One message of a stream; `kind` is `message` where the server names none."""

    kind: str
    data: str
    id: str | None = None


HEARTBEAT = "heartbeat"
"""The kind of a message without data that only says that the stream is alive: a comment in the stream."""


def messages(pieces: Iterable[bytes]) -> Iterator[Message]:
    """The messages of a stream; a last one without its closing blank line does not count."""
    kind, data, last_id, size = "message", list[str](), None, 0
    for line in _lines(pieces):
        size += len(line)
        if size > _LONGEST_MESSAGE:
            raise _too_long()
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line:
            if data:
                yield Message(kind, "\n".join(data), last_id)
            kind, data, last_id, size = "message", [], None, 0
        elif not field:
            yield Message(HEARTBEAT, "")
        elif field == "event":
            kind = value
        elif field == "data":
            data.append(value)
        elif field == "id" and "\0" not in value:
            last_id = value


def _lines(pieces: Iterable[bytes]) -> Iterator[str]:
    """The lines, ended by LF, CR or CR LF only: `str.splitlines` would also cut at characters that JSON may hold."""
    rest = b""
    for piece in pieces:
        *whole, rest = _LINE_END.split(rest + piece)
        if len(rest) > _LONGEST_MESSAGE:
            raise _too_long()
        for line in whole:
            yield line.decode(errors="replace")


def _too_long() -> DefectError:
    return DefectError(
        f"a message of the event stream is longer than {_LONGEST_MESSAGE} bytes; is this address a Shelfready API?",
        cause_code="api-answer-unreadable",
    )
