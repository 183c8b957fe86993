"""The vetted archive of an EPUB, read by name, one bounded document at a time."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from posixpath import join, normpath
from unicodedata import normalize
from urllib.parse import unquote

from shelfready.adapters.archives import ArchiveLimits
from shelfready.adapters.archives.unpacking import unpack
from shelfready.adapters.archives.vetting import Member, vet
from shelfready.errors import RejectedError

MEDIA_TYPE = b"application/epub+zip"

_LIMITS = ArchiveLimits(entries=20_000, unpacked_bytes=8 * 1024**3, directory_bytes=32 * 1024**2)
# A table of contents of ten thousand entries takes one.
_LONGEST_DOCUMENT = 16 * 1024**2


@dataclass(frozen=True)
class Container:
    """An EPUB's files. Names are compared in NFC, as OCF 3.3 (4.2.2) wants them."""

    path: Path
    members: tuple[Member, ...]

    def read(self, name: str, limit_bytes: int = _LONGEST_DOCUMENT) -> bytes:
        """A document, whole; LookupError if there is none of that name, RejectedError beyond the limit."""
        return b"".join(unpack(self.path, self._by_name[normalize("NFC", name)], limit_bytes))

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return normalize("NFC", name) in self._by_name

    @cached_property
    def _by_name(self) -> dict[str, Member]:
        return {member.name: member for member in self.members}


def open_container(path: Path) -> Container:
    """Open the archive if all of it is safe, and if it says that it is an EPUB.

    A mimetype that is not first, or compressed, is left to EPUBCheck (PKG-006, PKG-007): the book can be read, and its
    publisher is told of all its faults at once.
    """
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            raise RejectedError(
                "the file is no EPUB: it is not a zip archive at all; export the book as EPUB and send it again",
                cause_code="epub-not-a-zip",
            )
    container = Container(path, vet(path, _LIMITS))
    for name in ("mimetype", "META-INF/container.xml"):
        if not container.has(name):
            raise _no_epub(f"its archive holds no file named {name}")
    stated = container.read("mimetype")
    if stated.strip() != MEDIA_TYPE:
        raise _no_epub(f"its mimetype says {stated[:60]!a}, expected {MEDIA_TYPE.decode()}")
    return container


def resolve(folder: str, href: str) -> str | None:
    """The archive's file that a reference in `folder` names, fragment kept; None if it leaves the archive.

    >>> resolve("EPUB/text", "../notes/n%201.xhtml#a")
    'EPUB/notes/n 1.xhtml#a'
    >>> resolve("EPUB", "../../secret") is resolve("EPUB", "https://files.example/") is None
    True
    """
    path, mark, fragment = href.strip().partition("#")
    path = path.partition("?")[0]
    if is_elsewhere(path) or path.startswith("/"):
        return None
    name = normpath(join(folder, unquote(path)))
    if name in ("", ".", "..") or name.startswith(("../", "/")):
        return None
    return f"{name}{mark}{fragment}"


def is_elsewhere(href: str) -> bool:
    """Whether a reference names its own scheme or host, and so is no file of the book."""
    scheme, colon, _ = href.strip().partition(":")
    return href.startswith("//") or (bool(colon) and scheme.isascii() and scheme.replace("+", "").isalnum())


def _no_epub(why: str) -> RejectedError:
    return RejectedError(
        f"the file is no EPUB: {why}; export the book as EPUB and send it again", cause_code="epub-not-an-epub"
    )
