"""Small EPUBs for tests, each wrong in exactly one place."""

import io
import zipfile
from collections.abc import Mapping

CONTAINER = """<?xml version="1.0"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>"""

PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:isbn:9780000000002</dc:identifier>
<dc:identifier>x-1</dc:identifier>
<dc:title id="s">A Subtitle</dc:title><meta refines="#s" property="title-type">subtitle</meta>
<dc:title id="t">The  Title</dc:title><meta refines="#t" property="title-type">main</meta>
<dc:creator id="a">Ann Author</dc:creator><meta refines="#a" property="role" scheme="marc:relators">aut</meta>
<dc:creator id="i">Ian Illustrator</dc:creator><meta refines="#i" property="role" scheme="marc:relators">ill</meta>
<dc:language>en</dc:language><dc:language>cy</dc:language>
<dc:publisher>Harbour Press</dc:publisher>
<meta property="dcterms:modified">2026-01-01T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">Plain text.</meta>
<meta property="dcterms:conformsTo">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="one" href="text/one%2B1.xhtml" media-type="application/xhtml+xml"/>
<item id="two" href="text/two.xhtml" media-type="application/xhtml+xml"/>
<item id="pic" href="cover.png" media-type="image/png" properties="cover-image"/>
</manifest>
<spine><itemref idref="one"/><itemref idref="two"/></spine>
</package>"""

NAV = """<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>N</title></head><body>
<nav epub:type="landmarks"><ol><li><a epub:type="bodymatter" href="text/two.xhtml">Start</a></li></ol></nav>
<nav epub:type="toc"><ol>
<li><a href="text/one%2B1.xhtml">One <em>and</em>
 only</a></li>
<li><span>Part</span><ol><li><a href="text/two.xhtml#x">Two</a></li></ol></li>
</ol></nav></body></html>"""

PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>P</title></head><body><p id="x">Words.</p></body></html>"""

# One red pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)

FILES: dict[str, str | bytes | None] = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "EPUB/package.opf": PACKAGE,
    "EPUB/nav.xhtml": NAV,
    "EPUB/text/one+1.xhtml": PAGE,
    "EPUB/text/two.xhtml": PAGE,
    "EPUB/cover.png": PNG,
}


def bind(changes: Mapping[str, str | bytes | None] | None = None) -> bytes:
    """An EPUB 3 with some files replaced, added, or left out (None)."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as book:
        for name, content in (FILES | dict(changes or {})).items():
            if content is not None:
                method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                book.writestr(name, content, method)
    return target.getvalue()
