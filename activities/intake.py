"""Takes a drop in: which files there are, their bytes, and that they are what was declared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from temporalio import activity

from activities.journal import Journal
from activities.redelivering import redelivered
from activities.scratch import Scratch
from activities.shares import other_shares, shares, track_shares
from activities.watching import ActivityWatcher
from shelfready.arrivals import compare
from shelfready.blobs import Blobs, action_key
from shelfready.digests import digests_in
from shelfready.drop_documents import DOCUMENT_LIMIT_BYTES, listing_of
from shelfready.errors import RejectedError, UnavailableError
from shelfready.feed_updates import is_update
from shelfready.findings import Finding, Report, judge
from shelfready.ports import Archives, Fetcher, ListedFile, Tables
from shelfready.recognition import recognise
from shelfready.refusing import findings_of
from shelfready.titles import (
    MOST_FILES,
    Asset,
    DeclaredFile,
    DropKind,
    Manifest,
    Refusal,
    Stage,
    Submission,
    SubmissionRef,
)
from shelfready.values import Blob, Sha256, Value

LONGEST_PROBLEM = 500
MOST_LISTED = 10
"""Faults that a parked title's message names; the report has them all."""
FETCH_BATCHES = 4
"""Transfers of one title at once: enough to fill a line, few enough to be a polite client of one server."""


class Opened(Value):
    """What a drop turned out to be. `batches` are indices of the manifest's files.

    `manifest` is None when a newer submission of the title is published already: then there is nothing to do.
    """

    manifest: Sha256 | None
    files: int = 0
    batches: tuple[tuple[int, ...], ...] = ()


class FetchBatch(Value):
    """Files of a manifest to be brought in, in order. `round` counts how often the drop was taken in anew."""

    submission: SubmissionRef
    manifest: Sha256
    indices: tuple[int, ...]
    round: int = 0


class FetchedFile(Value):
    """A file that arrived, or what was wrong with it."""

    index: int
    blob: Blob | None = None
    cause_code: str | None = None
    problem: str | None = None


class FetchedFiles(Value):
    """What became of the files of a batch; stored, because a history is no place for thousands of problems."""

    files: tuple[FetchedFile, ...]


class Fetched(Value):
    """Where it is written down what became of a batch."""

    files: Sha256


class CloseRequest(Value):
    """Everything that was fetched of a drop."""

    submission: SubmissionRef
    manifest: Sha256
    fetched: tuple[Sha256, ...]


class Delivery(Value):
    """A drop, taken in: its manifest, and its files by content."""

    manifest: Manifest
    assets: tuple[Asset, ...]


class Delivered(Value):
    """Where the delivery is written down, and how measuring it is shared out (indices of its assets).

    Audio says how far it is; what checks a book or a picture does not, and is waited for differently.
    """

    delivery: Sha256
    tracks: tuple[tuple[int, ...], ...] = ()
    others: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True)
