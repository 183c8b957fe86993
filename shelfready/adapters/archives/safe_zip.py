"""The safe reader of zip files: `Archives` for everything a publisher may call one."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from shelfready.adapters.archives.limits import ArchiveLimits
from shelfready.adapters.archives.names import shown
from shelfready.adapters.archives.unpacking import unpack
from shelfready.adapters.archives.vetting import vet
from shelfready.adapters.objects.disk import disk_errors
from shelfready.errors import RejectedError
from shelfready.junk import is_junk
from shelfready.natural_order import natural_key
from shelfready.ports import ListedFile
from shelfready.ports.objects import nothing
from shelfready.values import Blob


@dataclass(frozen=True)
class SafeZip:
    """Opens a zip file only if all of it is safe; nothing is unpacked but what is asked for."""

    limits: ArchiveLimits

    def members(self, archive: Path) -> tuple[ListedFile, ...]:
        """The files within, junk left out, in natural order; a member's source is its name."""
        listed = (
            ListedFile(name=member.name, source=member.name, size_bytes=member.size_bytes)
            for member in vet(archive, self.limits)
            if not is_junk(member.name)
        )
        return tuple(sorted(listed, key=lambda file: natural_key(file.name)))

    def extract(
        self, archive: Path, member: str, into: Path, *, limit_bytes: int, moved: Callable[[], None] = nothing
    ) -> Blob:
        """Write one member to a file; when it is refused or called off midway, no file is left."""
        found = next((file for file in vet(archive, self.limits) if file.name == member), None)
        if found is None:
            raise RejectedError(
                f"the archive holds no file named {shown(member)}; name a file as the archive lists it",
                cause_code="archive-member-missing",
            )
        digest = sha256()
        try:
            with disk_errors(f"unpacking {shown(member)}", "scratch"), into.open("wb") as target:
                for piece in unpack(archive, found, limit_bytes):
                    digest.update(piece)
                    target.write(piece)
                    moved()
        except BaseException:
            into.unlink(missing_ok=True)
            raise
        return Blob(sha256=digest.hexdigest(), size_bytes=found.size_bytes)
