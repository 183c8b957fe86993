"""Brings what lies in our own store: files that were uploaded to us, and bytes that were taken in before."""

import re
from dataclasses import dataclass
from pathlib import Path

from shelfready.adapters.transports.receiving import Pace, Receiver
from shelfready.adapters.transports.refusals import invalid, not_found
from shelfready.blobs import blob_key
from shelfready.errors import DefectError
from shelfready.ports import ObjectStore, Watcher
from shelfready.values import Blob

_UPLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class StoreFetcher:
    """The transport of `upload:<upload id>` and `blob:<sha256>`. Uploads are looked for among `publisher`'s only."""

    store: ObjectStore
    publisher: str
    pace: Pace = Pace()  # noqa: RUF009 - frozen

    def fetch(self, source: str, into: Path, watcher: Watcher, *, limit_bytes: int) -> Blob:
        """Write an upload, or bytes by their content."""
        scheme, _, name = source.partition(":")
        if scheme == "upload":
            if not _UPLOAD.fullmatch(name):
                raise invalid(source, "expected upload: and the id that the upload was given")
            # The key of `Upload.object_key`.
            return self._copy(source, f"uploads/{self.publisher}/{name}", into, watcher, limit_bytes)
        if not _SHA256.fullmatch(name):
            raise invalid(source, "expected blob: and a SHA-256 in 64 lower-case hexadecimal digits")
        blob = self._copy(source, blob_key(name), into, watcher, limit_bytes)
        if blob.sha256 != name:
            into.unlink()
            raise DefectError(
                f"the stored bytes of {name} hash to {blob.sha256}: the object is damaged, restore it from a backup",
                cause_code="stored-object-damaged",
            )
        return blob

    def _copy(self, source: str, key: str, into: Path, watcher: Watcher, limit_bytes: int) -> Blob:
        info = self.store.head(key)
        if info is None:
            raise not_found(source)
        with Receiver(source, into, watcher, limit_bytes=limit_bytes, pace=self.pace) as receiver:
            receiver.expect(info.size_bytes)
            for piece in self.store.stream(key):
                receiver.take(piece)
            return receiver.finish()
