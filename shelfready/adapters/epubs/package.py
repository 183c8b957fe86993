"""EbookLib's reader, given our own hands: it sees a vetted archive, and of that only the documents we want read.

Left to itself EbookLib reads every file of a book into memory, fails on the first that is missing, takes the last of
several packages, and believes a package that points outside. Its understanding of the package is what we use.
"""

from posixpath import dirname
from types import MappingProxyType

from ebooklib import epub
from lxml import etree

from shelfready.adapters.epubs.container import Container, is_elsewhere, resolve
from shelfready.adapters.epubs.contents import Entry, from_nav, from_ncx
from shelfready.adapters.epubs.xml import parse
from shelfready.errors import RejectedError

_CONTAINER = "META-INF/container.xml"
_ROOTFILE = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"
_OPF = "{http://www.idpf.org/2007/opf}"
_PACKAGE_TYPE = "application/oebps-package+xml"
_MOST_ITEMS = 50_000

# EPUB 1 packages have these names; the rest of a book is what people call EPUB 2.
_PARTS = MappingProxyType({"metadata": "title and authors", "manifest": "list of files", "spine": "reading order"})


class Package(epub.EpubReader):  # type: ignore[misc] # EbookLib has no types
    """One reading of one book; `load` fills `book`, `contents` and `missing_items`."""

    def __init__(self, container: Container, *, is_locked: bool) -> None:
        super().__init__(str(container.path), {"ignore_ncx": True})
        self._files = container
        # What is locked cannot be read, and the package tells all the same what the book is.
        self._is_locked = is_locked
        self.contents: tuple[Entry, ...] = ()
        self.missing_items: dict[str, None] = {}

    def load(self) -> epub.EpubBook:
        """EbookLib's book: metadata, manifest and spine."""
        self._load_container()
        self._load_opf_file()
        return self.book

    def name_of(self, item: epub.EpubItem) -> str | None:
        """The archive's name of a manifest item, None if it is not there."""
        # EbookLib has unquoted it already; a second time would turn %25 into another name.
        name = f"{self.opf_dir}/{item.file_name}" if self.opf_dir else str(item.file_name)
        return name if self._files.has(name) else None

    def read_file(self, name: str) -> bytes:
        """What EbookLib sees of a file: nothing of its content, and that it is missing, if it is."""
        href = name.removeprefix(f"{self.opf_dir}/") if self.opf_dir else name
        if not is_elsewhere(href):
            found = resolve("", name)
            if found is None or not self._files.has(found):
                self.missing_items[name] = None
        return b""

    def _load_container(self) -> None:
        root = parse(self._files.read(_CONTAINER), _CONTAINER)
        named = [one.get("full-path") for one in root.iter(_ROOTFILE) if one.get("media-type") == _PACKAGE_TYPE]
        # The first is the book; others are other renditions of it (EPUB Multiple-Rendition Publications 1.1).
        found = resolve("", named[0] or "") if named else None
        if found is None or not self._files.has(found):
            raise _incomplete(f"{_CONTAINER} names no package document that is there")
        self.opf_file = found
        self.opf_dir = dirname(self.opf_file)

    def _load_opf_file(self) -> None:
        root = parse(self._files.read(self.opf_file), self.opf_file)
        for part, what in _PARTS.items():
            if root.find(f"{_OPF}{part}") is None:
                raise _incomplete(f"its package document has no {part}, and so no {what}")
        manifest = root.find(f"{_OPF}manifest")
        items = list(manifest.iterchildren(f"{_OPF}item"))
        if len(items) > _MOST_ITEMS:
            raise _incomplete(f"its package document lists {len(items)} files, more than {_MOST_ITEMS}")
        for item in items:
            # EPUBCheck reports them; EbookLib would stumble.
            if not item.get("href") or not item.get("id"):
                manifest.remove(item)
            else:
                # White space around an id is none of it (XML 1.0, 3.3.3), though nobody has told this parser that it is
                # an id.
                item.set("id", item.get("id").strip())
        spine = root.find(f"{_OPF}spine")
        toc = spine.attrib.pop("toc", "").strip()
        self.container = etree.ElementTree(root)
        self._load_metadata()
        self._load_manifest()
        self._load_spine()
        self._load_guide()
        if not self._is_locked:
            self.contents = self._contents(toc)

    def _parse_nav(self, data: object, base_path: object, navtype: str = "toc") -> None:
        """Left to `contents`, which keeps the levels and survives a book without one."""

    def _parse_ncx(self, data: object) -> None:
        """Left to `contents`."""

    def _contents(self, toc: str) -> tuple[Entry, ...]:
        nav = next((item for item in self.book.get_items() if isinstance(item, epub.EpubNav)), None)
        if nav is not None:
            return self._read_contents(nav, is_ncx=False)
        ncx = self.book.get_item_with_id(toc) if toc else None
        return self._read_contents(ncx, is_ncx=True) if ncx is not None else ()

    def _read_contents(self, item: epub.EpubItem, *, is_ncx: bool) -> tuple[Entry, ...]:
        name = self.name_of(item)
        if name is None:
            return ()
        read = from_ncx if is_ncx else from_nav
        return read(parse(self._files.read(name), name), dirname(name))


def _incomplete(why: str) -> RejectedError:
    return RejectedError(
        f"the EPUB cannot be read: {why}; export it anew, and check it with EPUBCheck before sending it again",
        cause_code="epub-package-broken",
    )
