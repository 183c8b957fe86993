"""Says which title a drop is, from what the sender says, its manifest, or an ISBN in its names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from stdnum import ean
from stdnum import isbn as isbns

from cli.sending.local_drop import LocalDrop
from shelfready.content_types import CONTENT_TYPES
from shelfready.errors import RejectedError
from shelfready.titles import Manifest

_LIKE_ISBN_13 = re.compile(r"(?<!\d)97[89](?:[ -]?\d){10}(?!\d)")


@dataclass(frozen=True)
class Identity:
    """Which title, and what kind of product it is."""

    title_id: str
    content_type: str


def identify(drop: LocalDrop, isbn: str | None, content_type: str | None) -> Identity:
    """The drop's identity; what the sender says goes first. `RejectedError` asks for what cannot be known."""
    return Identity(title_id=_title_id(drop, isbn), content_type=_content_type(drop.manifest, content_type))


def isbns_in(names: Iterable[str]) -> tuple[str, ...]:
    """The valid ISBN-13s in some names, each once, in order.

    >>> isbns_in(["9789999900010_01.mp3", "978-99999-0002-7.epub", "track 9781234567890.mp3"])
    ('9789999900010', '9789999900027')
    """
    found = (isbns.compact(match.group()) for name in names for match in _LIKE_ISBN_13.finditer(name))
    return tuple(dict.fromkeys(isbn for isbn in found if isbns.is_valid(isbn)))


def identity_of(
    root: Path, manifest: Manifest, isbn: str | None, content_type: str | None
) -> tuple[str | None, str | None]:
    """The title's id and content type as far as they can be told, None where they cannot."""
    found = _candidates(root, manifest)
    title_id = isbn or (found[0] if len(found) == 1 else None)
    fitting = _fitting(manifest)
    return title_id, content_type or manifest.content_type or (fitting[0] if len(fitting) == 1 else None)


def _candidates(root: Path, manifest: Manifest) -> tuple[str, ...]:
    if manifest.title_id is not None:
        return (manifest.title_id,)
    # The folder's own name is deliberate; the files' names are asked only when it says nothing.
    return isbns_in([root.resolve().name]) or isbns_in(file.name for file in manifest.files)


def _title_id(drop: LocalDrop, isbn: str | None) -> str:
    if isbn is not None:
        return _checked(isbn)
    found = _candidates(drop.root, drop.manifest)
    if len(found) == 1:
        return found[0]
    what = f"{len(found)} ISBNs ({', '.join(found[:5])})" if found else "no ISBN"
    raise RejectedError(
        f"which title is {drop.root}? Its manifest names none, and {what} was found in the names of its files; say it "
        "with --isbn",
        cause_code="title-unknown",
    )


def _checked(isbn: str) -> str:
    """The ISBN without hyphens; anything that is not made like one is a publisher's own id."""
    compact = isbns.compact(isbn)
    if not compact.isdigit() or len(compact) != 13:
        return isbn
    if not isbns.is_valid(compact):
        raise RejectedError(
            f"{isbn} is not an ISBN-13: its check digit should be {ean.calc_check_digit(compact[:-1])}, or a "
            "digit is mistyped; correct --isbn",
            cause_code="isbn-invalid",
        )
    return compact


def _content_type(manifest: Manifest, content_type: str | None) -> str:
    known = ", ".join(CONTENT_TYPES)
    said = content_type or manifest.content_type
    if said is not None:
        if said not in CONTENT_TYPES:
            raise RejectedError(
                f"there is no content type {said!r}; write one of {known}", cause_code="content-type-unknown"
            )
        return said
    fitting = _fitting(manifest)
    if len(fitting) != 1:
        roles = {file.role for file in manifest.files}
        what = "more than one content type fits" if fitting else "no content type fits"
        raise RejectedError(
            f"{what} the files ({', '.join(sorted(roles)) or 'none'}); say which it is with --content-type ({known})",
            cause_code="content-type-unknown",
        )
    return fitting[0]


def _fitting(manifest: Manifest) -> list[str]:
    roles = {file.role for file in manifest.files}
    return [key for key, one in CONTENT_TYPES.items() if roles.issuperset(one.needs)]
