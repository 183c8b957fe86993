"""What a publisher's titles are held to: publishers may read it, operators may change it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from api.bodies import reader_of, schema_of
from api.callers import Asking
from api.openapi import JSON_BODY, problems
from api.services import Here
from api.waiver_views import PolicyRequest, PolicyView
from shelfready.policies import Policy, profile_of
from shelfready.profiles import STREAMING
from shelfready.values import Slug

router = APIRouter(prefix="/v1/publishers", tags=["policies"])

BODIES = (PolicyRequest,)

_HISTORY = 50

Body = Annotated[PolicyRequest, Depends(reader_of(PolicyRequest))]
Publisher = Annotated[Slug, Path(description="the publisher")]


@router.get(
    "/{publisher}/policy",
    responses=problems(401, 404, 422),
    operation_id="read_policy",
    summary="See what a publisher's titles are held to",
)
def read_policy(services: Here, caller: Asking, publisher: Publisher) -> PolicyView:
    """The profile and the publisher's own numbers; the default where nobody ever said anything else."""
    whose = caller.acting_for(publisher)
    with services.catalogue.begin(read_only=True) as unit:
        return _view(whose, unit.policies.history(whose, _HISTORY))


@router.put(
    "/{publisher}/policy",
    responses=problems(401, 403, 404, 409, *JSON_BODY),
    openapi_extra=schema_of(PolicyRequest),
    operation_id="set_policy",
    summary="Say what a publisher's titles are held to",
)
def set_policy(services: Here, caller: Asking, publisher: Publisher, request: Body) -> PolicyView:
    """Counts for every check from now on; what was published stays. Earlier policies are kept."""
    whose = caller.acting_for(publisher)
    caller.operating("change what titles are held to")
    policy = Policy(publisher=whose, at=services.clock.now(), **request.model_dump())
    profile_of(policy)  # says what is wrong with it
    with services.catalogue.begin() as unit:
        unit.policies.put(policy)
        return _view(whose, unit.policies.history(whose, _HISTORY))


def _view(publisher: str, history: tuple[Policy, ...]) -> PolicyView:
    counts = history[0] if history else None
    return PolicyView(
        publisher=publisher,
        profile=counts.profile if counts else STREAMING.name,
        overrides=counts.model_dump(mode="json")["overrides"] if counts else {},
        number=counts.number if counts else None,
        by=counts.by if counts else None,
        why=counts.why if counts else None,
        at=counts.at if counts else None,
        history=history,
    )
