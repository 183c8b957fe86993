"""A folder is a table: what a family finds, and what it says of a file that is not as it should be."""

import sys
from pathlib import Path

import pytest

from shelfready.family import Family


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """An empty package that can be imported under the name of its folder."""
    folder = tmp_path / f"family_{abs(hash(request.node.nodeid))}"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    return folder


def test_file_is_a_member_under_its_own_name(package: Path) -> None:
    """Underscores become hyphens, members are sorted, and helpers are left out."""
    (package / "two_words.py").write_text("two_words = 'b'")
    (package / "alone.py").write_text("alone = 'a'")
    (package / "_helper.py").write_text("raise RuntimeError")

    assert dict(Family(package.name, str)) == {"alone": "a", "two-words": "b"}
    assert list(Family(package.name, str)) == ["alone", "two-words"]


def test_folders_within_only_sort_the_files(package: Path) -> None:
    """A member's key does not tell in which folder it lies."""
    (package / "deeper").mkdir()
    (package / "deeper" / "__init__.py").write_text("")
    (package / "deeper" / "member.py").write_text("member = 'x'")

    assert dict(Family(package.name, str)) == {"member": "x"}


def test_nothing_is_imported_before_it_is_read(package: Path) -> None:
    """A family costs nothing to those who only name it."""
    (package / "broken.py").write_text("raise RuntimeError('imported')")

    family = Family(package.name, str)

    with pytest.raises(RuntimeError, match="imported"):
        len(family)


def test_file_without_its_member_is_named(package: Path) -> None:
    """The message says which file must define what."""
    (package / "mistyped.py").write_text("mistyped = 1")

    with pytest.raises(TypeError, match=rf"{package.name}\.mistyped must define 'mistyped', a str"):
        list(Family(package.name, str))


def test_two_files_of_one_key_are_refused(package: Path) -> None:
    """Which of them would count is nobody's to guess."""
    (package / "deeper").mkdir()
    (package / "deeper" / "__init__.py").write_text("")
    (package / "deeper" / "member.py").write_text("member = 'x'")
    (package / "member.py").write_text("member = 'y'")

    with pytest.raises(TypeError, match="two files for the key 'member'"):
        list(Family(package.name, str))
