"""What a source may be."""

import pytest

from api.sources import fault_of_source
from shelfready.titles import DropKind

FILES, FOLDER, ZIP = DropKind.FILES, DropKind.FOLDER, DropKind.ZIP


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("https://files.example/a%20b.mp3?sig=1", FILES),
        ("HTTPS://files.example/a.mp3", FILES),
        ("s3://bucket/key", FILES),
        ("s3://bucket", FOLDER),
        ("file:///folder/a b.mp3", FILES),
        ("file:///folder", FOLDER),
        ("upload:upl_1", ZIP),
    ],
)
def test_good_sources(source: str, kind: DropKind) -> None:
    """Nothing can be said against these before they are fetched."""
    assert fault_of_source(source, kind) is None


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("", FILES),
        ("01.mp3", FILES),
        ("/etc/passwd", FILES),
        ("http://files.example/a.mp3", FILES),
        ("ftp://files.example/a.mp3", FILES),
        ("javascript:alert(1)", FILES),
        ("blob:" + "ab" * 32, FILES),  # another publisher's file, for whoever knows its hash
        ("zip:" + "ab" * 32 + "#01.mp3", FILES),
        ("https://", FILES),
        ("https:///path", FILES),
        ("https://[::1/a", FILES),
        ("https://user@files.example/a.mp3", FILES),
        ("https://user:secret@files.example/a.mp3", FILES),
        ("https://files.example/a\r\nHost: other", FILES),
        ("file://host/folder/a.mp3", FILES),
        ("file:a.mp3", FILES),
        ("s3://", FILES),
        ("s3://bucket", FILES),
        ("s3://bucket/", ZIP),
        ("https://files.example/", FOLDER),
        ("upload:upl_1", FOLDER),
    ],
)
def test_bad_sources(source: str, kind: DropKind) -> None:
    """Each of these has a fault, which never repeats a password."""
    fault = fault_of_source(source, kind)

    assert fault is not None
    assert "secret" not in fault
