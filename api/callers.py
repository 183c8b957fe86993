"""Who asks: the key of a request, and whose things it may see."""

import re
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.problems import operators_only, unauthenticated
from api.services import Here
from shelfready.errors import MissingError
from shelfready.keys import Scope, split_key

_scheme = HTTPBearer(
    scheme_name="key",
    description="`Authorization: Bearer sr_<id>_<secret>`; keys are made with `shelfready keys create`.",
    auto_error=False,
)
_KEY = re.compile(r"sr_[A-Za-z0-9-]{1,64}_[A-Za-z0-9_-]{1,128}")


@dataclass(frozen=True)
class Caller:
    """A publisher's system, or an operator, with a key that counts."""

    publisher: str
    is_operator: bool = False

    def sees(self, publisher: str) -> bool:
        """Whether the things of a publisher exist for this caller."""
        return self.is_operator or self.publisher == publisher

    def operating(self, what: str) -> None:
        """Raise a problem unless an operator asks; `what` is what only operators may do."""
        if not self.is_operator:
            raise operators_only(what)

    def acting_for(self, publisher: str | None) -> str:
        """The publisher whose titles are meant: the caller's own unless an operator names another."""
        if publisher is None:
            return self.publisher
        if not self.sees(publisher):
            raise MissingError("there is no such publisher for this key", cause_code="publisher-unknown")
        return publisher


def authenticate(
    request: Request,
    services: Here,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_scheme)],
) -> Caller:
    """The caller, or a problem that does not say whether the key is unknown, wrong, expired or revoked."""
    if credentials is None:
        raise unauthenticated("the request has no key, and this route needs one")
    parts = split_key(credentials.credentials) if _KEY.fullmatch(credentials.credentials) else None
    if parts is None:
        raise unauthenticated("what was sent is not a key; keys look like sr_<id>_<secret>")
    key_id, secret = parts
    with services.catalogue.begin(read_only=True) as unit:
        key = unit.keys.by_id(key_id)
    if key is None:
        compare_digest(sha256(secret.encode()).hexdigest(), "0" * 64)  # as long as for a key that is there
    if key is None or not key.accepts(secret, services.clock.now()):
        raise unauthenticated("the key is not one that counts")
    request.state.publisher = key.publisher
    return Caller(publisher=key.publisher, is_operator=key.scope is Scope.OPERATIONS)


Asking = Annotated[Caller, Depends(authenticate)]
"""The caller, as a parameter of a route."""
