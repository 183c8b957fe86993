"""Uploads under way."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select, update

from shelfready.adapters.database.documents import document
from shelfready.adapters.database.statements import insert_into
from shelfready.adapters.database.tables import UploadRow
from shelfready.errors import ConflictError, MissingError
from shelfready.uploads import Upload


@dataclass(frozen=True)
class SqlUploads:
    """Uploads as rows; what they are is in `ports.Uploads`."""

    session: Session

    def add(self, upload: Upload) -> None:
        """Insert, unless the id is taken."""
        added = self.session.exec(
            insert_into(self.session, UploadRow)
            .values(id=upload.id, publisher=upload.publisher, expires_at=upload.expires_at, document=document(upload))
            .on_conflict_do_nothing()
            .returning(col(UploadRow.id))
        ).first()
        if added is None:
            raise ConflictError(f"there is an upload {upload.id} already: begin a new one", cause_code="upload-exists")

    def get(self, upload_id: str) -> Upload | None:
        """Read one."""
        found = self.session.exec(select(UploadRow.document).where(UploadRow.id == upload_id)).first()
        return None if found is None else Upload.from_json(found)

    def save(self, upload: Upload) -> None:
        """Write one that changed; whose it is never does."""
        saved = self.session.exec(
            update(UploadRow)
            .where(col(UploadRow.id) == upload.id)
            .values(expires_at=upload.expires_at, document=document(upload))
        )
        if saved.rowcount == 0:
            raise MissingError(f"there is no upload {upload.id}: add it before saving it")

    def expired(self, before: datetime, limit: int) -> tuple[Upload, ...]:
        """Read some whose time is over, the longest over first."""
        found = self.session.exec(
            select(UploadRow.document)
            .where(UploadRow.expires_at < before)
            .order_by(col(UploadRow.expires_at), col(UploadRow.id))
            .limit(limit)
        )
        return tuple(Upload.from_json(document) for document in found)

    def unexpired(self, at: datetime) -> tuple[Upload, ...]:
        """Read all whose time is not over."""
        found = self.session.exec(select(UploadRow.document).where(UploadRow.expires_at >= at))
        return tuple(Upload.from_json(document) for document in found)

    def remove(self, upload_id: str) -> None:
        """Delete, if it is there."""
        self.session.exec(delete(UploadRow).where(col(UploadRow.id) == upload_id))
