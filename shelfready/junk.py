"""Which files of a drop nobody delivered on purpose: what computers leave in folders and archives by themselves.

Junk is left out of listings, so that it is neither fetched nor taken for a track. The rule goes by name only and is
meant to be short: a file that is merely unknown is not junk, it is a finding.
"""

FOLDERS = frozenset({"__macosx", ".git", ".svn", ".trash", ".trashes", ".fseventsd", ".spotlight-v100", "@eadir"})
"""Folders that are junk with everything in them: archivers', version control's, waste bins, indexes, Synology's."""

FILES = frozenset({".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", ".localized", ".gitkeep"})
"""Files that a file manager writes to remember how a folder looks."""

SUFFIXES = (".nfo", ".part", ".crdownload", ".swp", ".tmp")
"""Scene notes, and what a transfer or an editor has not finished."""

PREFIXES = ("._", "~$")
"""AppleDouble halves of real files, and the lock files of office programs."""


def is_junk(name: str) -> bool:
    """Whether a file, by its path with forward slashes, is left out.

    >>> [is_junk(name) for name in ("__MACOSX/CD1/._01.mp3", "CD1/Thumbs.db", "CD1/01.mp3", "read me.txt")]
    [True, True, False, False]
    """
    *folders, file = name.casefold().split("/")
    if any(folder in FOLDERS for folder in folders):
        return True
    return file in FILES or file.startswith(PREFIXES) or file.endswith(SUFFIXES)
