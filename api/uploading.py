"""Takes files in, in parts: each part once, exactly as long as it must be, and never held in memory."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO

from starlette.concurrency import run_in_threadpool

from api.callers import Caller
from api.faults import Fault, FaultyRequestError
from api.ids import UPLOAD, new_id
from api.owned import upload_of
from api.services import Services
from api.sources import UPLOAD as SCHEME
from api.upload_views import PartView, UploadLinks, UploadRequest, UploadView
from shelfready.errors import ConflictError, MissingError, RejectedError, ShelfreadyError
from shelfready.ports import ObjectInfo
from shelfready.uploads import PART_BYTES, Upload, UploadedPart

_WRITE_BYTES = 1 << 20


@dataclass(frozen=True)
class Uploading:
    """The uploads of one caller. Everything but `take` blocks."""

    services: Services
    caller: Caller

    def start(self, request: UploadRequest) -> UploadView:
        """A new upload, and where its parts go."""
        limit = self.services.limits.max_file_bytes
        if request.size_bytes > limit:
            detail = f"{request.size_bytes:,} bytes are more than {limit:,}, the most for one file: split the file"
            raise FaultyRequestError([Fault(pointer="/size_bytes", detail=detail)], cause_code="file-too-large")
        now = self.services.clock.now()
        upload = Upload(
            id=new_id(UPLOAD, now),
            publisher=self.caller.publisher,
            name=request.name,
            size_bytes=request.size_bytes,
            sha256=request.sha256,
            store_upload="",
            created_at=now,
            expires_at=now + self.services.limits.upload_life,
        )
        store_upload = self.services.blobs.store.start_upload(upload.object_key)
        upload = upload.model_copy(update={"store_upload": store_upload})
        with self.services.catalogue.begin() as unit:
            unit.uploads.add(upload)
        return self._view(upload, ())

    def read(self, upload_id: str) -> UploadView:
        """Which parts have arrived, and fresh addresses for the others."""
        upload = self.find(upload_id)
        return self._view(upload, () if upload.is_complete else self._arrived(upload))

    def find(self, upload_id: str) -> Upload:
        """The caller's upload."""
        with self.services.catalogue.begin(read_only=True) as unit:
            return upload_of(unit, self.caller, upload_id, self._now())

    def find_part(self, upload_id: str, number: int) -> tuple[Upload, int]:
        """The caller's upload and the size of one of its parts, if that part may still be sent."""
        upload = self.find(upload_id)
        if not 1 <= number <= upload.part_count:
            raise MissingError(
                f"the upload has the parts 1 to {upload.part_count}, and no part {number}", cause_code="part-unknown"
            )
        if upload.is_complete:
            raise ConflictError(
                "the upload is complete and takes no more parts; start another one", cause_code="upload-complete"
            )
        return upload, part_size(upload, number)

    async def take(self, upload: Upload, number: int, size_bytes: int, body: AsyncIterator[bytes]) -> UploadedPart:
        """Store one part, by way of a file without a name: the store is told a length, and may read twice."""
        with TemporaryFile(dir=self.services.scratch) as spool:
            taken = await _spool(body, spool)
            if taken != size_bytes:
                raise RejectedError(
                    f"part {number} is {taken:,} bytes and must be {size_bytes:,}: send exactly that many",
                    cause_code="part-size-differs",
                )
            spool.seek(0)
            store = self.services.blobs.store
            return await run_in_threadpool(
                store.put_part, upload.object_key, upload.store_upload, number, spool, size_bytes
            )

    def complete(self, upload_id: str) -> UploadView:
        """Make the file of its parts; a second time changes nothing."""
        upload = self.find(upload_id)
        if upload.is_complete:
            return self._view(upload, ())
        # What is there already was made by an earlier request, which died before it wrote so down.
        there = self.services.blobs.store.head(upload.object_key) or self._put_together(upload)
        if there.size_bytes != upload.size_bytes:
            raise RejectedError(
                f"{there.size_bytes:,} bytes arrived and {upload.size_bytes:,} were declared: start another upload",
                cause_code="upload-size-differs",
            )
        # Its time begins anew: a submission that names it must find it.
        expires_at = self._now() + self.services.limits.upload_life
        return self._view(self._save(upload, is_complete=True, expires_at=expires_at), ())

    def abort(self, upload_id: str) -> None:
        """Forget an upload and its parts; a second time finds nothing, which is as well."""
        with self.services.catalogue.begin(read_only=True) as unit:
            upload = upload_of(unit, self.caller, upload_id, None)
        if upload.expires_at <= self._now():
            return
        if upload.is_complete:
            raise ConflictError(
                "the upload is complete and a submission may name it; it is forgotten when its time is over",
                cause_code="upload-complete",
            )
        self.services.blobs.store.abort_upload(upload.object_key, upload.store_upload)
        self._save(upload, is_complete=False, expires_at=self._now())

    def _put_together(self, upload: Upload) -> ObjectInfo:
        store = self.services.blobs.store
        try:
            parts = self._arrived(upload)
            _require_all(upload, parts)
            return store.complete_upload(upload.object_key, upload.store_upload, parts)
        except ShelfreadyError as error:
            # Another request may have made it at the same time, and be taking the parts away: some, or all, are gone.
            there = store.head(upload.object_key)
            if there is not None:
                return there
            if not isinstance(error, MissingError):
                raise
            raise ConflictError(
                "the store no longer has the parts of this upload; start another one", cause_code="upload-lost"
            ) from error

    def _save(self, upload: Upload, *, is_complete: bool, expires_at: datetime) -> Upload:
        changed = upload.model_copy(update={"is_complete": is_complete, "expires_at": expires_at})
        with self.services.catalogue.begin() as unit:
            unit.uploads.save(changed)
        return changed

    def _arrived(self, upload: Upload) -> tuple[UploadedPart, ...]:
        return self.services.blobs.store.parts(upload.object_key, upload.store_upload)

    def _view(self, upload: Upload, arrived: tuple[UploadedPart, ...]) -> UploadView:
        path = f"/v1/uploads/{upload.id}"
        there = {part.number for part in arrived if part.size_bytes == part_size(upload, part.number)}
        return UploadView(
            id=upload.id,
            name=upload.name,
            size_bytes=upload.size_bytes,
            sha256=upload.sha256,
            is_complete=upload.is_complete,
            source=f"{SCHEME}{upload.id}",
            part_size_bytes=PART_BYTES,
            parts=tuple(self._part(upload, number, there) for number in range(1, upload.part_count + 1)),
            expires_at=upload.expires_at,
            links=UploadLinks(self=path, complete=f"{path}/complete"),
        )

    def _part(self, upload: Upload, number: int, there: set[int]) -> PartView:
        size_bytes, has_arrived = part_size(upload, number), upload.is_complete or number in there
        store = self.services.blobs.store
        signed = None if has_arrived else store.presign_part(upload.object_key, upload.store_upload, number, size_bytes)
        return PartView(
            number=number,
            size_bytes=size_bytes,
            has_arrived=has_arrived,
            url=signed.url if signed else f"/v1/uploads/{upload.id}/parts/{number}",
            expires_at=signed.expires_at if signed else None,
        )

    def _now(self) -> datetime:
        return self.services.clock.now()


