"""The catalogue: titles, their releases, and the files of these."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from api.callers import Asking
from api.listing import Cursor, Limit, page_of
from api.media import IMMUTABLE, REVALIDATE, Wanted, artifact_of, send, wanted
from api.openapi import problems
from api.owned import release_of, title_of
from api.services import Here, Services
from api.tickets import Ticket, read_ticket
from api.title_views import ReleaseView, TitleDetail, TitleList, release_view, title_detail, title_view
from shelfready.errors import MissingError
from shelfready.releases import Release
from shelfready.values import Slug

router = APIRouter(tags=["catalogue"])

_LARGEST = 2**31 - 1

_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    },
    206: {
        "description": "The range of the file that was asked for.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    },
    304: {"description": "The client has the file already."},
}


def acting_for(
    caller: Asking,
    publisher: Annotated[
        Slug | None, Query(description="whose title, for operators; a publisher's key means its own")
    ] = None,
) -> str:
    """Whose titles are meant."""
    return caller.acting_for(publisher)


def carried_on(caller: Asking, publisher: Annotated[str, Depends(acting_for)]) -> str:
    """The query that addresses in an answer need, so that an operator stays with the publisher."""
    return "" if publisher == caller.publisher else f"?publisher={publisher}"


Publisher = Annotated[str, Depends(acting_for)]
CarriedOn = Annotated[str, Depends(carried_on)]
Number = Annotated[int, Path(ge=0, le=_LARGEST, description="the release, from 1")]


def numbered_release(services: Here, publisher: Publisher, title_id: str, number: Number) -> Release:
    """The release that the address names."""
    with services.catalogue.begin(read_only=True) as unit:
        return release_of(unit, publisher, title_id, number)


def live_release(services: Here, publisher: Publisher, title_id: str) -> Release:
    """The release that is offered now."""
    with services.catalogue.begin(read_only=True) as unit:
        return release_of(unit, publisher, title_id, None)


Numbered = Annotated[Release, Depends(numbered_release)]
Live = Annotated[Release, Depends(live_release)]
Wants = Annotated[Wanted, Depends(wanted)]
FilePath = Annotated[str, Path(description="a file's `path` in the release", examples=["hls/master.m3u8"])]


@router.get("/v1/titles", responses=problems(401, 404, 422), operation_id="list_titles", summary="List titles")
def list_titles(
    services: Here, publisher: Publisher, query: CarriedOn, cursor: Cursor = None, limit: Limit = 50
) -> TitleList:
    """The publisher's titles, by id."""
    with services.catalogue.begin(read_only=True) as unit:
        shown, has_more = page_of(lambda page: unit.titles.list(publisher, page), cursor, limit)
    items = tuple(title_view(title, query) for title in shown)
    return TitleList(items=items, next=shown[-1].title_id if has_more else None)


@router.get(
    "/v1/titles/{title_id}",
    responses=problems(401, 404, 422),
    operation_id="read_title",
    summary="See a title and its releases",
)
def read_title(services: Here, publisher: Publisher, query: CarriedOn, title_id: str) -> TitleDetail:
    """What is offered of the title now, and everything that ever was."""
    with services.catalogue.begin(read_only=True) as unit:
        title = title_of(unit, publisher, title_id)
        return title_detail(title, unit.titles.releases(publisher, title_id), query)


@router.get(
    "/v1/titles/{title_id}/live",
    responses=problems(401, 404, 422),
    operation_id="read_live_release",
    summary="See the release that is offered now",
)
def read_live_release(services: Here, release: Live, query: CarriedOn) -> ReleaseView:
    """The live release, with a link to its media that needs no key."""
    return _view(services, release, query)


@router.get(
    "/v1/titles/{title_id}/releases/{number}",
    responses=problems(401, 404, 422),
    operation_id="read_release",
    summary="See one release",
)
def read_release(services: Here, release: Numbered, query: CarriedOn) -> ReleaseView:
    """A release as it was published, with a link to its media that needs no key."""
    return _view(services, release, query)


@router.head("/v1/titles/{title_id}/releases/{number}/files/{path:path}", include_in_schema=False)
@router.get(
    "/v1/titles/{title_id}/releases/{number}/files/{path:path}",
    response_class=Response,
    responses={**_FILE, **problems(401, 404, 416, 422)},
    operation_id="read_release_file",
    summary="Read a file of a release",
)
def read_release_file(services: Here, release: Numbered, path: FilePath, wants: Wants) -> Response:
    """The file, or a range of it. It never changes, and may be kept for ever."""
    return send(services.blobs, artifact_of(release, path), wants, IMMUTABLE)


@router.head("/v1/titles/{title_id}/live/files/{path:path}", include_in_schema=False)
@router.get(
    "/v1/titles/{title_id}/live/files/{path:path}",
    response_class=Response,
    responses={**_FILE, **problems(401, 404, 416, 422)},
    operation_id="read_live_file",
    summary="Read a file of the live release",
)
def read_live_file(services: Here, release: Live, path: FilePath, wants: Wants) -> Response:
    """The file as it is offered now: ask again with its ETag to know whether it changed."""
    return send(services.blobs, artifact_of(release, path), wants, REVALIDATE)


@router.head("/v1/media/{ticket}/{path:path}", include_in_schema=False)
@router.get(
    "/v1/media/{ticket}/{path:path}",
    response_class=Response,
    responses={**_FILE, **problems(404, 416)},
    operation_id="read_media",
    summary="Read a file of a release by a link that needs no key",
)
def read_media(services: Here, ticket: str, path: FilePath, wants: Wants) -> Response:
    """The same files, for players and pictures that cannot send a key; `media.url` of a release is such a link."""
    right = read_ticket(ticket, services.media_secret, services.clock.now())
    with services.catalogue.begin(read_only=True) as unit:
        release = release_of(unit, right.publisher, right.title_id, right.number)
    return send(services.blobs, artifact_of(release, path), wants, IMMUTABLE)


def _view(services: Services, release: Release, query: str) -> ReleaseView:
    if release.number is None:
        raise MissingError("the release has no number yet: it is not published", cause_code="release-unknown")
    expires_at = services.clock.now() + services.limits.media_link_life
    ticket = Ticket(release.publisher, release.title_id, release.number, expires_at)
    return release_view(release, release.number, ticket, services.media_secret, query)
