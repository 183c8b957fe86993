"""Text of others, made harmless."""

import pytest

from shelfready.report_formats._harmless import harmless


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        "two\nlines\tand a tab",
        "\u0627\u0644\u0645\u0631\u0641\u0623",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "e\u0301te\u0323\u0302",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "50\u00a0%",
    ],
)
def test_what_languages_need_is_kept(text: str) -> None:
    """Scripts from right to left, joiners of Persian and of pictures, accents, spaces that do not break."""
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[2Jb", "a[U+001B][2Jb"),
        ("a\u202eb\u2066c\u200fd", "a[U+202E]b[U+2066]c[U+200F]d"),
        ("a\ufeffb\u200bc", "a[U+FEFF]b[U+200B]c"),
        ("a\u2028b", "a[U+2028]b"),
        ("a\U000e0041b", "a[U+E0041]b"),
        ("a\ud800b", "a[U+D800]b"),
        ("a\r\nb\rc", "a\nb[U+000D]c"),
    ],
)
def test_what_nobody_sees_is_shown(text: str, shown: str) -> None:
    """Controls, directions, hidden text and half characters appear as their numbers."""
    assert harmless(text) == shown


def test_marks_are_not_piled_up() -> None:
    """As many as any language puts on a letter, and no more: dozens paint over the lines around."""
    assert harmless("Z" + "\u0301" * 500 + "a") == "Z" + "\u0301" * 4 + "a"
