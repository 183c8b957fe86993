"""Reads the small documents of a drop, so that dialects can say what its files are before any of them is fetched."""

from collections.abc import Callable, Sequence
from pathlib import Path

from shelfready.drops import DropListing, is_document, is_sheet
from shelfready.errors import LimitError, RejectedError
from shelfready.ports import ListedFile, Tables, Watcher
from shelfready.tables import Table, held

DOCUMENT_LIMIT_BYTES = 8 * 1024 * 1024
"""The largest document that lies beside a title's files: an ONIX record has some 20 KiB."""

MOST_DOCUMENTS = 200
MOST_DOCUMENT_BYTES = 64 * 1024 * 1024

Bring = Callable[[ListedFile, Path], object]
"""Writes a file of the drop, of at most `DOCUMENT_LIMIT_BYTES`, to a path."""


def listing_of(
    files: Sequence[ListedFile],
    bring: Bring,
    tables: Tables,
    folder: Path,
    *,
    title_id: str | None = None,
    watcher: Watcher | None = None,
) -> DropListing:
    """The drop with its documents read. `folder` is where they are put meanwhile; `title_id` as `DropListing` has it.

    A document that is too large, or a sheet that cannot be read, refuses the drop and says its name.
    """
    wanted = [file for file in files if is_document(file.name) or is_sheet(file.name)]
    _check(wanted)
    documents: dict[str, bytes] = {}
    sheets: dict[str, Table] = {}
    path = folder / "document"
    for file in wanted:
        bring(file, path)
        if is_sheet(file.name):
            sheets[file.name] = _held(path, file.name, tables, watcher)
        else:
            documents[file.name] = path.read_bytes()
        path.unlink()
    return DropListing(files=tuple(files), documents=documents, tables=sheets, title_id=title_id)


def _check(wanted: Sequence[ListedFile]) -> None:
    for file in wanted:
        if file.size_bytes > DOCUMENT_LIMIT_BYTES:
            raise LimitError(
                f"{file.name} has {file.size_bytes:,} bytes, and a document beside a title's files at most "
                f"{DOCUMENT_LIMIT_BYTES:,}: leave other titles out of it, or send the whole message as a feed",
                cause_code="document-too-large",
            )
    if len(wanted) > MOST_DOCUMENTS or sum(file.size_bytes for file in wanted) > MOST_DOCUMENT_BYTES:
        raise LimitError(
            f"the drop holds {len(wanted)} documents (XML, sheets), and at most {MOST_DOCUMENTS} of together "
            f"{MOST_DOCUMENT_BYTES >> 20} MiB are read: send the title's own record only",
            cause_code="document-too-large",
        )


def _held(path: Path, name: str, tables: Tables, watcher: Watcher | None) -> Table:
    try:
        with tables.rows(path, watcher) as table:
            return held(table, name)
    except RejectedError as error:
        raise _named(error, name) from error


def _named(error: RejectedError, name: str) -> RejectedError:
    """The same error, saying in which file."""
    return type(error)(f"{name}: {error.message.removeprefix(f'{name} ')}", cause_code=error.cause_code)
