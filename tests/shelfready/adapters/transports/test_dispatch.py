"""Choosing the transport, and keeping publishers apart."""

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shelfready.adapters.objects.local import LocalStore
from shelfready.adapters.transports import file_roots_by_publisher, open_fetchers, s3_sources_by_publisher, shown
from shelfready.blobs import blob_key
from shelfready.errors import DefectError, RejectedError, ShelfreadyError
from shelfready.settings import Settings
from tests.shelfready.adapters.transports.conftest import Hearing

if TYPE_CHECKING:
    from tests.fixtures.web import Site

SOUND = b"sound"
DIGEST = sha256(SOUND).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    """Our own store, with an upload of one publisher and the same bytes by content."""
    store = LocalStore(tmp_path / "objects")
    store.put_bytes("uploads/harbour/u1", SOUND)
    store.put_bytes(blob_key(DIGEST), SOUND)
    return store


@pytest.mark.parametrize("source", ["upload:u1", f"blob:{DIGEST}"])
def test_reads_what_was_sent_before(store: LocalStore, into: Path, watcher: Hearing, source: str) -> None:
    """Uploads and stored bytes are brought like any file."""
    blob = open_fetchers(store=store).fetcher_for("harbour").fetch(source, into, watcher, limit_bytes=5)

    assert (into.read_bytes(), blob.sha256, watcher.heard) == (SOUND, DIGEST, [1.0])


REFUSED = {
    "upload:u2": "source-not-found",
    "upload:../harbour/u1": "source-invalid",
    "upload:": "source-invalid",
    f"blob:{'0' * 64}": "source-not-found",
    f"blob:{DIGEST.upper()}": "source-invalid",
    "s3://bucket/key": "source-forbidden",
    "file:///etc/passwd": "source-forbidden",
    "http://127.0.0.1/": "source-address-forbidden",
    "https://localhost/": "source-address-forbidden",
    "gopher://files.example/": "source-invalid",
    f"zip:{DIGEST}#a": "source-invalid",
    "/etc/passwd": "source-invalid",
    "": "source-invalid",
}


@pytest.mark.parametrize(("source", "cause"), REFUSED.items(), ids=[key[:24] for key in REFUSED])
def test_refuses_everything_else(store: LocalStore, into: Path, watcher: Hearing, source: str, cause: str) -> None:
    """Without configuration only public https and one's own bytes are open."""
    with pytest.raises(RejectedError) as caught:
        open_fetchers(store=store).fetcher_for("harbour").fetch(source, into, watcher, limit_bytes=5)

    assert caught.value.cause_code == cause
    assert not into.exists()


def test_another_publishers_upload_does_not_exist(store: LocalStore, into: Path, watcher: Hearing) -> None:
    """Who knows the id of another's upload learns nothing."""
    with pytest.raises(ShelfreadyError) as caught:
        open_fetchers(store=store).fetcher_for("other").fetch("upload:u1", into, watcher, limit_bytes=5)

    assert caught.value.cause_code == "source-not-found"


def test_damaged_objects_are_ours_to_mend(store: LocalStore, into: Path, watcher: Hearing) -> None:
    """Bytes that are not what their name says never go on."""
    store.put_bytes(blob_key("1" * 64), SOUND)

    with pytest.raises(DefectError):
        open_fetchers(store=store).fetcher_for("harbour").fetch(f"blob:{'1' * 64}", into, watcher, limit_bytes=5)

    assert not into.exists()


@pytest.mark.parametrize("source", ["https://files.example/", "upload:u1", f"blob:{DIGEST}"])
def test_lists_folders_only(store: LocalStore, source: str) -> None:
    """The web has no folders."""
    with pytest.raises(RejectedError) as caught:
        open_fetchers(store=store).fetcher_for("harbour").listing(source)

    assert caught.value.cause_code == "source-not-a-folder"


def test_reads_what_is_configured(store: LocalStore, tmp_path: Path, into: Path, watcher: Hearing) -> None:
    """An opened folder is listed and read."""
    (tmp_path / "drops").mkdir()
    (tmp_path / "drops" / "a.mp3").write_bytes(SOUND)
    fetcher = open_fetchers(store=store, file_roots={"harbour": [tmp_path / "drops"]}).fetcher_for("harbour")

    (listed,) = fetcher.listing((tmp_path / "drops").as_uri())

    assert fetcher.fetch(listed.source, into, watcher, limit_bytes=5).sha256 == DIGEST


