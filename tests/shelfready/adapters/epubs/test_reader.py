"""Reading what an EPUB says of itself."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from shelfready.adapters.epubs import open_epubs
from shelfready.adapters.epubs.reading import read
from shelfready.adapters.sandbox import Limits, Subject, ask
from shelfready.errors import LimitError, RejectedError
from shelfready.media import EpubFacts, TocEntry
from tests.shelfready.adapters.archives.forging import Forged, forge
from tests.shelfready.adapters.epubs.binding import CONTAINER, NAV, PACKAGE
from tests.shelfready.adapters.epubs.conftest import Patient

Book = Callable[[Mapping[str, str | bytes | None]], Path]

TOC = (
    TocEntry(title="One and only", href="EPUB/text/one+1.xhtml", level=1, characters=6),
    TocEntry(title="Part", href="", level=1),
    TocEntry(title="Two", href="EPUB/text/two.xhtml#x", level=2, characters=6),
)


def test_reads_an_epub_3(book: Book, patient: Patient) -> None:
    """All that a well-made book says is among the facts, and nothing else."""
    assert open_epubs().read(book({}), patient).facts == EpubFacts(
        version="3.0",
        identifiers=("urn:isbn:9780000000002", "x-1"),
        title="The Title",
        languages=("en", "cy"),
        authors=("Ann Author",),
        publisher="Harbour Press",
        spine_items=2,
        toc=TOC,
        cover_name="EPUB/cover.png",
        access_modes=("textual",),
        accessibility_features=("tableOfContents",),
        accessibility_hazards=("none",),
        accessibility_summary="Plain text.",
        conforms_to=("EPUB Accessibility 1.1 - WCAG 2.2 Level AA",),
    )


def stating(*statements: str) -> dict[str, str | bytes | None]:
    """The package with more metadata."""
    return {"EPUB/package.opf": PACKAGE.replace("</metadata>", "".join(statements) + "</metadata>")}


def test_reads_all_that_is_said_of_accessibility(book: Book, patient: Patient) -> None:
    """Who certified it and what excuses it, too; a statement about a part is none about the book."""
    path = book(
        stating(
            '<meta property="schema:accessModeSufficient">textual,visual</meta>',
            '<meta property="schema:accessModeSufficient">textual</meta>',
            '<meta property="dcterms:conformsTo" id="c">EPUB Accessibility 1.1 - WCAG 2.1 Level A</meta>',
            '<meta property="a11y:certifiedBy" refines="#c">Ada Audit</meta>',
            '<meta property="a11y:exemption">eaa-microenterprise</meta>',
            '<meta property="schema:accessibilityHazard" refines="#two">flashing</meta>',
            '<link rel="dcterms:conformsTo" href="https://www.idpf.org/epub/a11y/accessibility.html#wcag-aa"/>',
        )
    )

    found = open_epubs().read(path, patient).facts

    assert found.access_modes_sufficient == ("textual,visual", "textual")
    assert found.conforms_to == (
        "EPUB Accessibility 1.1 - WCAG 2.2 Level AA",
        "EPUB Accessibility 1.1 - WCAG 2.1 Level A",
        "https://www.idpf.org/epub/a11y/accessibility.html#wcag-aa",
    )
    assert (found.accessibility_certified_by, found.accessibility_exemption) == ("Ada Audit", "eaa-microenterprise")
    assert found.accessibility_hazards == ("none",)


OVERLAYS = {
    "whole and parts": (("0:01:30.5", "45s", "00:45.5"), (90_500, 90_500)),
    "no parts": (("90",), (90_000, None)),
    "a part that cannot be read": (("90", "45s", "soon"), (90_000, None)),
    "a whole that cannot be read": (("9" * 400, "45s"), (None, 45_000)),
    "nothing": ((), (None, None)),
}


@pytest.mark.parametrize(("stated", "expected"), OVERLAYS.values(), ids=OVERLAYS)
def test_reads_how_long_the_narration_is(
    book: Book, patient: Patient, stated: tuple[str, ...], expected: tuple[int | None, int | None]
) -> None:
    """The length of the whole, and the sum of those of its parts where all of them can be read."""
    duration = '<meta property="media:duration"{}>{}</meta>'
    statements = [duration.format(f' refines="#o{n}"' if n else "", value) for n, value in enumerate(stated)]

    found = open_epubs().read(book(stating(*statements)), patient).facts

    assert (found.overlay_ms, found.overlay_parts_ms) == expected


def test_xml_that_memory_does_not_suffice_for_meets_our_limit(book: Book) -> None:
    """A lack of memory in the XML parser is no fault of the XML."""
    # Unlike each other, so that the archive is not refused for unpacking to too much.
    elements = "".join(f'<i id="a{number * 2654435761 % 2**32:x}"/>' for number in range(500_000))
    path = book({"EPUB/nav.xhtml": NAV.replace("</body>", f"{elements}</body>")})
    limits = Limits(memory_bytes=120 << 20, cpu_s=20, wall_s=60)

    with pytest.raises(LimitError) as caught:
        ask("shelfready.adapters.epubs.reading", {"path": str(path)}, limits, Subject("EPUB", "epub"))

    assert caught.value.cause_code == "epub-too-large"


PACKAGE_2 = """<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="2.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">
<dc:identifier id="id" opf:scheme="ISBN">9780000000002</dc:identifier>
<dc:title>Old</dc:title><dc:language>en</dc:language>
<dc:creator opf:role="aut">Ann Author</dc:creator><dc:creator opf:role="trl">Tom Translator</dc:creator>
<meta name="cover" content="pic"/><meta name="schema:accessMode" content="textual"/>
</metadata>
<manifest>
<item id=" ncx " href="toc.ncx" media-type="application/x-dtbncx+xml"/>
<item id="one" href="text/one%2B1.xhtml" media-type="application/xhtml+xml"/>
<item id="pic" href="cover.png" media-type="image/png"/>
</manifest>
<spine toc="ncx"><itemref idref="one"/></spine></package>"""

NCX = """<?xml version="1.0"?>
<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://www.daisy.org/z3986/2005/ncx-2005-1.dtd">
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><navMap>
<navPoint id="a"><navLabel><text>Part</text></navLabel><content src="text/one%2B1.xhtml"/>
<navPoint id="b"><navLabel><text>Chapter</text></navLabel><content src="text/one%2B1.xhtml#b"/></navPoint>
</navPoint></navMap></ncx>"""


def test_reads_an_epub_2(book: Book, patient: Patient) -> None:
    """NCX, roles as attributes, and the cover by habit."""
    path = book({"EPUB/package.opf": PACKAGE_2, "EPUB/toc.ncx": NCX, "EPUB/nav.xhtml": None})

    assert open_epubs().read(path, patient).facts == EpubFacts(
        version="2.0",
        identifiers=("9780000000002",),
        title="Old",
        languages=("en",),
        authors=("Ann Author",),
        spine_items=1,
        toc=(
            TocEntry(title="Part", href="EPUB/text/one+1.xhtml", level=1, characters=0),
            TocEntry(title="Chapter", href="EPUB/text/one+1.xhtml#b", level=2, characters=6),
        ),
        cover_name="EPUB/cover.png",
        access_modes=("textual",),
    )


def test_lists_what_is_missing(book: Book, patient: Patient) -> None:
    """A file that is not there, or that lies outside the book, is named; what lies on the web is not the book's."""
    more = (
        '<item id="a" href="../../outside.png" media-type="image/png"/>'
        '<item id="b" href="/etc/passwd" media-type="text/plain"/>'
        '<item id="c" href="https://files.example/a.mp3" media-type="audio/mpeg"/>'
        '<item id="d" href="gone.css" media-type="text/css"/></manifest>'
    )
    path = book({"EPUB/package.opf": PACKAGE.replace("</manifest>", more), "EPUB/text/two.xhtml": None})

    assert open_epubs().read(path, patient).facts.missing_items == (
        "EPUB/text/two.xhtml",
        "EPUB/../../outside.png",
        "/etc/passwd",
        "EPUB/gone.css",
    )


