"""Markup that others wrote: what is left of it can do no harm, and reading it takes no time."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelfready.markup import ALLOWED, cleaned, has_markup, shown, unwanted

_ANY_TAG = re.compile(r"</?([a-z0-9]+)/?>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>A <em>boat</em></p>", "<p>A <em>boat</em></p>"),
        ("<P CLASS='x'>A boat", "<p>A boat</p>"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("<p>one<p>two", "<p>one</p><p>two</p>"),
        ("<em>a<strong>b</em>c</strong>", "<em>a<strong>b</strong></em>c"),
        ("<br>a<br/>", "<br/>a<br/>"),
        ("<img src=x onerror=alert(1)>a", "a"),
        ("<a href='javascript:x()'>a</a>", "a"),
        ("<script>alert(1)</script>a", "a"),
        ("<SCRIPT>x</sCript >a", "a"),
        ("<scr<script>ipt>alert(1)</script>", "&lt;scr"),
        ("İ<style>p{}</style>a", "İa"),
        ("a<!-- secret -->b", "ab"),
        ("a<!-- without end", "a&lt;!-- without end"),
        ("&lt;script&gt;", "&lt;script&gt;"),
        ("&#60;b&#62;", "&lt;b&gt;"),
    ],
)
def test_only_what_is_harmless_is_left(text: str, expected: str) -> None:
    """Elements of the subset, closed and without attributes; all else is text, or gone."""
    assert cleaned(text) == expected


@given(st.text(alphabet="<>/!-&;pbaei scrt=\"'x#1", max_size=200))
def test_whatever_comes_is_harmless_and_stays_so(text: str) -> None:
    """Every tag is of the subset, as many are opened as closed, and cleaning twice changes nothing."""
    once = cleaned(text)
    tags = _ANY_TAG.findall(once)

    assert set(tags) <= ALLOWED
    assert "<" not in _ANY_TAG.sub("", once)
    assert cleaned(once) == once
    assert shown(once) == shown(text)


def test_what_is_not_allowed_is_named() -> None:
    """Once each, in order; what harms nobody is not told."""
    text = '<p class="x" onclick="y()">a<iframe></iframe><b style="z">c</b><iframe></iframe><!-- d --></p>'

    assert unwanted(text) == ("onclick in <p>", "<iframe>", "style in <b>", "a comment")
    assert unwanted("<p lang='en'>a</p> < b") == ()


def test_markup_is_told_from_text() -> None:
    """A lone ampersand is none."""
    assert [has_markup(text) for text in ("<p>a", "a&amp;b", "<!-- a", "a & b < c", "AT&T")] == [True] * 3 + [False] * 2


@pytest.mark.parametrize(
    "unit", ["<", "<a ", "<!--", "</", "<p>", "<script>", '<a b="', "<![CDATA[", "&", "<p><b></p>", "<script></script "]
)
def test_reading_is_linear(unit: str) -> None:
    """Two hundred kilobytes of any beginning without an end is read at once: `html.parser` would take minutes."""
    assert len(shown(unit * (200_000 // len(unit)))) <= 220_000
