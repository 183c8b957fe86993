"""EPUBs that are made to do harm: each is refused for its reason, and nothing outside it is touched."""

import stat
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest

from shelfready.adapters.epubs import open_epubs
from shelfready.errors import RejectedError
from tests.shelfready.adapters.archives.forging import Forged, forge
from tests.shelfready.adapters.epubs.binding import CONTAINER, FILES, NAV, PACKAGE
from tests.shelfready.adapters.epubs.conftest import Patient

Book = Callable[[Mapping[str, str | bytes | None]], Path]


def forged(*more: Forged) -> bytes:
    """A book with more entries than an honest program would write."""
    usual = [
        Forged(name.encode(), content.encode() if isinstance(content, str) else content, method=0)
        for name, content in FILES.items()
        if content is not None
    ]
    return forge(*usual, *more)


def bomb() -> bytes:
    """A book with a page of a hundred megabytes of nothing."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in FILES.items():
            book.writestr(name, content or "")
        book.writestr("EPUB/large.xhtml", bytes(100 << 20))
    return target.getvalue()


ARCHIVES: dict[str, tuple[Callable[[], bytes], str]] = {
    "a name that climbs": (lambda: forged(Forged(b"EPUB/../../outside.txt")), "archive-unsafe"),
    "a name from the root": (lambda: forged(Forged(b"/etc/cron.d/x")), "archive-unsafe"),
    "a name of Windows": (lambda: forged(Forged(b"EPUB\\..\\x.xhtml")), "archive-unsafe"),
    "a link": (
        lambda: forged(Forged(b"EPUB/link.xhtml", b"/etc/passwd", attributes=(stat.S_IFLNK | 0o777) << 16)),
        "archive-unsafe",
    ),
    "one name twice": (lambda: forged(Forged(b"EPUB/package.opf")), "archive-unsafe"),
    "one name in two cases": (lambda: forged(Forged(b"epub/PACKAGE.OPF")), "archive-unsafe"),
    "two names for one entry": (
        lambda: forged(Forged(b"EPUB/b.xhtml", local={"name": b"EPUB/a.xhtml"})),
        "archive-unsafe",
    ),
    "a password": (lambda: forged(Forged(b"EPUB/secret.xhtml", flags=1)), "archive-encrypted"),
    "a bomb": (bomb, "archive-too-large"),
}


@pytest.mark.parametrize(("make", "cause"), ARCHIVES.values(), ids=ARCHIVES)
def test_refuses_archives_that_lie(tmp_path: Path, patient: Patient, make: Callable[[], bytes], cause: str) -> None:
    """The archive is judged before anything of it is unpacked."""
    (tmp_path / "original").write_bytes(make())

    with pytest.raises(RejectedError) as caught:
        open_epubs().read(tmp_path / "original", patient)

    assert caught.value.cause_code == cause
    assert [path.name for path in tmp_path.iterdir()] == ["original"]


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
READS = '<!DOCTYPE x [<!ENTITY c SYSTEM "file:///etc/passwd">]>'
ASKS = '<!DOCTYPE x [<!ENTITY % c SYSTEM "http://127.0.0.1:9/x.dtd"> %c;]>'
PACKAGE_WITH_NCX = PACKAGE.replace(
    'properties="nav"/>', '/><item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
).replace("<spine>", '<spine toc="ncx">')
NCX = '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><navMap/></ncx>'
LOCK = '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"/>'
DOCUMENTS: dict[str, Callable[[str], dict[str, str | bytes | None]]] = {
    "container": lambda doctype: {
        "META-INF/container.xml": CONTAINER.replace('<?xml version="1.0"?>', doctype),
    },
    "package": lambda doctype: {"EPUB/package.opf": doctype + PACKAGE.partition("?>")[2]},
    "navigation": lambda doctype: {"EPUB/nav.xhtml": doctype + NAV.partition("?>")[2]},
    "NCX": lambda doctype: {"EPUB/package.opf": PACKAGE_WITH_NCX, "EPUB/toc.ncx": doctype + NCX},
    "encryption": lambda doctype: {"META-INF/encryption.xml": doctype + LOCK},
}


@pytest.mark.parametrize("doctype", [LAUGHS, READS, ASKS], ids=["swells", "reads a file", "asks the network"])
@pytest.mark.parametrize("document", DOCUMENTS)
def test_refuses_entities_in_every_document(book: Book, patient: Patient, document: str, doctype: str) -> None:
    """No document of a book may bring entities of its own, used or not."""
    path = book(DOCUMENTS[document](doctype))

    with pytest.raises(RejectedError) as caught:
        open_epubs().read(path, patient)

    assert caught.value.cause_code == "epub-xml-entities"


DEEP = 5000


@pytest.mark.parametrize(
    "changes",
    [
        {"EPUB/nav.xhtml": NAV.replace("<li>", "<li><span>x</span><ol><li>" * DEEP, 1)},
        {"META-INF/encryption.xml": "<a>" * DEEP + "</a>" * DEEP},
        {"META-INF/container.xml": "<a>" * DEEP + "</a>" * DEEP},
    ],
    ids=["navigation", "encryption", "container"],
)
def test_refuses_what_nests_without_end(
    book: Book, patient: Patient, changes: Mapping[str, str | bytes | None]
) -> None:
    """Depth is bounded before it reaches a recursion of ours."""
    with pytest.raises(RejectedError) as caught:
        open_epubs().read(book(changes), patient)

    assert caught.value.cause_code == "epub-xml-broken"


def test_contents_lead_nowhere_outside(book: Book, patient: Patient) -> None:
    """Entries whose address leaves the book are kept as words without one."""
    outside = (
        '<li><a href="../../../etc/passwd">Up</a></li><li><a href="/etc/passwd">Root</a></li>'
        '<li><a href="https://files.example/">Web</a></li><li><a href="javascript:alert(1)">Script</a></li>'
        '<li><a href="%2e%2e/%2e%2e/secret">Hidden</a></li>'
    )
    nav = NAV.replace('<li><a href="text/one%2B1.xhtml">', f'{outside}<li><a href="text/one%2B1.xhtml">', 1)

    found = open_epubs().read(book({"EPUB/nav.xhtml": nav}), patient).facts

    assert [entry.href for entry in found.toc[:5]] == [""] * 5
    assert found.toc[5].href == "EPUB/text/one+1.xhtml"