class Intake:
    """The department that takes drops in."""

    journal: Journal
    blobs: Blobs
    fetcher_for: Callable[[str], Fetcher]
    archives: Archives
    tables: Tables
    scratch: Scratch
    max_file_bytes: int

    @activity.defn(name="intake.open", no_thread_cancel_exception=True)
    def open(self, ref: SubmissionRef) -> Opened:
        """Find out which files a drop has, and which is what."""
        submission = self.journal.begin(ref, Stage.FETCH)
        if self.journal.is_outdated(ref):
            return Opened(manifest=None)
        watcher = self._watcher(ref, "looking into the drop")
        try:
            manifest = self._manifest(submission, watcher)
            _agree(submission, manifest)
        except RejectedError as error:
            self._report(ref, [Refusal(cause_code=error.cause_code, message=error.message)])
            raise
        watcher.finish()
        stored = self.blobs.put_value(manifest)
        self.blobs.need(ref.submission_id, {stored.sha256, *digests_in(manifest.to_json())})
        count = 1 if submission.drop.kind is DropKind.ZIP else FETCH_BATCHES
        return Opened(
            manifest=stored.sha256, files=len(manifest.files), batches=shares(range(len(manifest.files)), count)
        )

    @activity.defn(name="intake.fetch", no_thread_cancel_exception=True)
    def fetch(self, batch: FetchBatch) -> Fetched:
        """Bring files in and store them by content. Faults are said file by file, so that all of them show at once.

        A file that came is not fetched again because another one failed, nor by the next attempt.
        """
        manifest = self.blobs.read_value(Manifest, batch.manifest)
        fetched: list[FetchedFile] = []
        keys = {index: _fetch_key(batch, index, manifest.files[index]) for index in batch.indices}
        # Before anything comes: a title that parks because one file is missing keeps the others until it goes on.
        self.blobs.need(batch.submission.submission_id, keys.values())
        outage: UnavailableError | None = None
        with self.scratch.folder() as folder:
            for index in batch.indices:
                watcher = self._watcher(batch.submission, manifest.files[index].name)
                watcher.moved()
                try:
                    blob = self._once(batch, keys[index], manifest.files[index], folder, watcher)
                    fetched.append(FetchedFile(index=index, blob=blob))
                except RejectedError as error:
                    fetched.append(
                        FetchedFile(index=index, cause_code=error.cause_code, problem=error.message[:LONGEST_PROBLEM])
                    )
                except UnavailableError as error:
                    outage = outage or error
                watcher.finish()
        if outage is not None:
            raise outage
        files = self.blobs.put_value(FetchedFiles(files=tuple(fetched)))
        self.blobs.need(batch.submission.submission_id, [files.sha256])
        return Fetched(files=files.sha256)

    @activity.defn(name="intake.close", no_thread_cancel_exception=True)
    def close(self, request: CloseRequest) -> Delivered:
        """Write the delivery down, or refuse it with every fault that was found."""
        manifest = self.blobs.read_value(Manifest, request.manifest)
        fetched = [file for name in request.fetched for file in self.blobs.read_value(FetchedFiles, name).files]
        faults = sorted((file for file in fetched if file.blob is None), key=lambda file: file.index)
        if faults:
            self._refuse(request.submission, manifest, faults)
        by_index = {file.index: file.blob for file in fetched if file.blob is not None}
        assets = tuple(
            Asset(
                role=declared.role,
                name=declared.name,
                order=declared.order,
                title=declared.title,
                sha256=by_index[index].sha256,
                size_bytes=by_index[index].size_bytes,
            )
            for index, declared in enumerate(manifest.files)
        )
        ordered = tuple(sorted(assets, key=lambda asset: (asset.role.value, asset.order or 0)))
        self.journal.tell(
            request.submission, "fetched", files=len(ordered), bytes=sum(asset.size_bytes for asset in ordered)
        )
        delivery = self.blobs.put_value(Delivery(manifest=manifest, assets=ordered))
        self.journal.attach(request.submission, delivery=delivery.sha256)
        return Delivered(delivery=delivery.sha256, tracks=track_shares(ordered), others=other_shares(ordered))

    def _manifest(self, submission: Submission, watcher: ActivityWatcher) -> Manifest:
        if is_update(submission):
            return redelivered(self.journal.catalogue, self.blobs, submission)
        drop, fetcher = submission.drop, self.fetcher_for(submission.publisher)
        if drop.kind is DropKind.FILES:
            _must_be_fetched(drop.files)
            return Manifest(
                title_id=submission.title_id,
                content_type=submission.content_type,
                metadata=submission.metadata or Manifest(files=()).metadata,
                files=drop.files,
                chapters=drop.chapters,
                dialect="submission",
            )
        source = drop.source or ""
        with self.scratch.folder() as folder:
            if drop.kind is DropKind.FOLDER:
                files = fetcher.listing(source)
            else:
                archive = folder / "drop"
                blob = fetcher.fetch(source, archive, watcher, limit_bytes=self.max_file_bytes)
                self.blobs.put_file(archive, blob, watcher.moved)
                files = tuple(
                    file.model_copy(update={"source": f"zip:{blob.sha256}#{file.name}"})
                    for file in self.archives.members(archive)
                )
            bring = partial(self._bring, fetcher, folder / "drop", watcher)
            return recognise(
                listing_of(files, bring, self.tables, folder, title_id=submission.title_id, watcher=watcher)
            )

    def _bring(self, fetcher: Fetcher, archive: Path, watcher: ActivityWatcher, file: ListedFile, into: Path) -> None:
        """Write a document of the drop to a path, out of the archive if it lies in one."""
        if file.source.startswith("zip:"):
            self.archives.extract(archive, file.name, into, limit_bytes=DOCUMENT_LIMIT_BYTES, moved=watcher.moved)
        else:
            fetcher.fetch(file.source, into, watcher, limit_bytes=DOCUMENT_LIMIT_BYTES)

    def _once(
        self, batch: FetchBatch, key: str, declared: DeclaredFile, folder: Path, watcher: ActivityWatcher
    ) -> Blob:
        """The file, fetched by this attempt or by an earlier one of the same round."""
        done = self.blobs.done(key)
        if done is not None:
            return done.outputs["file"]
        blob = self._take(batch.submission.publisher, declared, folder, watcher)
        self.blobs.record(key, {"file": blob})
        return blob

    def _take(self, publisher: str, declared: DeclaredFile, folder: Path, watcher: ActivityWatcher) -> Blob:
        known = self._held(publisher, declared)
        if known is not None:
            return known
        path = folder / "file"
        source = declared.source or ""
        if source.startswith("zip:"):
            digest, _, member = source.removeprefix("zip:").partition("#")
            archive = folder / digest
            if not archive.exists():
                self.blobs.download(digest, archive, watcher.moved)
            blob = self.archives.extract(archive, member, path, limit_bytes=self.max_file_bytes, moved=watcher.moved)
        else:
            blob = self.fetcher_for(publisher).fetch(source, path, watcher, limit_bytes=self.max_file_bytes)
        compare(declared, blob, path)
        self.blobs.put_file(path, blob, watcher.moved)
        self.blobs.hold(publisher, blob)
        path.unlink()
        return blob

    def _held(self, publisher: str, declared: DeclaredFile) -> Blob | None:
        """The file, when this publisher has delivered these very bytes before: then they need not be sent again."""
        if declared.sha256 is None or declared.size_bytes is None:
            return None
        blob = Blob(sha256=declared.sha256, size_bytes=declared.size_bytes)
        return blob if self.blobs.holds(publisher, blob) else None

    def _refuse(self, ref: SubmissionRef, manifest: Manifest, faults: list[FetchedFile]) -> None:
        findings = self._report(ref, [_refusal(manifest.files[fault.index], fault) for fault in faults])
        listed = "; ".join(f"{finding.asset}: {finding.message}" for finding in findings[:MOST_LISTED])
        more = f"; and {len(faults) - MOST_LISTED} more in the report" if len(faults) > MOST_LISTED else ""
        raise RejectedError(
            f"{len(faults)} of {len(manifest.files)} files could not be taken in: {listed}{more}",
            cause_code=faults[0].cause_code,
        )

    def _report(self, ref: SubmissionRef, refusals: Sequence[Refusal]) -> tuple[Finding, ...]:
        """Keep what is wrong with a drop that could not be taken in, as the rules say it."""
        findings = findings_of(refusals)
        verdict = judge(findings)
        report = self.blobs.put_value(Report(findings=findings, verdict=verdict))
        self.journal.attach_report(ref, report.sha256, verdict.counts)
        return findings

    def _watcher(self, ref: SubmissionRef, part: str) -> ActivityWatcher:
        return ActivityWatcher(self.journal.catalogue, self.journal.clock, ref, Stage.FETCH, part)


