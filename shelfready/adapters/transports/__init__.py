"""Brings files from where publishers say they are: web servers, buckets, folders, and what they have sent us."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

from shelfready.adapters.transports.shown import shown
from shelfready.ports import Fetcher, ObjectStore

if TYPE_CHECKING:
    from shelfready.adapters.transports.dispatch import Fetchers

__all__ = ["file_roots_by_publisher", "open_fetchers", "s3_sources_by_publisher", "shown", "Fetcher", "S3Access"]


@dataclass(frozen=True)
class S3Access:
    """With which keys the publishers' buckets are read, and at which server; Amazon and its usual chain if None."""

    endpoint: str | None = None
    access_key: str | None = None
    secret_key: str | None = None
    region: str = "us-east-1"


def open_fetchers(
    *,
    store: ObjectStore,
    file_roots: Mapping[str, Sequence[Path]] | None = None,
    s3_sources: Mapping[str, Sequence[str]] | None = None,
    s3: S3Access | None = None,
    allow_private_hosts: bool = False,
) -> "Fetchers":
    """Every transport that is configured; `fetcher_for(publisher)` is what one publisher may use of them.

    `file_roots` are the folders, and `s3_sources` the addresses `s3://bucket/prefix`, below which each publisher's
    files are read. Private addresses, and http beside https, are for tests only.
    """
    # Imported here, so that who only wants to show an address never waits for an HTTP client.
    from shelfready.adapters.transports.dispatch import Fetchers  # noqa: PLC0415
    from shelfready.adapters.transports.guarded import Network  # noqa: PLC0415

    client = None
    if s3_sources:
        from shelfready.adapters.objects.s3_client import connect  # noqa: PLC0415

        access = s3 or S3Access()
        client = connect(
            endpoint=access.endpoint,
            access_key=access.access_key,
            secret_key=access.secret_key,
            region=access.region,
        )
    return Fetchers(
        store=store,
        file_roots={publisher: tuple(roots) for publisher, roots in (file_roots or {}).items()},
        s3_sources={publisher: tuple(sources) for publisher, sources in (s3_sources or {}).items()},
        s3_client=client,
        network=Network(allow_private_hosts=allow_private_hosts),
    )


def file_roots_by_publisher(lines: Sequence[str]) -> dict[str, tuple[Path, ...]]:
    """The setting's lines `<publisher>=/folder`, by publisher. No folder may lie within another publisher's.

    >>> file_roots_by_publisher(["harbour=/srv/harbour", "pier=/srv/pier"])
    {'harbour': (PosixPath('/srv/harbour'),), 'pier': (PosixPath('/srv/pier'),)}
    """
    roots: dict[str, tuple[Path, ...]] = {}
    for line in lines:
        publisher, _, folder = line.partition("=")
        if not publisher or "/" in publisher or not folder.startswith("/"):
            raise ValueError(f"{line!r} is no folder of a publisher: write <publisher>=/folder")
        roots[publisher] = (*roots.get(publisher, ()), Path(folder))
    _check_apart(roots)
    return roots


def s3_sources_by_publisher(lines: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The setting's lines `<publisher>=s3://bucket/prefix`, by publisher.

    >>> s3_sources_by_publisher(["harbour=s3://drops/harbour", "harbour=s3://legacy/harbour"])
    {'harbour': ('s3://drops/harbour', 's3://legacy/harbour')}
    """
    sources: dict[str, tuple[str, ...]] = {}
    for line in lines:
        publisher, found, source = line.partition("=")
        if not found or not source.startswith("s3://"):
            raise ValueError(f"{line!r} is no S3 source: write <publisher>=s3://bucket/prefix")
        sources[publisher] = (*sources.get(publisher, ()), source)
    return sources


def _check_apart(roots: Mapping[str, Sequence[Path]]) -> None:
    # As the links lead today: whoever reads a folder reads all that lies below it.
    owned = [(publisher, root, root.resolve()) for publisher, own in roots.items() for root in own]
    for (one, outer, outside), (other, inner, within) in permutations(owned, 2):
        if one != other and within.is_relative_to(outside):
            raise ValueError(
                f"{one} could read what {other} sends: {other}={inner} lies within {one}={outer}; "
                "give each publisher a folder of its own"
            )
