"""Which store an address means."""

import subprocess
import sys
from pathlib import Path

import pytest

from shelfready.adapters.objects import open_store
from shelfready.adapters.objects.local import LocalStore
from shelfready.adapters.objects.s3 import S3Store
from shelfready.errors import DefectError, RejectedError


def test_folder(tmp_path: Path) -> None:
    """file:// is a folder, made when the first object is stored and not before."""
    store = open_store(f"file://{tmp_path}/new/folder")

    assert store == LocalStore(tmp_path / "new" / "folder")
    assert list(store.list("")) == []
    assert not (tmp_path / "new").exists()
    store.put_bytes("key", b"x")
    assert (tmp_path / "new/folder/key").read_bytes() == b"x"


@pytest.mark.parametrize(("url", "prefix"), [("s3://bucket", ""), ("s3://bucket/", ""), ("s3://bucket/a/b/", "a/b")])
def test_bucket(url: str, prefix: str) -> None:
    """s3:// is a bucket and a prefix; nobody is asked until it is used."""
    store = open_store(url, endpoint="http://127.0.0.1:1", access_key="key", secret_key="secret")

    assert isinstance(store, S3Store)
    assert (store.bucket, store.prefix, store.presigner) == ("bucket", prefix, None)


@pytest.mark.parametrize(
    "url",
    [
        *["", "folder", "/folder", "file:folder", "file://folder", "file://host/folder"],
        *["s3://", "s3:///x", "gs://bucket", "s3://bucket/../other", "s3://bucket/a//b"],
    ],
)
def test_address_that_is_none(url: str) -> None:
    """What is no address of a store is refused before anything is written anywhere."""
    with pytest.raises(RejectedError):
        open_store(url)


def test_endpoint_that_is_none() -> None:
    """An endpoint that is no address is found when the store is opened, not by the first title."""
    with pytest.raises(DefectError) as refused:
        open_store("s3://bucket", endpoint="objects.example.com", access_key="key", secret_key="secret")
    assert refused.value.cause_code == "store-misconfigured"


def test_folder_needs_no_boto3() -> None:
    """Who keeps objects in a folder never waits for boto3 to load."""
    script = "import sys; from shelfready.adapters.objects import open_store; open_store('file:///x')"
    loaded = subprocess.run(
        [sys.executable, "-c", f"{script}; print(*sys.modules)"], capture_output=True, text=True, check=True
    ).stdout.split()

    assert "shelfready.adapters.objects.local" in loaded
    assert not [name for name in loaded if name.partition(".")[0] in {"boto3", "botocore", "urllib3"}]
