"""What is sent to start an onboarding, and everything that can be said against it before a file is touched."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar
from unicodedata import normalize

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from stdnum import ean

from api.faults import Fault, faults_of, pointer
from api.sources import fault_of_source
from shelfready.content_types import CONTENT_TYPES
from shelfready.titles import DeclaredFile, Drop, DropKind, Metadata, Role, TitleId
from shelfready.values import Slug, StrictValue

T = TypeVar("T")

_EXAMPLE: dict[str, Any] = {
    "title_id": "9780306406157",
    "content_type": "audiobook",
    "metadata": {"title": "The Harbour", "authors": ["A. Writer"], "narrators": ["B. Reader"], "language": "en"},
    "drop": {
        "kind": "files",
        "files": [
            {"role": "track", "order": 1, "name": "01.mp3", "source": "https://files.example.com/harbour/01.mp3"},
            {"role": "cover", "name": "cover.jpg", "source": "upload:upl_01jzd3k5g2q8v7w6x5y4z3t2r1"},
        ],
    },
}


class SubmissionRequest(StrictValue):
    """A title to onboard, or to update, and where its files are."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    title_id: TitleId = Field(description="the ISBN-13 without hyphens, or your own id of the title")
    content_type: Slug = Field(description="what it is: `audiobook` or `ebook`")
    metadata: Metadata | None = Field(None, description="what you know of the title; files say the rest")
    drop: Drop = Field(description="the files")


@dataclass(frozen=True)
class Sent:
    """A body as far as it can be read: the request if all of it can, and everything that is wrong.

    The parts are read one by one, so that one misspelt role does not hide that two tracks have the same order.
    """

    request: SubmissionRequest | None
    faults: tuple[Fault, ...]
    files: tuple[tuple[int, DeclaredFile], ...]
    source: str | None


def read_submission(document: object) -> Sent:
    """Read a body."""
    request, faults = None, []
    try:
        request = SubmissionRequest.model_validate(document)
    except ValidationError as error:
        faults += faults_of(error, SubmissionRequest)
    body = _object(document)
    drop = _object(body.get("drop"))
    listed = drop.get("files", [])
    files = tuple(
        (index, file)
        for index, sent in enumerate(listed if isinstance(listed, list) else [])
        if (file := _readable(_FILE, sent)) is not None
    )
    source = _readable(_TEXT, drop.get("source"))
    faults += _of_title(_readable(_TITLE_ID, body.get("title_id")))
    content_type = _readable(_SLUG, body.get("content_type"))
    faults += _of_content_type(content_type)
    kind = _readable(_KIND, drop.get("kind"))
    if kind is DropKind.FILES:
        faults += _of_files(files, source)
        if isinstance(listed, list) and len(files) == len(listed):
            faults += _of_roles(files, content_type)
    elif kind is not None:
        faults += _of_container(kind, source, has_files=bool(listed))
    return Sent(request=request, faults=tuple(faults), files=files, source=source)


_FILE = TypeAdapter(DeclaredFile)
_TITLE_ID = TypeAdapter[str](TitleId)
_SLUG = TypeAdapter[str](Slug)
_KIND = TypeAdapter(DropKind)
_TEXT = TypeAdapter(str)


def _object(sent: object) -> dict[str, object]:
    return sent if isinstance(sent, dict) else {}


def _readable(adapter: TypeAdapter[T], sent: object) -> T | None:
    try:
        return adapter.validate_python(sent)
    except ValidationError:
        return None


def _of_title(title_id: str | None) -> Iterator[Fault]:
    if title_id is None or len(title_id) != 13 or not title_id.isdigit():
        return
    right = ean.calc_check_digit(title_id[:12])
    if title_id[12] != right:
        yield Fault(
            pointer="/title_id",
            detail=f"{title_id} looks like an ISBN-13, but its last digit would be {right} and not {title_id[12]}: "
            "correct it, or use an id of your own that is not 13 digits",
        )


def _of_content_type(content_type: str | None) -> Iterator[Fault]:
    if content_type is not None and content_type not in CONTENT_TYPES:
        known = ", ".join(CONTENT_TYPES)
        yield Fault(pointer="/content_type", detail=f"{content_type!r} is not one of {known}: use one of these")


def _of_container(kind: DropKind, source: str | None, *, has_files: bool) -> Iterator[Fault]:
    """A folder or an archive."""
    if not source:
        yield Fault(pointer="/drop/source", detail=f"a drop of kind {kind.value} needs its address: add `source`")
    elif fault := fault_of_source(source, kind):
        yield Fault(pointer="/drop/source", detail=fault)
    if has_files:
        yield Fault(
            pointer="/drop/files",
            detail=f"the files of a drop of kind {kind.value} are not listed here: leave `files` out, and say what "
            "they are in a shelfready.json beside them",
        )


def _of_files(files: tuple[tuple[int, DeclaredFile], ...], source: str | None) -> Iterator[Fault]:
    """A list of files."""
    if source is not None:
        yield Fault(pointer="/drop/source", detail="each file has its own source: leave this one out")
    names = Counter(normalize("NFC", file.name) for _, file in files)
    tracks = [file for _, file in files if file.role is Role.TRACK]
    orders = Counter(file.order for file in tracks)
    for index, file in files:
        at = ("drop", "files", index)
        if names[normalize("NFC", file.name)] > 1:
            yield Fault(
                pointer=pointer(*at, "name"), detail=f"two files are named {file.name!r}: name each its own way"
            )
        if file.size_bytes == 0:
            yield Fault(pointer=pointer(*at, "size_bytes"), detail="a file of 0 bytes holds nothing: export it again")
        if file.source is not None:
            if fault := fault_of_source(file.source, DropKind.FILES):
                yield Fault(pointer=pointer(*at, "source"), detail=fault)
        elif file.sha256 is None or file.size_bytes is None:
            yield Fault(
                pointer=pointer(*at, "source"),
                detail="nothing says where the file is: add `source`, or `sha256` and `size_bytes` of a file that you "
                "have delivered before",
            )
        if file.role is not Role.TRACK:
            continue
        if file.order is None and len(tracks) > 1:
            yield Fault(pointer=pointer(*at, "order"), detail="a track needs its place in the playing order: add it")
        elif file.order is not None and orders[file.order] > 1:
            yield Fault(
                pointer=pointer(*at, "order"),
                detail=f"{orders[file.order]} tracks have the order {file.order}: number them from 1 in playing order",
            )


def _of_roles(files: tuple[tuple[int, DeclaredFile], ...], content_type: str | None) -> Iterator[Fault]:
    """Whether the files are what such a product is made of."""
    if not files:
        yield Fault(pointer="/drop/files", detail="the drop names no files: name at least one")
        return
    if content_type is None or content_type not in CONTENT_TYPES:
        return
    product = CONTENT_TYPES[content_type]
    for index, file in files:
        if file.role not in product.accepts:
            taken = ", ".join(role.value for role in product.accepts)
            yield Fault(
                pointer=pointer("drop", "files", index, "role"),
                detail=f"an {content_type} has no file of the role {file.role.value}: its roles are {taken}",
            )
    for role in product.needs:
        if all(file.role is not role for _, file in files):
            yield Fault(
                pointer="/drop/files",
                detail=f"no file has the role {role.value}, and an {content_type} needs one: add it",
            )
