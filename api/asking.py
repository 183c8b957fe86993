"""Asks Temporal within the time that a caller of the API waits, and says in our words what went wrong."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from temporalio.service import RPCError, RPCStatusCode

from shelfready.errors import ShelfreadyError, UnavailableError

PATIENCE_S = 5.0
"""A publisher waits for the answer; a Temporal that takes longer is not well."""


@asynccontextmanager
async def asking(gone: ShelfreadyError | None = None) -> AsyncIterator[None]:
    """Raise `gone` when there is no such workflow any more, and `UnavailableError` when Temporal does not answer."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            yield
    except TimeoutError as error:
        raise unavailable(f"no answer in {PATIENCE_S:g} seconds") from error
    except RPCError as error:
        if gone is not None and error.status is RPCStatusCode.NOT_FOUND:
            raise gone from error
        raise unavailable(f"{error.status.name.lower()}, {error.message}") from error
    except RuntimeError as error:
        # What a client that connects on first use raises when it cannot; it tries again with the next call.
        raise unavailable(str(error)) from error


def unavailable(reason: str) -> UnavailableError:
    """Temporal is not well."""
    return UnavailableError(f"Temporal did not take the request: {reason}", cause_code="temporal-unavailable")
