"""Tells a book that is locked from one that only hides its fonts.

EPUBCheck passes locked books without a word, since what is locked cannot be looked into.
"""

from lxml import etree

from shelfready.adapters.epubs.container import Container
from shelfready.adapters.epubs.xml import parse

# Both only scramble the head of a font file, which every reading system undoes (EPUB 3.3, 4.3.6; Adobe's own).
_FONTS_ONLY = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})

# What each scheme leaves in META-INF; the first that is found names it.
_MARKS = (
    ("META-INF/license.lcpl", "Readium LCP"),
    ("META-INF/sinf.xml", "Apple FairPlay"),
    ("META-INF/rights.xml", "Adobe ADEPT"),
)
_ENCRYPTION = "META-INF/encryption.xml"
_XMLENC = "{http://www.w3.org/2001/04/xmlenc#}"
_KOBO = b"kobo"


def lock_of(container: Container) -> str | None:
    """The name of what locks the book, None if nothing does."""
    for name, lock in _MARKS:
        if container.has(name):
            if name.endswith("rights.xml") and _KOBO in container.read(name)[:4096].lower():
                return "Kobo DRM"
            return lock
    if not container.has(_ENCRYPTION):
        return None
    used = _algorithms(parse(container.read(_ENCRYPTION), _ENCRYPTION))
    return "unknown encryption" if used - _FONTS_ONLY else None


def _algorithms(root: etree._Element) -> set[str]:
    # Of data; those of keys (EncryptedKey) protect nothing by themselves. No method stated is a lock, too.
    methods = set()
    for data in root.iter(f"{_XMLENC}EncryptedData"):
        method = data.find(f"{_XMLENC}EncryptionMethod")
        methods.add("" if method is None else method.get("Algorithm", ""))
    return methods
