"""The catalogue on a SQL database: units of work over one pool of connections."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import URL, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from shelfready.adapters.database.chores import SqlChores
from shelfready.adapters.database.engine import for_reading, open_engine, parse_address
from shelfready.adapters.database.events import SqlEvents
from shelfready.adapters.database.failures import converted
from shelfready.adapters.database.feeds import SqlFeeds
from shelfready.adapters.database.keys import SqlKeys
from shelfready.adapters.database.outbox import SqlOutbox
from shelfready.adapters.database.policies import SqlPolicies
from shelfready.adapters.database.records import SqlRecords
from shelfready.adapters.database.submissions import SqlSubmissions
from shelfready.adapters.database.titles import SqlTitles
from shelfready.adapters.database.uploads import SqlUploads
from shelfready.adapters.database.waivers import SqlWaivers


def open_catalogue(url: str) -> "SqlCatalogue":
    """The catalogue at an address; one per process. Connects on first use, and expects `migrate` to have run."""
    return SqlCatalogue(parse_address(url))


@dataclass(frozen=True)
class SqlUnitOfWork:
    """One transaction; the repositories share its session."""

    session: Session
    may_write: bool

    @property
    def submissions(self) -> SqlSubmissions:
        """Submissions."""
        return SqlSubmissions(self.session, may_write=self.may_write)

    @property
    def titles(self) -> SqlTitles:
        """Titles and releases."""
        return SqlTitles(self.session)

    @property
    def events(self) -> SqlEvents:
        """Events and live progress."""
        return SqlEvents(self.session)

    @property
    def keys(self) -> SqlKeys:
        """API keys."""
        return SqlKeys(self.session)

    @property
    def uploads(self) -> SqlUploads:
        """Uploads."""
        return SqlUploads(self.session)

    @property
    def records(self) -> SqlRecords:
        """The records that hold for titles."""
        return SqlRecords(self.session)

    @property
    def feeds(self) -> SqlFeeds:
        """Feeds."""
        return SqlFeeds(self.session, may_write=self.may_write)

    @property
    def waivers(self) -> SqlWaivers:
        """Waivers."""
        return SqlWaivers(self.session)

    @property
    def policies(self) -> SqlPolicies:
        """Policies."""
        return SqlPolicies(self.session)

    @property
    def outbox(self) -> SqlOutbox:
        """Messages to the world."""
        return SqlOutbox(self.session)

    @property
    def chores(self) -> SqlChores:
        """Work that one process does for all."""
        return SqlChores(self.session)


class SqlCatalogue:
    """The catalogue in SQLite or PostgreSQL; threads may share it."""

    def __init__(self, address: URL) -> None:
        self._address = address

    def __repr__(self) -> str:
        # Not the address itself: a password may stand in its query, where the library shows it.
        host = f"{self._address.host}/" if self._address.host else ""
        return f"<SqlCatalogue {self._address.get_backend_name()} {host}{self._address.database}>"

    @contextmanager
    def begin(self, *, read_only: bool = False) -> Iterator[SqlUnitOfWork]:
        """One transaction: committed when the block ends without an error, else rolled back."""
        try:
            with Session(self._reader if read_only else self._engine) as session, session.begin():
                yield SqlUnitOfWork(session, may_write=not read_only)
        except SQLAlchemyError as error:  # what does not come from a connection: above all, none was free in time
            raise converted(error) from error

    def close(self) -> None:
        """Close the connections that no unit of work is using."""
        if "_engine" in vars(self):
            self._engine.dispose()

    @cached_property
    def _engine(self) -> Engine:
        return open_engine(self._address)

    @cached_property
    def _reader(self) -> Engine:
        return for_reading(self._engine)
