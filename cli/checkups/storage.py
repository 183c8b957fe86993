"""Where things are kept: the catalogue, the object store, and the space for work in progress."""

import shutil
from collections.abc import Iterator
from uuid import uuid4

from cli.checkups.checkup import Checkup, fail, looked_at, ok, warn
from cli.output import size
from shelfready.adapters.database import current_revision, head_revision
from shelfready.adapters.objects import open_store
from shelfready.settings import Settings

_LITTLE, _NEXT_TO_NOTHING = 10 * 1000**3, 1 * 1000**3


def look(settings: Settings) -> Iterator[Checkup]:
    """Every place, used once."""
    yield looked_at("catalogue", "start the database, or correct SHELFREADY_DATABASE_URL", lambda: _catalogue(settings))
    mend = "let this user write there, or correct SHELFREADY_STORE_URL and the S3 settings"
    yield looked_at("object store", mend, lambda: _store(settings, mend))
    yield looked_at("scratch space", "let this user write there, or set SHELFREADY_SCRATCH", lambda: _scratch(settings))


def _catalogue(settings: Settings) -> Checkup:
    found, wanted = current_revision(settings.resolved_database_url), head_revision()
    if found is None or found != wanted:
        said = f"its schema is at revision {found or 'none'}, this release needs {wanted}"
        return fail("catalogue", said, "run `shelfready database upgrade` (`shelfready up` does it by itself)")
    return ok("catalogue", f"answers, schema at revision {found}")


def _store(settings: Settings, mend: str) -> Checkup:
    secret = settings.s3_secret_key
    store = open_store(
        settings.resolved_store_url,
        endpoint=settings.s3_endpoint,
        access_key=settings.s3_access_key,
        secret_key=secret.get_secret_value() if secret is not None else None,
        region=settings.s3_region,
    )
    key = f"doctor/{uuid4()}"
    store.put_bytes(key, b"well")
    read = store.read(key)
    store.delete(key)
    if read != b"well":
        return fail("object store", f"{settings.resolved_store_url} gave back other bytes than it was given", mend)
    return ok("object store", f"{settings.resolved_store_url} keeps and gives back")


def _scratch(settings: Settings) -> Checkup:
    folder = settings.resolved_scratch
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / f".doctor-{uuid4()}"
    probe.write_bytes(b"well")
    probe.unlink()
    free = shutil.disk_usage(folder).free
    mend = "free some space, or set SHELFREADY_SCRATCH to a larger disk: a long audiobook needs several GB at once"
    if free < _NEXT_TO_NOTHING:
        return fail("scratch space", f"{size(free)} free in {folder}", mend)
    if free < _LITTLE:
        return warn("scratch space", f"{size(free)} free in {folder}", mend)
    return ok("scratch space", f"{size(free)} free in {folder}")
