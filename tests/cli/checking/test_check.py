"""What a publisher sees who checks a title before sending it."""

import json
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import pytest
from typer.testing import CliRunner

from cli.exits import Exit
from cli.main import app
from tests.fixtures.media import MakeAudio

QUIET = "0.2*sin(2*PI*{}*t)+0.0005*(random(0)-0.5)"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, make_audio: MakeAudio) -> Path:
    """A folder with a small whole audiobook that says who wrote and read it."""
    folder = tmp_path_factory.mktemp("books") / "9789999900010"
    folder.mkdir()
    for number in (1, 2):
        sound = QUIET.format(200 + 100 * number)
        make_audio(folder / f"0{number}.mp3", seconds=20, codec="mp3", sound=sound, options=("-b:a", "128k"))
    metadata = {"title": "Harbour", "authors": ["Ada Brook"], "narrators": ["Tom Hill"], "language": "en"}
    files = [{"role": "track", "name": f"0{number}.mp3"} for number in (1, 2)]
    manifest = {"shelfready": 1, "title_id": "9789999900010", "metadata": metadata, "files": files}
    (folder / "shelfready.json").write_text(json.dumps(manifest))
    return folder


def _check(*words: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["check", *map(str, words)])
    return result.exit_code, result.stdout


def _report(*words: str | Path) -> dict[str, object]:
    report = json.loads(_check(*words, "--json")[1])
    assert isinstance(report, dict)
    return report


def _codes(report: dict[str, object]) -> set[str]:
    findings = report["findings"]
    assert isinstance(findings, list)
    return {finding["code"] for finding in findings}


def test_verdict_stands_first(book: Path) -> None:
    """The first words are whether it would be published, and of which title that is said."""
    code, shown = _check(book)

    assert code == Exit.OK
    assert shown.split()[0] == "PASS"
    assert "Harbour" in shown.splitlines()[0]


def test_zip_and_folder_are_found_the_same(book: Path, tmp_path: Path) -> None:
    """How a drop is packed changes nothing about what is in it."""
    packed = tmp_path / "9789999900010.zip"
    with ZipFile(packed, "w", ZIP_STORED) as archive:
        for file in sorted(book.iterdir()):
            archive.write(file, file.name)

    apart, together = _report(book), _report(packed)

    assert apart["findings"] == together["findings"]
    assert apart["verdict"] == together["verdict"]


def test_gravity_decides_the_exit_code(book: Path) -> None:
    """A warning passes, unless it is asked to fail."""
    assert "W" in json.dumps(_report(book)["verdict"])
    assert _check(book)[0] == Exit.OK
    assert _check(book, "--fail-on", "W")[0] == Exit.REFUSED


def test_recipient_decides_what_is_good_enough(book: Path) -> None:
    """ACX asks for 192 kbit/s and refuses what streaming takes."""
    code, shown = _check(book, "--profile", "acx")

    assert code == Exit.REFUSED
    assert shown.split()[0] == "REFUSED"
    assert "AUD-002" in shown


def test_unknown_profile_is_explained(book: Path) -> None:
    """Who mistypes a profile learns which there are."""
    result = CliRunner().invoke(app, ["check", str(book), "--profile", "acme"])

    assert result.exit_code == Exit.REFUSED
    assert "streaming" in result.stderr


def test_damaged_file_is_a_finding_beside_the_others(book: Path, tmp_path: Path) -> None:
    """One file that is no audio does not hide what is found in the rest."""
    for file in book.glob("*.mp3"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "03.mp3").write_bytes(b"this is no recording" * 100)

    report = _report(tmp_path)

    assert "PKG-005" in _codes(report)
    assert "META-004" in _codes(report)


def test_hostile_archive_is_a_finding_and_writes_nothing(tmp_path: Path) -> None:
    """An archive that would write beside its folder is refused with the code of unsafe archives."""
    packed = tmp_path / "inner" / "drop.zip"
    packed.parent.mkdir()
    with ZipFile(packed, "w") as archive:
        archive.writestr(ZipInfo("../escaped.mp3"), b"x" * 100)

    report = _report(packed)

    assert _codes(report) >= {"PKG-001"}
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["drop.zip"]


def test_drop_that_cannot_be_opened_is_accused_of_nothing_else(tmp_path: Path) -> None:
    """What it holds is not known: neither that it has no cover nor that nobody wrote it."""
    for name in ("one.epub", "two.epub", "cover.jpg"):
        (tmp_path / name).write_bytes(b"x")

    assert _codes(_report(tmp_path)) == {"PKG-009"}


def test_book_that_does_not_open_is_not_said_to_lack_a_title(tmp_path: Path) -> None:
    """Its title, author and language are in it, and come to light when it opens."""
    (tmp_path / "one.epub").write_bytes(b"PK\x03\x04" + b"x" * 100)

    assert not _codes(_report(tmp_path)) & {"META-004", "META-005", "META-007"}


def test_declared_hash_is_held_against_the_file(book: Path, tmp_path: Path) -> None:
    """A file that is not what the manifest says is found before it is sent."""
    (tmp_path / "01.mp3").write_bytes((book / "01.mp3").read_bytes())
    files = [{"role": "track", "name": "01.mp3", "sha256": "0" * 64}]
    (tmp_path / "shelfready.json").write_text(json.dumps({"shelfready": 1, "files": files}))

    assert "PKG-004" in _codes(_report(tmp_path))


def test_page_is_written(book: Path, tmp_path: Path) -> None:
    """`--html` leaves one page that names the title and the verdict."""
    page = tmp_path / "report.html"

    code, _ = _check(book, "--html", page)

    assert code == Exit.OK
    assert "Harbour" in page.read_text()


def test_missing_path_is_no_report(tmp_path: Path) -> None:
    """A mistyped path is the caller's mistake, not a refused title."""
    result = CliRunner().invoke(app, ["check", str(tmp_path / "nothing")])

    assert result.exit_code == Exit.REFUSED
    assert "there is no file or folder" in result.stderr
    assert result.stdout == ""
