"""What arrives is what was declared, or is refused with what differs."""

from hashlib import md5, sha256
from pathlib import Path

import pytest

from shelfready.arrivals import compare
from shelfready.errors import RejectedError
from shelfready.titles import DeclaredFile, Role
from shelfready.values import Blob

CONTENT = b"a recording"
SHA256, MD5 = sha256(CONTENT).hexdigest(), md5(CONTENT).hexdigest()


def _arrived(tmp_path: Path, content: bytes = CONTENT, /, **declared: object) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    blob = Blob(sha256=sha256(content).hexdigest(), size_bytes=len(content))
    compare(DeclaredFile.model_validate({"role": Role.TRACK, "name": "01.mp3"} | declared), blob, path)


def test_what_was_declared_is_taken(tmp_path: Path) -> None:
    """Size and hashes that fit, in either case of letters, refuse nothing; nor does declaring nothing."""
    _arrived(tmp_path)
    _arrived(tmp_path, sha256=SHA256, md5=MD5.upper(), size_bytes=len(CONTENT))


@pytest.mark.parametrize(
    ("declared", "cause"),
    [
        ({"size_bytes": 3}, "declared-size-differs"),
        ({"sha256": "0" * 64}, "declared-hash-differs"),
        ({"md5": "0" * 32}, "declared-hash-differs"),
    ],
)
def test_what_differs_is_refused(tmp_path: Path, declared: dict[str, object], cause: str) -> None:
    """Each thing declared is held against the file, and the message names both."""
    with pytest.raises(RejectedError) as caught:
        _arrived(tmp_path, CONTENT, **declared)

    assert caught.value.cause_code == cause
    assert str(next(iter(declared.values()))) in caught.value.message


def test_empty_file_is_refused_whatever_was_declared(tmp_path: Path) -> None:
    """Nothing is no recording, even when nothing was announced."""
    with pytest.raises(RejectedError) as caught:
        _arrived(tmp_path, b"", size_bytes=0)

    assert caught.value.cause_code == "file-empty"
