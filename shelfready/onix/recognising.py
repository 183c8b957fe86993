"""Whether a file is an ONIX message, or any XML at all, by its first bytes."""

import re

_MESSAGE = re.compile(rb"<(?:!DOCTYPE\s+)?(?:[\w.-]+:)?ONIX[Mm]essage[\s>/\[]")
_SKIPPED = ((b"<?", b"?>"), (b"<!--", b"-->"))
_SPACE = b"\xef\xbb\xbf\xff\xfe \t\r\n"
_LOOKED_AT = 64 * 1024


def is_onix(head: bytes) -> bool:
    """Whether a file that begins so is an ONIX message, in whatever release, style and encoding.

    A few kilobytes are enough: the message's start tag, or its DOCTYPE, must be among them.

    >>> is_onix(b'<?xml version="1.0"?><!-- for you --><ONIXmessage><header/>')
    True
    >>> is_onix(b"<html><!-- <ONIXMessage> -->")
    False
    """
    head = head[:_LOOKED_AT]
    if b"\0" in head[:8]:
        head = head.replace(b"\0", b"")  # UTF-16: the letters that are looked for are the same, with nothing between
    at = len(head) - len(head.lstrip(_SPACE))
    while True:
        end = next((end for start, end in _SKIPPED if head.startswith(start, at)), None)
        if end is None:
            return _MESSAGE.match(head, at) is not None
        found = head.find(end, at)
        if found < 0:
            return False
        at = found + len(end)
        at += len(head) - at - len(head[at:].lstrip(_SPACE))


def is_xml(head: bytes) -> bool:
    """Whether a file that begins so means to be XML; then it is no sheet, and what is wrong with it is wrong XML.

    >>> is_xml(b' <?xml version="1.0"?><html>'), is_xml(b"ISBN;Title")
    (True, False)
    """
    return head[:_LOOKED_AT].replace(b"\0", b"").lstrip(_SPACE).startswith(b"<")