@pytest.mark.parametrize(
    "nav", [None, NAV.replace('"toc"', '"lot"'), NAV.replace("<ol>", "<ul>").replace("</ol>", "</ul>")]
)
def test_a_book_without_contents_is_read(book: Book, patient: Patient, nav: str | None) -> None:
    """What EPUBCheck will report does not hide the rest."""
    found = open_epubs().read(book({"EPUB/nav.xhtml": nav}), patient).facts

    assert (found.toc, found.title) == ((), "The Title")


def encryption(*algorithms: str) -> str:
    """An encryption.xml of one file per algorithm."""
    data = "".join(
        f'<enc:EncryptedData><enc:EncryptionMethod Algorithm="{algorithm}"/></enc:EncryptedData>'
        for algorithm in algorithms
    )
    return (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
        f'xmlns:enc="http://www.w3.org/2001/04/xmlenc#">{data}</encryption>'
    )


IDPF, ADOBE = "http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"
AES = "http://www.w3.org/2001/04/xmlenc#aes256-cbc"
LOCKS: dict[str, tuple[Mapping[str, str | bytes | None], str | None]] = {
    "fonts of IDPF": ({"META-INF/encryption.xml": encryption(IDPF)}, None),
    "fonts of Adobe": ({"META-INF/encryption.xml": encryption(ADOBE, IDPF)}, None),
    "fonts and text": ({"META-INF/encryption.xml": encryption(IDPF, AES)}, "unknown encryption"),
    "no method": ({"META-INF/encryption.xml": encryption(IDPF, "")}, "unknown encryption"),
    "LCP": (
        {
            "META-INF/encryption.xml": encryption(AES),
            "META-INF/license.lcpl": "{}",
            "EPUB/nav.xhtml": b"\x8f\x01",
        },
        "Readium LCP",
    ),
    "ADEPT": ({"META-INF/rights.xml": '<adept:rights xmlns:adept="http://ns.adobe.com/adept"/>'}, "Adobe ADEPT"),
    "Kobo": ({"META-INF/rights.xml": "<kdrm><kobo/></kdrm>"}, "Kobo DRM"),
    "FairPlay": ({"META-INF/sinf.xml": "<sinf/>"}, "Apple FairPlay"),
}


