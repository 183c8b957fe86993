"""Brings a title on the shelf up to date when only what is said of it has changed: the same files, once more."""

from shelfready.metadata import MANIFEST, SUBMISSION
from shelfready.record_metadata import metadata_of
from shelfready.records import Record
from shelfready.titles import DeclaredFile, Drop, DropKind, Manifest, Metadata, Submission, TitleFacts

ORIGIN = "feed:"
"""How the origin of a submission begins that a feed has made."""

LIVE_FILES = Drop(kind=DropKind.FILES)
"""A drop that names no files: those of the release that is live when the submission's turn comes.

Publishers cannot send it, their lists name at least one. The files are looked up late, because another delivery of the
title may be published before.
"""


def is_update(submission: Submission) -> bool:
    """Whether a submission stands for the files of the live release."""
    return submission.origin is not None and submission.drop == LIVE_FILES


def manifest_of(live: TitleFacts, record: Record | None) -> Manifest:
    """The files of a live release as a drop, and what their deliverer said that the record does not say.

    The files are named by their content alone: intake finds them among what the publisher has delivered. What was read
    from the files will be read again; what came from an earlier record is not kept, for the new one takes its place.
    """
    files = tuple(
        DeclaredFile(
            role=found.asset.role,
            name=found.asset.name,
            order=found.asset.order,
            title=found.asset.title,
            sha256=found.asset.sha256,
            size_bytes=found.asset.size_bytes,
        )
        for found in live.assets
    )
    return Manifest(
        title_id=live.title_id,
        content_type=live.content_type,
        metadata=_kept(live, metadata_of(record) if record is not None else Metadata()),
        files=files,
        chapters=live.declared_chapters,
        dialect="feed",
    )


def _kept(live: TitleFacts, said: Metadata) -> Metadata:
    kept = {
        field: getattr(live.metadata, field)
        for field, source in live.provenance.items()
        if source in (SUBMISSION, MANIFEST) and getattr(said, field) in (None, ())
    }
    return Metadata.model_validate(kept)
