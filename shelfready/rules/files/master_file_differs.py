"""PKG-010: A file is not the one that the ONIX record describes.

What it checks
    Where the record's production manifest gives the SHA-256 or the exact size of a file that was delivered under the
    same name, the file has them. An MD5 is not compared.

Why it matters
    The record was written for another version of the file, or the file was damaged on the way.

How to mend it
    Send the file that the record describes, or a record that describes this file.

Source
    ONIX 3.0.8, block 8; list 253; content-rules PKG-004

Example:
    >>> from shelfready.rules._examples import audiobook, digest, track
    >>> from shelfready.rules._records import onix, record
    >>> def described(**file):
    ...     return onix(record(production={"files": ({"part": "body", "name": "01.mp3"} | file,)}))
    >>> master_file_differs(audiobook(track("01.mp3"), described=described(sha256=digest("01.mp3"), size_bytes=1000)))
    []
    >>> other = audiobook(track("01.mp3"), described=described(size_bytes=900))
    >>> [(found.asset, found.message) for found in master_file_differs(other)]
    [('01.mp3', 'the file has 1,000 bytes, and the record says 900')]
"""

from collections import Counter

from shelfready.findings import Said, Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.titles import TitleFacts


@rule("PKG-010", Severity.ERROR)
def master_file_differs(title: TitleFacts, _profile: Profile) -> Says:
    """Compares by the last part of the name, where one file alone has it: a record knows no folders."""
    record = title.described.record if title.described else None
    files = record.production.files if record and record.production else ()
    stated = {file.name.casefold(): file for file in files if file.name}
    times = Counter(_last_part(found.asset.name) for found in title.assets)
    for found in title.assets:
        name = _last_part(found.asset.name)
        file = stated.get(name) if times[name] == 1 else None
        if file is None:
            continue
        if file.size_bytes is not None and file.size_bytes != found.asset.size_bytes:
            yield Said(
                f"the file has {found.asset.size_bytes:,} bytes, and the record says {file.size_bytes:,}",
                asset=found.asset.name,
            )
        elif file.sha256 is not None and file.sha256.lower() != found.asset.sha256:
            yield Said(
                f"the file's SHA-256 is {_shown(found.asset.sha256)}, and the record says {_shown(file.sha256)}",
                asset=found.asset.name,
            )


def _shown(sha256: str) -> str:
    """So much of a hash as people compare."""
    return f"{sha256.lower()[:12]}..."


def _last_part(name: str) -> str:
    return name.rpartition("/")[2].casefold()
