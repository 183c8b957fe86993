"""Chooses the transport of a source by how its address begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shelfready.adapters.transports.files import FileFetcher
from shelfready.adapters.transports.guarded import Network
from shelfready.adapters.transports.https import WebFetcher
from shelfready.adapters.transports.receiving import Pace
from shelfready.adapters.transports.refusals import cannot_list, forbidden, invalid
from shelfready.adapters.transports.stored import StoreFetcher
from shelfready.ports import ListedFile, ObjectStore, Watcher
from shelfready.values import Blob

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

    from shelfready.adapters.transports.buckets import BucketFetcher


@dataclass(frozen=True)
class Fetchers:
    """All transports; what one publisher may use of them is a fetcher of its own."""

    store: ObjectStore
    file_roots: Mapping[str, tuple[Path, ...]]
    s3_sources: Mapping[str, tuple[str, ...]]
    s3_client: "S3Client | None"
    network: Network
    pace: Pace = Pace()  # noqa: RUF009 - frozen

    def fetcher_for(self, publisher: str) -> "PublisherFetcher":
        """The fetcher by which another publisher's uploads, folders and prefixes cannot even be named."""
        return PublisherFetcher(
            web=WebFetcher(self.network, self.pace),
            files=FileFetcher(self.file_roots.get(publisher, ()), self.pace),
            stored=StoreFetcher(self.store, publisher, self.pace),
            buckets=self._buckets(publisher),
        )

    def _buckets(self, publisher: str) -> "BucketFetcher | None":
        sources = self.s3_sources.get(publisher)
        if self.s3_client is None or not sources:
            return None
        # Imported here, so that who is never fetched from a bucket never waits for boto3.
        from shelfready.adapters.transports.buckets import BucketFetcher  # noqa: PLC0415

        return BucketFetcher(self.s3_client, sources, self.pace)


@dataclass(frozen=True)
class PublisherFetcher:
    """The `Fetcher` of one publisher."""

    web: WebFetcher
    files: FileFetcher
    stored: StoreFetcher
    buckets: "BucketFetcher | None"

    def listing(self, source: str) -> tuple[ListedFile, ...]:
        """The files below a folder (`file://`) or a prefix (`s3://`)."""
        match _scheme(source):
            case "file":
                return self.files.listing(source)
            case "s3":
                return self._buckets(source).listing(source)
            case _:
                raise cannot_list(source)

    def fetch(self, source: str, into: Path, watcher: Watcher, *, limit_bytes: int) -> Blob:
        """Write the bytes to a file, by whichever transport the address names."""
        match _scheme(source):
            case "https" | "http":
                return self.web.fetch(source, into, watcher, limit_bytes=limit_bytes)
            case "file":
                return self.files.fetch(source, into, watcher, limit_bytes=limit_bytes)
            case "s3":
                return self._buckets(source).fetch(source, into, watcher, limit_bytes=limit_bytes)
            case "upload" | "blob":
                return self.stored.fetch(source, into, watcher, limit_bytes=limit_bytes)
            case _:
                raise invalid(source, "expected https://, s3://, file:///, upload: or blob:")

    def _buckets(self, source: str) -> "BucketFetcher":
        if self.buckets is None:
            raise forbidden(source, "no bucket is set up for you")
        return self.buckets


def _scheme(source: str) -> str:
    return source.partition(":")[0].lower()
