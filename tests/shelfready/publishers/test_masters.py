"""What a record declares of its files is put to those of the drop, and to no others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelfready.errors import RejectedError
from shelfready.publishers._masters import arranged
from shelfready.records import Collateral, MasterFile, Production, Record, Resource
from shelfready.titles import DeclaredFile, Manifest, Role

SHA = "a" * 64


def _manifest(*names: str) -> Manifest:
    tracks = [
        DeclaredFile(role=Role.TRACK, name=name, order=order, source=f"file:///{name}")
        for order, name in enumerate((name for name in names if name.endswith(".mp3")), start=1)
    ]
    pictures = [name for name in names if name.endswith(".jpg")]
    covers = [
        DeclaredFile(role=Role.COVER if name == pictures[0] else Role.SUPPLEMENT, name=name, source=f"file:///{name}")
        for name in pictures
    ]
    return Manifest(files=(*tracks, *covers))


def _record(*files: MasterFile, resources: tuple[Resource, ...] = ()) -> Record:
    return Record(production=Production(files=files), collateral=Collateral(resources=resources))


def _body(name: str, sequence: int | None = None, **more: object) -> MasterFile:
    return MasterFile.model_validate({"part": "body", "name": name, "sequence": sequence, **more})


def test_a_record_that_declares_nothing_changes_nothing() -> None:
    """Most records have no production manifest."""
    manifest = _manifest("1.mp3", "cover.jpg")

    assert arranged(manifest, Record()) == manifest


def test_masters_of_other_files_are_left_alone() -> None:
    """A manifest of WAV masters says nothing of the MP3 that came."""
    manifest = _manifest("1.mp3", "2.mp3")

    assert arranged(manifest, _record(_body("1.wav", 2), _body("2.wav", 1))) == manifest


def test_order_is_that_of_the_numbers_then_of_the_list() -> None:
    """Names are compared without their folders and without case; what has no number comes last."""
    masters = (_body("c.mp3"), _body("/Masters/B.MP3", 2), _body("C:\\masters\\a.mp3", 1))

    found = arranged(_manifest("CD1/a.mp3", "CD1/b.mp3", "CD1/c.mp3"), _record(*masters))

    assert [(file.name, file.order) for file in found.files] == [("CD1/a.mp3", 1), ("CD1/b.mp3", 2), ("CD1/c.mp3", 3)]


def test_file_without_a_name_is_known_by_its_link() -> None:
    """A production manifest may give nothing but the links."""
    links = ("https://cdn.example/9/b%20two.mp3?v=1", "a.mp3")
    masters = (MasterFile(part="body", sequence=place, link=link) for place, link in enumerate(links, start=1))

    found = arranged(_manifest("a.mp3", "b two.mp3"), _record(*masters))

    assert [(file.name, file.order) for file in found.files] == [("b two.mp3", 1), ("a.mp3", 2)]


def test_a_name_that_two_files_share_is_nobodys() -> None:
    """`01.mp3` may be that of either disc."""
    manifest = _manifest("CD1/01.mp3", "CD2/01.mp3")

    assert arranged(manifest, _record(_body("01.mp3", 1, sha256=SHA))) == manifest


def test_hashes_that_are_none_are_not_declared() -> None:
    """A file is not refused because its record holds nonsense; case does not matter."""
    found = arranged(
        _manifest("1.mp3", "2.mp3"),
        _record(_body("1.mp3", 1, sha256="nonsense"), _body("2.mp3", 2, sha256=SHA.upper())),
    )

    assert [file.sha256 for file in found.files] == [None, SHA]


def test_a_supporting_resource_declares_its_file() -> None:
    """The front cover by its link or its name, with its hash and its bytes."""
    cover = Resource(
        kind="01", link="https://example.com/covers/Front%20Cover.jpg?x=1", features={"07": "1000", "08": SHA}
    )

    found = arranged(_manifest("1.mp3", "author.jpg", "front cover.jpg"), _record(resources=(cover,)))

    assert [(file.name, file.role, file.sha256, file.size_bytes) for file in found.files] == [
        ("1.mp3", Role.TRACK, None, None),
        ("author.jpg", Role.SUPPLEMENT, None, None),
        ("front cover.jpg", Role.COVER, SHA, 1000),
    ]


def test_a_hole_is_told_with_its_names() -> None:
    """A book without its third chapter is not put on the shelf."""
    masters = [_body(f"{number}.mp3", number) for number in range(1, 10)]

    with pytest.raises(RejectedError, match=r"3\.mp3.* and 2 more") as caught:
        arranged(_manifest("1.mp3", "2.mp3"), _record(*masters))

    assert caught.value.cause_code == "manifest-invalid"


@given(
    st.lists(st.builds(_body, st.sampled_from(["1.mp3", "2.mp3", "x", "", "c.jpg"]), st.none() | st.integers(-3, 9)))
)
def test_no_file_is_lost_or_doubled(masters: list[MasterFile]) -> None:
    """Whatever is declared, each file stays once, and tracks count from 1."""
    manifest = _manifest("1.mp3", "2.mp3", "c.jpg")
    try:
        found = arranged(manifest, _record(*masters))
    except RejectedError:
        return

    tracks = [file.order for file in found.files if file.role is Role.TRACK]
    assert sorted(file.name for file in found.files) == ["1.mp3", "2.mp3", "c.jpg"]
    assert tracks == list(range(1, len(tracks) + 1))
