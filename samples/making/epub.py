"""Binds the guide as an EPUB 3.3, the same bytes every time.

EbookLib stamps the time of writing into what it writes; a plain zip file with fixed dates is the shorter way to a book
that can be compared byte by byte.
"""

import io
import zipfile
from dataclasses import dataclass
from html import escape

from samples.making.editions import AUTHOR, LANGUAGE, PUBLISHED_ON, PUBLISHER, SUBJECTS, Product
from samples.making.guide import Guide, Section

# The earliest moment that a zip file can hold.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)

_CONTAINER = """\
<?xml version="1.0" encoding="UTF-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
  <rootfiles>
    <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""

_STYLE = """\
body { margin: 0 5%; line-height: 1.5; }
h1 { margin: 2em 0 1em; line-height: 1.2; font-weight: normal; }
h1 .number { display: block; font-size: 0.5em; letter-spacing: 0.1em; text-transform: uppercase; }
h2 { margin: 2em 0 0.5em; font-size: 1.1em; }
li { margin: 0.5em 0; }
.cover { margin: 0; text-align: center; }
.cover img { max-width: 100%; max-height: 100vh; }
.title { text-align: center; }
"""

_PAGE = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{language}" \
xml:lang="{language}">
<head>
<meta charset="utf-8"/>
<title>{title}</title>
<link rel="stylesheet" type="text/css" href="style.css"/>
</head>
<body>
{body}
</body>
</html>
"""

# What the EPUB Accessibility specification requires and recommends, true of text with one described picture.
_ACCESSIBILITY = (
    ("schema:accessMode", "textual"),
    ("schema:accessMode", "visual"),
    ("schema:accessModeSufficient", "textual"),
    ("schema:accessibilityFeature", "alternativeText"),
    ("schema:accessibilityFeature", "displayTransformability"),
    ("schema:accessibilityFeature", "readingOrder"),
    ("schema:accessibilityFeature", "structuralNavigation"),
    ("schema:accessibilityFeature", "tableOfContents"),
    ("schema:accessibilityHazard", "none"),
    (
        "schema:accessibilitySummary",
        "Plain text under headings, with a table of contents. The only picture is the cover, and it is described.",
    ),
)


@dataclass(frozen=True)
class _Page:
    """One page of the book: its name in the package, its heading and its markup."""

    name: str
    title: str
    body: str

    @property
    def is_listed(self) -> bool:
        """Whether readers look for it in the table of contents."""
        return self.name != "cover"