@pytest.mark.server
def test_private_hosts_may_be_opened_for_tests(store: LocalStore, into: Path, watcher: Hearing, site: "Site") -> None:
    """With the setting, and only then, a server on this machine is asked."""
    url = site.page("/a", lambda conversation: conversation.reply(200, SOUND))
    fetcher = open_fetchers(store=store, allow_private_hosts=True).fetcher_for("harbour")

    assert fetcher.fetch(url, into, watcher, limit_bytes=5).sha256 == DIGEST


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("https://me:secret@files.example:8443/a/01.mp3?sig=secret#secret", "https://files.example:8443/a/01.mp3"),
        ("s3://bucket/a b/ü.mp3", "s3://bucket/a_b/_.mp3"),
        ("upload:u1", "upload:u1"),
        ("https://[secret/", "an address that begins with 'https://'"),
        ("https://files.example/\x1b[31m\n", "https://files.example/_[31m_"),
    ],
)
def test_addresses_are_shown_without_secrets(source: str, expected: str) -> None:
    """What stands in messages has no signature, no password and no control characters."""
    assert shown(source) == expected


def test_long_addresses_are_shown_short() -> None:
    """A message stays a message."""
    assert len(shown(f"https://files.example/{'a' * 4000}")) == 200


def test_reads_the_setting_of_file_roots(monkeypatch: pytest.MonkeyPatch) -> None:
    """A publisher may have several folders, and the environment holds them as JSON."""
    monkeypatch.setenv("SHELFREADY_FILE_ROOTS", '["a=/srv/a", "b=/srv/b=b", "a=/srv/ab"]')

    assert file_roots_by_publisher(Settings().file_roots) == {
        "a": (Path("/srv/a"), Path("/srv/ab")),
        "b": (Path("/srv/b=b"),),
    }


@pytest.mark.parametrize("line", ["/srv/a", "=/srv/a", "a", "a=", "a=srv", "a=file:///srv", "/srv/a=/srv/b"])
def test_refuses_a_folder_of_nobody(line: str) -> None:
    """A folder that says no publisher would be everybody's, so it stops the start."""
    with pytest.raises(ValueError, match="write <publisher>=/folder"):
        file_roots_by_publisher([line])


@pytest.mark.parametrize("inner", ["outer/inner", "outer", "outer/../outer/inner", "link"])
@pytest.mark.parametrize("is_first", [True, False])
def test_refuses_a_folder_within_another_publishers(tmp_path: Path, inner: str, is_first: bool) -> None:
    """Who may read a folder reads what lies below it; links and dots hide nothing."""
    (tmp_path / "outer" / "inner").mkdir(parents=True)
    (tmp_path / "link").symlink_to("outer/inner")
    lines = [f"harbour={tmp_path}/outer", f"pier={tmp_path}/{inner}"]

    with pytest.raises(ValueError, match="harbour could read what pier sends"):
        file_roots_by_publisher(lines if is_first or inner == "outer" else lines[::-1])


def test_a_publishers_own_folders_may_overlap(tmp_path: Path) -> None:
    """One folder within another is odd, and harms nobody, when both are the same publisher's."""
    lines = [f"harbour={tmp_path}", f"harbour={tmp_path}/new"]

    assert file_roots_by_publisher(lines) == {"harbour": (tmp_path, tmp_path / "new")}


def test_reads_the_setting_of_s3_sources() -> None:
    """A publisher may have several prefixes."""
    lines = ["a=s3://one/x", "a=s3://two", "b=s3://one/y=z"]

    assert s3_sources_by_publisher(lines) == {"a": ("s3://one/x", "s3://two"), "b": ("s3://one/y=z",)}


@pytest.mark.parametrize("line", ["s3://one", "a=https://one", "a"])
def test_refuses_a_setting_that_is_none(line: str) -> None:
    """A slip in the configuration is found at the start."""
    with pytest.raises(ValueError, match="write <publisher>=s3://bucket/prefix"):
        s3_sources_by_publisher([line])
