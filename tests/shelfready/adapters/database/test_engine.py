"""Addresses of databases, and what is shown of them."""

import pytest

from shelfready.adapters.database import open_catalogue
from shelfready.adapters.database.engine import is_sqlite, parse_address
from shelfready.errors import DefectError


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg", "postgresql+psycopg2"])
def test_postgresql_is_spoken_with_our_driver(scheme: str) -> None:
    """However the address is spelt, as hosts hand it out."""
    address = parse_address(f"{scheme}://user:pass@db.example/catalogue?sslmode=require")

    assert address.drivername == "postgresql+psycopg"
    assert (address.host, address.database, address.query) == ("db.example", "catalogue", {"sslmode": "require"})
    assert not is_sqlite(address)


@pytest.mark.parametrize("scheme", ["sqlite", "sqlite+pysqlite"])
def test_a_sqlite_file_is_taken(scheme: str) -> None:
    """Absolute paths have four slashes."""
    address = parse_address(f"{scheme}:////var/catalogue.db")

    assert is_sqlite(address)
    assert address.database == "/var/catalogue.db"


@pytest.mark.parametrize(
    "url",
    [
        "mysql://user:s3cret@host/catalogue",
        "nonsense s3cret",
        "postgresql://user:s3cret@host:port/catalogue",
        "sqlite://",
        "sqlite:///:memory:",
        "",
    ],
)
def test_any_other_address_is_refused_without_repeating_it(url: str) -> None:
    """The message names the setting and the two kinds that are taken, and no password."""
    with pytest.raises(DefectError, match="SHELFREADY_DATABASE_URL") as caught:
        open_catalogue(url)

    assert caught.value.cause_code == "database-url-unusable"
    assert "s3cret" not in str(caught.value)
    assert "s3cret" not in str(caught.value.__cause__)


@pytest.mark.parametrize(
    "url", ["postgresql://user:s3cret@db.example/catalogue", "postgresql://user@db.example/catalogue?password=s3cret"]
)
def test_a_catalogue_shows_where_it_is_but_no_password(url: str) -> None:
    """Not even one in the query, which the library itself would show."""
    assert repr(open_catalogue(url)) == "<SqlCatalogue postgresql db.example/catalogue>"
