"""What the playlists of HLS (RFC 8216) and the manifests of DASH (ISO/IEC 23009-1) point to."""

import re
from pathlib import PurePosixPath
from posixpath import normpath

_URI_ATTRIBUTE = re.compile(r'URI="([^"]+)"')
_BASE_URL = re.compile(r"<BaseURL>([^<]+)</BaseURL>")

HLS, DASH = "application/vnd.apple.mpegurl", "application/dash+xml"


def referenced(text: str, path: str, media_type: str = HLS) -> frozenset[str]:
    """The addresses, relative to the release, that a playlist or manifest at `path` names."""
    folder = PurePosixPath(path).parent
    if media_type == DASH:
        names = _BASE_URL.findall(text)
    else:
        lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
        names = lines + _URI_ATTRIBUTE.findall(text)
    return frozenset(normpath(str(folder / name)) for name in names)