def bind(guide: Guide, product: Product, cover: bytes) -> bytes:
    """The finished EPUB file."""
    pages = _pages(guide)
    texts = {
        "META-INF/container.xml": _CONTAINER,
        "EPUB/package.opf": _package(guide, product, pages),
        "EPUB/nav.xhtml": _xhtml("Contents", _navigation(pages)),
        "EPUB/style.css": _STYLE,
    } | {f"EPUB/{page.name}.xhtml": _xhtml(page.title, page.body) for page in pages}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as book:
        # Uncompressed and first, so that any program can tell an EPUB by its first bytes.
        _add(book, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        for name, text in texts.items():
            _add(book, name, text.encode(), zipfile.ZIP_DEFLATED)
        _add(book, "EPUB/cover.jpg", cover, zipfile.ZIP_STORED)
    return target.getvalue()


def _add(book: zipfile.ZipFile, name: str, content: bytes, compression: int) -> None:
    entry = zipfile.ZipInfo(name, _ZIP_DATE)
    entry.compress_type = compression
    # 3: Unix, whatever system this runs on.
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    book.writestr(entry, content)


def _pages(guide: Guide) -> list[_Page]:
    subtitle = escape(guide.subtitle)
    alternative = (
        f"Cover: {guide.title}. {guide.subtitle}. {AUTHOR}. A shelf of books whose heights follow a sound wave."
    )
    cover = f'<div class="cover" epub:type="cover"><img src="cover.jpg" alt="{escape(alternative)}"/></div>'
    title_page = (
        f'<section class="title" epub:type="titlepage" role="region" aria-label="Title page">\n'
        f"<h1>{escape(guide.title)}</h1>\n<p>{subtitle}</p>\n<p>{escape(AUTHOR)}</p>\n<p>{escape(PUBLISHER)}</p>\n"
        f"</section>"
    )
    pages = [_Page("cover", "Cover", cover), _Page("title-page", "Title Page", title_page)]
    for section in guide.edition("ebook"):
        number = guide.chapter_number(section)
        name = f"chapter-{number}" if number else "about"
        pages.append(_Page(name, section.title, _section(section, number)))
    return pages


def _section(section: Section, number: int | None) -> str:
    kind = 'epub:type="chapter" role="doc-chapter"' if number else 'epub:type="colophon" role="doc-colophon"'
    announced = f'<span class="number">Chapter {number}</span> ' if number else ""
    paragraphs = "\n".join(f"<p>{escape(text)}</p>" for text in section.paragraphs)
    items = "\n".join(f"<li>{escape(item)}</li>" for item in section.checklist)
    checklist = f"\n<h2>Checklist</h2>\n<ul>\n{items}\n</ul>" if items else ""
    return f"<section {kind}>\n<h1>{announced}{escape(section.title)}</h1>\n{paragraphs}{checklist}\n</section>"


def _navigation(pages: list[_Page]) -> str:
    lines = "\n".join(
        f'<li><a href="{page.name}.xhtml">{escape(page.title)}</a></li>' for page in pages if page.is_listed
    )
    landmarks = (
        ("cover.xhtml", "cover", "Cover"),
        ("nav.xhtml", "toc", "Contents"),
        ("chapter-1.xhtml", "bodymatter", "Start of the text"),
    )
    marks = "\n".join(f'<li><a epub:type="{kind}" href="{href}">{text}</a></li>' for href, kind, text in landmarks)
    return (
        f'<nav epub:type="toc" role="doc-toc" aria-labelledby="contents">\n<h1 id="contents">Contents</h1>\n'
        f"<ol>\n{lines}\n</ol>\n</nav>\n"
        f'<nav epub:type="landmarks" hidden="" aria-label="Landmarks">\n<ol>\n{marks}\n</ol>\n</nav>'
    )


def _xhtml(title: str, body: str) -> str:
    return _PAGE.format(language=LANGUAGE, title=escape(title), body=body)


def _package(guide: Guide, product: Product, pages: list[_Page]) -> str:
    items = "\n".join(
        f'    <item id="{page.name}" href="{page.name}.xhtml" media-type="application/xhtml+xml"/>' for page in pages
    )
    cover, *others = pages
    spine = "\n".join(f'    <itemref idref="{name}"/>' for name in _reading_order(cover, others))
    return f"""\
<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="isbn" xml:lang="{LANGUAGE}" \
prefix="schema: http://schema.org/">
  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
{_metadata(guide, product)}
  </metadata>
  <manifest>
    <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
    <item id="style" href="style.css" media-type="text/css"/>
    <item id="cover-image" href="cover.jpg" media-type="image/jpeg" properties="cover-image"/>
{items}
  </manifest>
  <spine>
{spine}
  </spine>
</package>
"""


def _reading_order(cover: _Page, others: list[_Page]) -> list[str]:
    title_page, *text = (page.name for page in others)
    return [cover.name, title_page, "nav", *text]


def _metadata(guide: Guide, product: Product) -> str:
    lines = [
        f'<dc:identifier id="isbn">urn:isbn:{product.isbn}</dc:identifier>',
        f'<dc:title id="title">{escape(guide.title)}</dc:title>',
        '<meta refines="#title" property="title-type">main</meta>',
        f'<dc:title id="subtitle">{escape(guide.subtitle)}</dc:title>',
        '<meta refines="#subtitle" property="title-type">subtitle</meta>',
        f'<dc:creator id="author">{escape(AUTHOR)}</dc:creator>',
        '<meta refines="#author" property="role" scheme="marc:relators">aut</meta>',
        f"<dc:language>{LANGUAGE}</dc:language>",
        f"<dc:publisher>{escape(PUBLISHER)}</dc:publisher>",
        f"<dc:date>{PUBLISHED_ON.isoformat()}</dc:date>",
        f"<dc:description>{escape(product.description)}</dc:description>",
        *(f"<dc:subject>{escape(subject)}</dc:subject>" for subject in SUBJECTS),
        "<dc:rights>Dedicated to the public domain under CC0 1.0</dc:rights>",
        f'<meta property="dcterms:modified">{PUBLISHED_ON.isoformat()}T00:00:00Z</meta>',
        *(f'<meta property="{name}">{escape(value)}</meta>' for name, value in _ACCESSIBILITY),
    ]
    return "\n".join(f"    {line}" for line in lines)