def _must_be_fetched(files: tuple[DeclaredFile, ...]) -> None:
    """`zip:` and `blob:` are our own names for stored bytes: in a publisher's list they would name another's."""
    for file in files:
        if file.source is not None and file.source.startswith(("zip:", "blob:")):
            raise RejectedError(
                f"{file.name} names stored bytes as its source; upload the file, or give the address where it lies",
                cause_code="source-forbidden",
            )


def _agree(submission: Submission, manifest: Manifest) -> None:
    """A drop that says it is another title must not become this one."""
    for name, sent, found in (
        ("title", submission.title_id, manifest.title_id),
        ("content type", submission.content_type, manifest.content_type),
    ):
        if found is not None and found != sent:
            raise RejectedError(
                f"the submission is for the {name} {sent}, the drop says {found}: send the right drop, or correct "
                "one of the two",
                cause_code="drop-is-another-title",
            )
    if not manifest.files:
        raise RejectedError("the drop names no files; name at least one", cause_code="drop-empty")
    if len(manifest.files) > MOST_FILES:
        raise RejectedError(
            f"the drop holds {len(manifest.files):,} files, and a title has at most {MOST_FILES:,}: send one title, or "
            "leave out what does not belong to it",
            cause_code="drop-too-many-files",
        )


def _fetch_key(batch: FetchBatch, index: int, declared: DeclaredFile) -> str:
    """The action key of fetching a file of a drop.

    An upload cannot have changed since, and may be gone when the drop is taken in again: for it every round is one.
    """
    submission = batch.submission.submission_id
    round = 0 if (declared.source or "").startswith("upload:") else batch.round
    return action_key("fetch", submission=submission, manifest=batch.manifest, index=index, round=round)


def _refusal(declared: DeclaredFile, fault: FetchedFile) -> Refusal:
    return Refusal(
        cause_code=fault.cause_code or "file-not-taken-in",
        message=fault.problem or "the file could not be taken in",
        asset=declared.name,
    )
