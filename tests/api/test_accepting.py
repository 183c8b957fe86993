"""Which type a client is sent."""

import pytest

from api.accepting import preferred

OFFERED = ("application/json", "text/csv", "text/html", "application/xml")


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/html", "text/html"),
        ("TEXT/HTML; charset=utf-8", "text/html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("application/xml;q=0.5, text/csv;q=0.8", "text/csv"),
        ("text/*", "text/csv"),
        ("text/*, text/csv;q=0", "text/html"),
        ("*/*;q=0.1, application/xml;q=0.2", "application/xml"),
        ("application/json;q=0, */*", "text/csv"),
        ("image/png", None),
        ("text/html;q=0", None),
        ("nonsense", None),
        ("*/html", None),
    ],
)
def test_the_best_liked_type_is_sent(accept: str | None, kind: str | None) -> None:
    """By quality, the more exact range before the wider one; None when nothing is liked (RFC 9110)."""
    assert preferred(accept, OFFERED) == kind


def test_a_header_without_end_is_not_read_to_the_end() -> None:
    """A hostile header costs nothing."""
    assert preferred("x," * 1_000_000, OFFERED) is None
