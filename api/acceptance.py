"""Accepting a submission: once for each idempotency key, written down whole before anybody works on it."""

from dataclasses import dataclass
from hashlib import sha256

from api.faults import Fault, FaultyRequestError, pointer
from api.ids import SUBMISSION, is_id, new_id
from api.ids import UPLOAD as UPLOAD_ID
from api.services import Services
from api.sources import UPLOAD
from api.submission_request import Sent, read_submission
from shelfready.errors import ConflictError, RejectedError
from shelfready.ports import UnitOfWork
from shelfready.titles import DeclaredFile, Submission
from shelfready.uploads import Upload
from shelfready.values import Blob

_HOLDINGS = 200
"""Files without a source that are looked up at once; of a drop with more, the worker says which are not there."""


@dataclass(frozen=True)
class Accepted:
    """A submission that was accepted: now, or by an earlier request with the same idempotency key."""

    submission: Submission
    is_new: bool


def accept(services: Services, publisher: str, document: object, idempotency_key: str | None) -> Accepted:
    """Write the submission down, or say everything that is wrong with it."""
    sent = read_submission(document)
    body_sha256 = sha256(sent.request.to_json()).hexdigest() if sent.request else ""
    with services.catalogue.begin(read_only=True) as unit:
        earlier = _earlier(unit, publisher, idempotency_key, body_sha256) if sent.request else None
        if earlier is not None:
            # Before its uploads are looked at: they may be gone by now, and the answer is to be the same.
            return Accepted(earlier, is_new=False)
        uploads = _uploads(unit, sent)
    faults = _of_holdings(services, publisher, sent)
    submission = _submission(services, publisher, sent, uploads, faults)
    try:
        return _write(services, submission, idempotency_key, body_sha256)
    except ConflictError:
        # Two requests with one key at the same time: the other was first, and its answer is ours.
        with services.catalogue.begin(read_only=True) as unit:
            earlier = _earlier(unit, publisher, idempotency_key, body_sha256)
        if earlier is None:
            raise
        return Accepted(earlier, is_new=False)


def rehearse(services: Services, publisher: str, document: object) -> Submission:
    """The submission as it would be accepted, written nowhere; or everything that is wrong with it.

    Files that were never delivered need no source yet: what is to be sent is what the sender wants to know.
    """
    sent = read_submission(document)
    with services.catalogue.begin(read_only=True) as unit:
        submission = _submission(services, publisher, sent, _uploads(unit, sent), [])
        _must_fit(unit, submission)
    return submission


def _must_fit(unit: UnitOfWork, submission: Submission) -> None:
    """Say what `claim` would say of a title that is another product, without claiming it."""
    publisher, title_id = submission.publisher, submission.title_id
    title = unit.titles.get(publisher, title_id)
    if title is None or title.content_type == submission.content_type:
        return
    if title.live_release is not None or unit.titles.open_ids(publisher, (title_id,)):
        raise ConflictError(
            f"title {title_id} is of content type {title.content_type}, and this submission says "
            f"{submission.content_type}: send it as {title.content_type}, or under an id of its own",
            cause_code="title-has-another-content-type",
        )


def _write(services: Services, submission: Submission, idempotency_key: str | None, body_sha256: str) -> Accepted:
    at = submission.created_at
    with services.catalogue.begin() as unit:
        unit.titles.claim(submission.publisher, submission.title_id, submission.content_type, at)
        unit.submissions.add(submission, idempotency_key=idempotency_key, body_sha256=body_sha256)
        unit.events.add(submission.id, "accepted", {"content_type": submission.content_type}, at)
    return Accepted(submission, is_new=True)


def _earlier(unit: UnitOfWork, publisher: str, key: str | None, body_sha256: str) -> Submission | None:
    found = unit.submissions.by_idempotency_key(publisher, key) if key is not None else None
    if found is None:
        return None
    submission, earlier_sha256 = found
    if earlier_sha256 != body_sha256:
        raise RejectedError(
            f"the Idempotency-Key was first sent with another body, which became {submission.id}: use a new key for a "
            "new request, and the same body for the same request",
            cause_code="idempotency-key-reused",
        )
    return submission


