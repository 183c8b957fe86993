"""What is said when a source cannot be fetched, in one wording for all transports."""

from shelfready.adapters.transports.shown import shown
from shelfready.errors import RejectedError, UnavailableError


def not_found(source: str) -> RejectedError:
    """Nothing is there."""
    return RejectedError(
        f"there is no file at {shown(source)}; check the address, or put the file there",
        cause_code="source-not-found",
    )


def forbidden(source: str, why: str) -> RejectedError:
    """It is there, but not for us."""
    return RejectedError(
        f"{shown(source)} may not be read: {why}; allow it, or send the file in another way",
        cause_code="source-forbidden",
    )


def invalid(source: str, why: str) -> RejectedError:
    """The address itself is not one that we follow."""
    return RejectedError(f"{shown(source)} is no address to fetch from: {why}", cause_code="source-invalid")


def too_large(source: str, limit_bytes: int, size_bytes: int | None = None) -> RejectedError:
    """More bytes than are taken in."""
    found = "goes on after" if size_bytes is None else f"has {size_bytes} bytes, more than the"
    return RejectedError(
        f"{shown(source)} {found} {limit_bytes} bytes that are taken in; send it in several files",
        cause_code="source-too-large",
    )


def too_many(source: str, most: int) -> RejectedError:
    """More files than a title can have."""
    return RejectedError(
        f"below {shown(source)} lie more than {most} files; name the folder of one title",
        cause_code="source-too-many-files",
    )


def changed(source: str) -> UnavailableError:
    """Somebody wrote it while we read it."""
    return UnavailableError(
        f"{shown(source)} was changed while it was read; it is read again from its beginning",
        cause_code="source-changed",
    )


def cut_short(source: str, why: str) -> UnavailableError:
    """The connection ended before the file did."""
    return UnavailableError(
        f"{shown(source)} could not be read to its end ({why}); it is tried again", cause_code="source-cut-short"
    )


def cannot_list(source: str) -> RejectedError:
    """It has no files below it that anybody could name."""
    return RejectedError(
        f"{shown(source)} is no folder that can be listed: name a folder (file:///...) or a prefix (s3://...), send a "
        "zip file, or list the files one by one",
        cause_code="source-not-a-folder",
    )