def part_size(upload: Upload, number: int) -> int:
    """How long a part must be: all are of one size, the last is what is left."""
    return PART_BYTES if number < upload.part_count else upload.size_bytes - PART_BYTES * (upload.part_count - 1)


async def _spool(body: AsyncIterator[bytes], spool: IO[bytes]) -> int:
    """Write the body down, a megabyte at a time: neither the disk nor a thread for every small chunk delays others."""
    taken, gathered = 0, bytearray()
    async for chunk in body:
        gathered += chunk
        taken += len(chunk)
        if len(gathered) >= _WRITE_BYTES:
            await run_in_threadpool(spool.write, bytes(gathered))
            gathered.clear()
    await run_in_threadpool(spool.write, bytes(gathered))
    return taken


def _require_all(upload: Upload, parts: tuple[UploadedPart, ...]) -> None:
    sizes = {part.number: part.size_bytes for part in parts}
    faults = [
        Fault(pointer=f"/parts/{number}", detail=_fault(number, sizes.get(number), part_size(upload, number)))
        for number in range(1, upload.part_count + 1)
        if sizes.get(number) != part_size(upload, number)
    ]
    if faults:
        raise FaultyRequestError(faults, cause_code="upload-incomplete")


def _fault(number: int, found: int | None, expected: int) -> str:
    if found is None:
        return f"part {number} has not arrived: send its {expected:,} bytes"
    return f"part {number} is {found:,} bytes and must be {expected:,}: send it again"
