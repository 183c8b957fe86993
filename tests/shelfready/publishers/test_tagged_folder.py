"""What a folder without a manifest is taken for."""

from hypothesis import given
from hypothesis import strategies as st

from shelfready.drops import DropListing
from shelfready.errors import RejectedError
from shelfready.ports import ListedFile
from shelfready.publishers import PUBLISHERS
from shelfready.titles import Manifest, Role

DIALECT = PUBLISHERS["tagged-folder"]

NAMES = st.lists(
    st.builds(
        lambda folder, stem, suffix: f"{folder}{stem}.{suffix}",
        st.sampled_from(["", "CD1/", "CD2/"]),
        st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=12),
        st.sampled_from(["mp3", "m4b", "jpg", "epub", "txt", "pdf", ""]),
    ),
    max_size=12,
    unique=True,
)


def _listing(names: list[str]) -> DropListing:
    files = tuple(ListedFile(name=name, source=f"file:///drop/{name}", size_bytes=len(name)) for name in names)
    return DropListing(files=files, documents={})


@given(NAMES)
def test_any_names_are_read_or_refused(names: list[str]) -> None:
    """Each file is taken at most once, tracks count from 1, one picture at most is the cover; or it is refused."""
    try:
        manifest = DIALECT.read(_listing(names))
    except RejectedError:
        return

    taken = [file.name for file in manifest.files]
    tracks = [file for file in manifest.files if file.role is Role.TRACK]
    assert len(taken) == len(set(taken))
    assert set(taken) <= set(names)
    assert [file.order for file in tracks] == list(range(1, len(tracks) + 1))
    assert sum(file.role is Role.COVER for file in manifest.files) <= 1
    assert manifest == Manifest.from_json(manifest.to_json())


def test_folder_of_nothing_known_is_not_its_own() -> None:
    """A drop of texts alone is recognised by nobody, and the publisher hears so."""
    assert DIALECT.likeness(_listing(["a.txt", "b.jpg"])) == 0


def test_two_isbns_leave_the_title_open() -> None:
    """Which of two numbers is the title's is not guessed."""
    manifest = DIALECT.read(_listing(["9789999900010.mp3", "9789999900027.mp3"]))

    assert manifest.title_id is None


def test_number_with_a_wrong_check_digit_is_no_isbn() -> None:
    """Thirteen digits in a name need not be an ISBN."""
    manifest = DIALECT.read(_listing(["9789999900011.mp3"]))

    assert manifest.title_id is None
