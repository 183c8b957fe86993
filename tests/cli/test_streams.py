"""Reading event streams."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.streams import HEARTBEAT, Message, messages
from shelfready.errors import DefectError

STREAM = (
    'retry: 1000\n\nid: 1\ndata: {"kind":"accepted"}\n\n: still here\n\nevent: progress\ndata: [\ndata: ]\n\n'
    "id: 2\r\ndata:none\r\n\r\nid: 3\rdata: é\u2028ü\x85\r\rdata: cut off"
).encode()
MESSAGES = [
    Message("message", '{"kind":"accepted"}', "1"),
    Message(HEARTBEAT, ""),
    Message("progress", "[\n]"),
    Message("message", "none", "2"),
    Message("message", "é\u2028ü\x85", "3"),
]


def test_every_kind_of_line_is_read() -> None:
    """Names, ids, several lines of data, comments, all three line ends; a message that was cut off does not count."""
    assert list(messages([STREAM])) == MESSAGES


@given(st.lists(st.integers(0, len(STREAM)), max_size=20))
def test_pieces_may_be_cut_anywhere(cuts: list[int]) -> None:
    """Where the network cuts the stream does not matter: not in a character, not between CR and LF."""
    places = [0, *sorted(cuts), len(STREAM)]
    pieces = [STREAM[start:end] for start, end in pairwise(places)]

    assert list(messages(pieces)) == MESSAGES


@pytest.mark.parametrize("piece", [b"x" * 65536, b"data: x\n" * 8192], ids=["line", "message"])
def test_an_endless_message_is_refused(piece: bytes) -> None:
    """A line or a message that never ends does not fill the memory."""

    def endless() -> object:
        while True:
            yield piece

    with pytest.raises(DefectError, match="longer than"):
        list(messages(endless()))  # type: ignore[arg-type]  # an endless generator is an iterable of bytes