@pytest.mark.parametrize(("changes", "lock"), LOCKS.values(), ids=LOCKS)
def test_tells_locked_books_from_hidden_fonts(
    book: Book, patient: Patient, changes: Mapping[str, str | bytes | None], lock: str | None
) -> None:
    """A locked book is named with its lock, and still says which book it is."""
    found = open_epubs().read(book(changes), patient).facts

    assert (found.drm, found.title) == (lock, "The Title")


LAUGHS = (
    '<!DOCTYPE package [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)
READS = '<!DOCTYPE package [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def with_doctype(doctype: str) -> str:
    """The package with a document type of its own, and its entity as the title."""
    return PACKAGE.replace("<package", f"{doctype}<package", 1).replace("The  Title", "&a;")


BROKEN: dict[str, tuple[Mapping[str, str | bytes | None], str]] = {
    "no mimetype": ({"mimetype": None}, "epub-not-an-epub"),
    "other mimetype": ({"mimetype": "application/zip"}, "epub-not-an-epub"),
    "no container": ({"META-INF/container.xml": None}, "epub-not-an-epub"),
    "package outside": (
        {"META-INF/container.xml": CONTAINER.replace("EPUB/package.opf", "../package.opf")},
        "epub-package-broken",
    ),
    "package missing": ({"EPUB/package.opf": None}, "epub-package-broken"),
    "package without metadata": (
        {"EPUB/package.opf": PACKAGE.replace("metadata", "metadata2")},
        "epub-package-broken",
    ),
    "package without spine": ({"EPUB/package.opf": PACKAGE.replace("spine", "thorn")}, "epub-package-broken"),
    "package not well-formed": ({"EPUB/package.opf": PACKAGE[:-9]}, "epub-xml-broken"),
    "package of another kind": ({"EPUB/package.opf": b"\x00\x01\x02"}, "epub-xml-broken"),
    "contents not well-formed": ({"EPUB/nav.xhtml": "<html>"}, "epub-xml-broken"),
    "billion laughs": ({"EPUB/package.opf": with_doctype(LAUGHS)}, "epub-xml-entities"),
    "external entity": ({"EPUB/package.opf": with_doctype(READS)}, "epub-xml-entities"),
    "nested too deep": (
        {"EPUB/package.opf": PACKAGE.replace("<manifest>", "<a>" * 5000 + "</a>" * 5000 + "<manifest>")},
        "epub-xml-broken",
    ),
    "document too large": ({"EPUB/package.opf": PACKAGE + " " * (17 << 20)}, "archive-too-large"),
    "name that climbs": ({"EPUB/../../x": "x"}, "archive-unsafe"),
}


@pytest.mark.parametrize(("changes", "cause"), BROKEN.values(), ids=BROKEN)
def test_refuses_what_cannot_be_read(
    book: Book, patient: Patient, changes: Mapping[str, str | bytes | None], cause: str
) -> None:
    """Each way of being no readable book has its own cause."""
    with pytest.raises(RejectedError) as caught:
        open_epubs().read(book(changes), patient)

    assert caught.value.cause_code == cause


FILES = {
    "a sound": (b"ID3" + bytes(1000), "epub-not-a-zip"),
    "nothing": (b"", "epub-not-a-zip"),
    "a zip file": (forge(Forged(b"a.txt")), "epub-not-an-epub"),
    "half a zip file": (forge(Forged(b"a.txt"))[:40], "archive-damaged"),
}


@pytest.mark.parametrize(("data", "cause"), FILES.values(), ids=FILES)
def test_refuses_other_files(tmp_path: Path, patient: Patient, data: bytes, cause: str) -> None:
    """Other files are known for what they are not."""
    (tmp_path / "original").write_bytes(data)

    with pytest.raises(RejectedError) as caught:
        open_epubs().read(tmp_path / "original", patient)

    assert caught.value.cause_code == cause


@pytest.mark.parametrize(
    ("name", "title", "entries", "missing"),
    [
        ("epub2-gutenberg/metamorphosis", "Metamorphosis", 6, 0),
        ("idpf/kusamakura-preview", "草枕", 14, 1),
        ("idpf/wasteland-otf-obf", "The Waste Land", 6, 0),
        ("idpf/moby-dick-mo", "Moby-Dick", 141, 1),
        ("idpf/israelsailing", "מפליגים בישראל", 12, 0),
        ("the-art-of-war_standardebooks", "The Art of War", 27, 0),
    ],
)
def test_reads_real_books(  # noqa: PLR0917 - fixtures
    shared_epubs: Path, patient: Patient, name: str, title: str, entries: int, missing: int
) -> None:
    """Books that nobody on the project made."""
    found = open_epubs().read(shared_epubs / f"{name}.epub", patient).facts

    assert (found.title, len(found.toc), len(found.missing_items), found.drm) == (title, entries, missing, None)


def test_every_shared_book_is_read_or_refused(shared_epubs: Path) -> None:
    """Of EPUBCheck's own broken books none is more than refused; whole ones are read, and none is called locked."""
    refused = set()
    for path in sorted(shared_epubs.rglob("*.epub")):
        try:
            found = EpubFacts.model_validate(read(path))
        except RejectedError as error:
            refused.add((path.stem.rpartition("__")[2], error.cause_code))
        else:
            assert found.drm is None, path.name

    assert refused == REFUSED


REFUSED = {
    ("ocf-metainf-container-file-missing-fatal", "epub-not-an-epub"),
    ("ocf-metainf-container-mediatype-invalid-error", "epub-package-broken"),
    ("ocf-metainf-container-rootfile-full-path-empty-error", "epub-package-broken"),
    ("ocf-metainf-container-rootfile-full-path-missing-error", "epub-package-broken"),
    ("ocf-mimetype-missing-error", "epub-not-an-epub"),
    ("ocf-opf-missing-fatal", "epub-package-broken"),
    ("opf-legacy-oebps12-error", "epub-package-broken"),
    # Warned of for a media type; errors of EPUBCheck all the same (see `test_checker.py`).
    ("opf-legacy-oebps12-mediatype-css-warning", "epub-package-broken"),
    ("opf-legacy-oebps12-mediatype-html-warning", "epub-package-broken"),
    ("opf-spine-missing-error", "epub-package-broken"),
}
