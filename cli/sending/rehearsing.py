"""Asks what sending a drop would do, without sending any of it: its files are hashed here, and only named."""

from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from cli.answers import NewSubmission
from cli.client import Api
from cli.local_files import LocalFiles, open_files, unreadable
from cli.sending.identity import Identity
from cli.sending.local_drop import LocalDrop
from shelfready.forecasts import Forecast
from shelfready.titles import DeclaredFile, Drop, DropKind


def rehearse(api: Api, drop: LocalDrop, identity: Identity, *, limit_bytes: int) -> Forecast:
    """What submitting the drop would do; an archive is asked about as the files that are in it."""
    new = NewSubmission(
        title_id=identity.title_id,
        content_type=identity.content_type,
        metadata=drop.manifest.metadata,
        drop=Drop(kind=DropKind.FILES, files=_hashed(drop, limit_bytes), chapters=drop.manifest.chapters),
    )
    return api.post("/v1/submissions?dry_run=true", new, Forecast, idempotency_key=f"cli-{uuid4()}")


def _hashed(drop: LocalDrop, limit_bytes: int) -> tuple[DeclaredFile, ...]:
    try:
        with TemporaryDirectory(prefix="shelfready-") as folder:
            files, place = open_files(drop.root), Path(folder) / "file"
            return tuple(_named(files, file, place, limit_bytes) for file in drop.manifest.files)
    except OSError as error:
        raise unreadable(drop.root, error) from error


def _named(files: LocalFiles, file: DeclaredFile, place: Path, limit_bytes: int) -> DeclaredFile:
    """The file as a drop names one that was delivered before: by what it holds, and by no address."""
    _, blob = files.bring(file.name, place, limit_bytes=limit_bytes)
    place.unlink(missing_ok=True)
    return file.model_copy(update={"source": None, "sha256": blob.sha256, "size_bytes": blob.size_bytes})
