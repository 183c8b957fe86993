"""What an HLS playlist points to (RFC 8216)."""

import re
from pathlib import PurePosixPath
from posixpath import normpath

_URI_ATTRIBUTE = re.compile(r'URI="([^"]+)"')


def referenced(playlist: str, path: str) -> frozenset[str]:
    """The addresses that a playlist at `path` names, by tag or by line, relative to the release."""
    folder = PurePosixPath(path).parent
    names = [
        line.strip() for line in playlist.splitlines() if line.strip() and not line.startswith("#")
    ] + _URI_ATTRIBUTE.findall(playlist)
    return frozenset(normpath(str(folder / name)) for name in names)
