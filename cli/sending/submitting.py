"""Uploads a drop and submits it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol
from uuid import uuid4

from cli.answers import NewSubmission, SubmissionView
from cli.client import Api
from cli.sending.identity import Identity
from cli.sending.local_drop import LocalDrop
from cli.sending.uploads import Uploader, measure
from shelfready.errors import RejectedError
from shelfready.titles import DeclaredFile, Drop, DropKind
from shelfready.values import Blob


class SendingView(Protocol):
    """Shows how far the sending is."""

    def file(self, name: str, size_bytes: int) -> AbstractContextManager[Callable[[int], None]]:
        """A file begins; what is yielded is told of each stretch that need not be sent any more."""


def submit(
    api: Api, uploader: Uploader, drop: LocalDrop, identity: Identity, view: SendingView, *, key: str | None = None
) -> SubmissionView:
    """Upload what is not there yet, and submit the title.

    With the same `key` and the same drop a repetition answers the first submission; without one each call is a
    submission of its own, sent once however often the network makes it repeat.
    """
    # Everything is hashed before anything is sent: a file that is not what its manifest says costs no upload.
    blobs = _measured(drop)
    sources = {name: _send(uploader, drop, name, blob, view) for name, blob in blobs.items()}
    new = NewSubmission(
        title_id=identity.title_id,
        content_type=identity.content_type,
        metadata=None if drop.kind is DropKind.ZIP else drop.manifest.metadata,
        drop=_drop(drop, blobs, sources),
    )
    answer = api.post("/v1/submissions", new, SubmissionView, idempotency_key=key or f"cli-{uuid4()}")
    for name, blob in blobs.items():
        uploader.forget(name, blob)
    return answer


def _measured(drop: LocalDrop) -> dict[str, Blob]:
    if drop.kind is DropKind.ZIP:
        return {name: measure(path) for name, path in drop.paths.items()}
    blobs = {file.name: measure(drop.paths[file.name]) for file in drop.manifest.files}
    faults = [fault for file in drop.manifest.files if (fault := _differs(file, blobs[file.name])) is not None]
    if faults:
        raise RejectedError(
            "\n  ".join(["files differ from their manifest:", *faults]), cause_code="declared-hash-differs"
        )
    return blobs


def _send(uploader: Uploader, drop: LocalDrop, name: str, blob: Blob, view: SendingView) -> str:
    with view.file(name, blob.size_bytes) as sent:
        return uploader.upload(drop.paths[name], name, blob, sent)


def _drop(drop: LocalDrop, blobs: dict[str, Blob], sources: dict[str, str]) -> Drop:
    if drop.kind is DropKind.ZIP:
        (source,) = sources.values()
        return Drop(kind=DropKind.ZIP, source=source)
    files = tuple(
        file.model_copy(
            update={
                "source": sources[file.name],
                "sha256": blobs[file.name].sha256,
                "size_bytes": blobs[file.name].size_bytes,
            }
        )
        for file in drop.manifest.files
    )
    return Drop(kind=DropKind.FILES, files=files, chapters=drop.manifest.chapters)


def _differs(declared: DeclaredFile, found: Blob) -> str | None:
    if declared.size_bytes not in (None, found.size_bytes):
        return (
            f"{declared.name} has {found.size_bytes} bytes, its manifest says {declared.size_bytes}; send the right "
            "file, or correct the manifest"
        )
    if declared.sha256 not in (None, found.sha256):
        return f"{declared.name} hashes to {found.sha256}, its manifest says {declared.sha256}; send the right file"
    return None