def _uploads(unit: UnitOfWork, sent: Sent) -> dict[str, Upload]:
    """The uploads that the body names, by id, whoever's they are."""
    sources = [file.source for _, file in sent.files] + [sent.source]
    ids = {source.removeprefix(UPLOAD) for source in sources if source is not None and source.startswith(UPLOAD)}
    found = {upload_id: unit.uploads.get(upload_id) for upload_id in ids if is_id(UPLOAD_ID, upload_id)}
    return {upload_id: upload for upload_id, upload in found.items() if upload is not None}


def _of_uploads(services: Services, publisher: str, sent: Sent, uploads: dict[str, Upload]) -> list[Fault]:
    faults: list[Fault] = []
    named = [(pointer("drop", "files", index), file, file.source) for index, file in sent.files]
    for at, file, source in [*named, ("/drop", None, sent.source)]:
        if source is None or not source.startswith(UPLOAD):
            continue
        upload = uploads.get(source.removeprefix(UPLOAD))
        if upload is None or upload.publisher != publisher or upload.expires_at <= services.clock.now():
            detail = "there is no such upload: start one with POST /v1/uploads"
            faults.append(Fault(pointer=f"{at}/source", detail=detail))
        elif not upload.is_complete:
            detail = f"the upload is not complete: send its parts, then POST /v1/uploads/{upload.id}/complete"
            faults.append(Fault(pointer=f"{at}/source", detail=detail))
        elif file is not None and file.size_bytes not in (None, upload.size_bytes):
            detail = f"{file.size_bytes} bytes are declared and {upload.size_bytes} were uploaded: correct one of them"
            faults.append(Fault(pointer=f"{at}/size_bytes", detail=detail))
        elif file is not None and None not in (file.sha256, upload.sha256) and file.sha256 != upload.sha256:
            detail = f"the upload was declared with another hash, {upload.sha256}: correct one of them"
            faults.append(Fault(pointer=f"{at}/sha256", detail=detail))
    return faults


def _of_holdings(services: Services, publisher: str, sent: Sent) -> list[Fault]:
    """Files without a source are such as the publisher has delivered before."""
    held = [
        (index, Blob(sha256=file.sha256, size_bytes=file.size_bytes))
        for index, file in sent.files
        if file.source is None and file.sha256 is not None and file.size_bytes
    ]
    detail = "you have not delivered a file with this hash and size before: add `source`"
    return [
        Fault(pointer=pointer("drop", "files", index, "source"), detail=detail)
        for index, blob in held[:_HOLDINGS]
        if not services.blobs.holds(publisher, blob)
    ]


def _submission(
    services: Services, publisher: str, sent: Sent, uploads: dict[str, Upload], faults: list[Fault]
) -> Submission:
    """The submission that was sent; raises everything that is wrong with it, `faults` among them."""
    faults = [*sent.faults, *_of_uploads(services, publisher, sent, uploads), *faults]
    if sent.request is None or faults:
        raise FaultyRequestError(faults, cause_code="submission-invalid")
    request = sent.request
    now = services.clock.now()
    drop = request.drop
    return Submission(
        id=new_id(SUBMISSION, now),
        publisher=publisher,
        title_id=request.title_id,
        content_type=request.content_type,
        metadata=request.metadata,
        drop=drop.model_copy(update={"files": tuple(_declared(file, uploads) for file in drop.files)}),
        created_at=now,
        updated_at=now,
    )


def _declared(file: DeclaredFile, uploads: dict[str, Upload]) -> DeclaredFile:
    """The file with the hash that was declared when it was uploaded, so that the worker compares it."""
    upload = uploads.get((file.source or "").removeprefix(UPLOAD))
    if upload is None or not (file.source or "").startswith(UPLOAD):
        return file
    return file.model_copy(update={"sha256": file.sha256 or upload.sha256, "size_bytes": upload.size_bytes})
