"""Makes text of others harmless to show: the invisible becomes visible, and nothing reorders what stands beside it."""

import re

_UNSEEN = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, but for tab and line feed
    "\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # direction, joins, annotations
    "\ud800-\udfff"  # halves of a character: no encoding has them
    "\U000e0000-\U000e007f"  # tags, which can spell a hidden text
    "]"
)
# No script needs more marks on one letter; dozens of them paint over the lines around.
_MARKS = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_PILED = re.compile(f"({_MARKS}{{4}}){_MARKS}+")


def harmless(text: str) -> str:
    r"""The text with every invisible character by its number; markup is the business of whoever writes markup.

    >>> harmless("Sea\u202etxt.exe"), harmless("a\x00b"), harmless("Ünïcode, ação, 日本")
    ('Sea[U+202E]txt.exe', 'a[U+0000]b', 'Ünïcode, ação, 日本')
    """
    if text.isprintable() and text.isascii():
        return text
    return _PILED.sub(r"\1", _UNSEEN.sub(_number, text.replace("\r\n", "\n")))


def _number(found: re.Match[str]) -> str:
    return f"[U+{ord(found[0]):04X}]"
