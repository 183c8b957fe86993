"""Hashes are found in whatever document names them."""

import pytest

from shelfready.digests import digests_in

ONE, TWO = "0a" * 32, "f9" * 32


@pytest.mark.parametrize(
    ("document", "found"),
    [
        (f'{{"frames":"{ONE}","of":["{TWO}","{ONE}"]}}', {ONE, TWO}),
        (f"zip:{ONE}#book.epub", {ONE}),
        (f'"facts":"{{\\"plan\\":\\"{ONE}\\"}}"', {ONE}),
        (ONE[:-1], set()),
        (ONE + "0", set()),
        (ONE.upper(), set()),
        ("", set()),
    ],
)
def test_digests(document: str, found: set[str]) -> None:
    """A SHA-256 stands by itself: what is shorter or longer is another thing."""
    assert digests_in(document.encode()) == found
