"""How much an archive may hold."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ArchiveLimits:
    """The bounds beyond which an archive is refused unopened.

    `ratio` is unpacked over packed size, of any member above `small_bytes` and of the whole: sound and pictures do not
    shrink, text shrinks tenfold, a bomb shrinks a thousandfold.
    """

    entries: int = 5000
    unpacked_bytes: int = 32 * 1024**3
    ratio: int = 100
    small_bytes: int = 1024**2
    # The directory is read into memory whole; 5000 entries of ordinary names take half a megabyte.
    directory_bytes: int = 8 * 1024**2
