"""Archives that publishers send, opened as if each were hostile."""

from typing import TYPE_CHECKING

from shelfready.adapters.archives.limits import ArchiveLimits

if TYPE_CHECKING:
    from shelfready.ports import Archives

__all__ = ["ArchiveLimits", "open_archives"]


def open_archives(limits: ArchiveLimits | None = None) -> "Archives":
    """The safe reader of zip files."""
    from shelfready.adapters.archives.safe_zip import SafeZip  # noqa: PLC0415 - children that read EPUBs stay small

    return SafeZip(limits or ArchiveLimits())
