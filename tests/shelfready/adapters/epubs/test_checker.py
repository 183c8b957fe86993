"""Checking with EPUBCheck, the real one."""

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from shelfready.adapters.epubs import open_epub_checker
from shelfready.adapters.epubs.checker import MOST_OF_ONE_ID, EpubCheckChecker
from shelfready.adapters.epubs.java import find_epubcheck, find_java
from shelfready.adapters.epubs.warm_java import LIMITS, Validated, epubcheck_command
from shelfready.adapters.epubs.warm_javas import WarmJavas
from shelfready.errors import LimitError, UnavailableError
from shelfready.media import EpubMessage
from tests.shelfready.adapters.epubs.binding import PAGE
from tests.shelfready.adapters.epubs.conftest import SHARED, Patient

Book = Callable[[Mapping[str, str | bytes | None]], Path]


@pytest.mark.server
def test_a_clean_book_has_no_messages(
    checker: EpubCheckChecker, java_folders: Path, book: Book, patient: Patient
) -> None:
    """EPUBCheck runs on the wheel's own Java, and leaves nothing of the book behind."""
    assert checker.check(book({}), patient) == ()
    assert [list(folder.iterdir()) for folder in java_folders.iterdir()] == [[]]


@pytest.mark.server
def test_messages_say_what_and_where(checker: EpubCheckChecker, book: Book, patient: Patient) -> None:
    """A fault is told under EPUBCheck's own id, with its place."""
    broken = PAGE.replace('<p id="x">', '<p id="x"><a href="gone.xhtml">gone</a>')

    assert checker.check(book({"EPUB/text/two.xhtml": broken}), patient) == (
        EpubMessage(
            id="RSC-007",
            severity="error",
            text='Referenced resource "EPUB/text/gone.xhtml" could not be found in the EPUB.',
            location="EPUB/text/two.xhtml:2",
        ),
    )


@pytest.mark.server
def test_many_faults_of_one_kind_are_counted(checker: EpubCheckChecker, book: Book, patient: Patient) -> None:
    """A fault that a converter made 500 times is one message with its first places, and its number."""
    broken = PAGE.replace("</body>", "\n<p><blink/></p>" * 500 + "</body>")

    (found,) = checker.check(book({"EPUB/text/two.xhtml": broken}), patient)

    assert (found.id, found.times, found.location) == ("RSC-005", 500, "EPUB/text/two.xhtml:3")
    assert found.further_locations == ("EPUB/text/two.xhtml:4", "EPUB/text/two.xhtml:5")


@pytest.mark.server
def test_the_same_book_gives_the_same_messages(checker: EpubCheckChecker, shared_epubs: Path, patient: Patient) -> None:
    """EPUBCheck makes up a host for every book; it is no fact of the book."""
    path = shared_epubs / "epubcheck-suite" / "epub3__03-resources__files__foreign-exempt-font-valid.epub"

    (found,) = checker.check(path, patient)

    assert found.text == (
        'Font-face reference "EPUB/OpenSans-Regular.woff" refers to non-standard font type "application/x-font-woff".'
    )


def test_a_java_that_does_not_exist_is_no_clean_verdict(book: Book, patient: Patient, tmp_path: Path) -> None:
    """What could not be checked is tried again."""
    with pytest.raises(UnavailableError) as caught:
        open_epub_checker(java=tmp_path / "java").check(book({}), patient)

    assert caught.value.cause_code == "epubcheck-unavailable"


def test_a_java_without_its_library_is_no_clean_verdict(book: Book, patient: Patient, tmp_path: Path) -> None:
    """A file that is called java is not enough."""
    (tmp_path / "java").touch()

    with pytest.raises(UnavailableError) as caught:
        open_epub_checker(java=tmp_path / "java").check(book({}), patient)

    assert caught.value.cause_code == "epubcheck-unavailable"


def test_a_library_that_is_no_java_is_no_clean_verdict(book: Book, patient: Patient, tmp_path: Path) -> None:
    """What does not load is told by the child."""
    java = tmp_path / "bin" / "java"
    library = tmp_path / "lib" / "server" / "libjvm.so"
    for path in (java, library):
        path.parent.mkdir(parents=True)
        path.write_bytes(b"nothing")
    with open_epub_checker(java=java) as opened, pytest.raises(UnavailableError) as caught:
        opened.check(book({}), patient)

    assert caught.value.cause_code == "epubcheck-unavailable"
    assert "did not start" in caught.value.message


def reporting(validated: Validated) -> EpubCheckChecker:
    """A checker whose EPUBCheck says this."""

    class Reporting:
        def validate(self, book: Path, check: Callable[[], None]) -> Validated:
            return validated

        def close(self) -> None:
            """Nothing."""

    return EpubCheckChecker(Reporting())


def report(messages: list[dict[str, object]], errors: int = 0) -> bytes:
    """EPUBCheck's report."""
    return json.dumps({"messages": messages, "checker": {"nFatal": 0, "nError": errors}}).encode()


NO_VERDICTS = {
    "nonsense": Validated(0, b"nonsense"),
    "nothing": Validated(0, b""),
    "counts and does not list": Validated(1, report([], 3)),
    "fails and finds nothing": Validated(1, report([]), "java.lang.StackOverflowError"),
}


@pytest.mark.parametrize("validated", NO_VERDICTS.values(), ids=NO_VERDICTS)
def test_half_a_report_is_no_clean_verdict(book: Book, patient: Patient, validated: Validated) -> None:
    """However EPUBCheck fails, nothing is taken for a verdict that is none."""
    with pytest.raises(UnavailableError) as caught:
        reporting(validated).check(book({}), patient)

    assert caught.value.cause_code == "epubcheck-unavailable"


def test_repeated_messages_are_counted(book: Book, patient: Patient) -> None:
    """EPUBCheck keeps the first places of a message and counts the rest; so do we."""
    places: list[dict[str, object]] = [{"path": "./a.xhtml", "line": 7}, {"path": "b.xhtml"}, {"path": "b.xhtml"}]
    told = [{"ID": "X-1", "severity": "ERROR", "message": "all\nwrong", "locations": places, "additionalLocations": 3}]

    assert reporting(Validated(1, report(told, 6))).check(book({}), patient) == (
        EpubMessage(
            id="X-1", severity="error", text="all wrong", location="a.xhtml:7", times=6, further_locations=("b.xhtml",)
        ),
    )


def test_messages_are_bounded_and_none_is_hidden(book: Book, patient: Patient) -> None:
    """Of a thousand messages under one id the first are kept and the rest counted; another id stays to be seen."""
    many: list[dict[str, object]] = [
        {"ID": "X-1", "severity": "WARNING", "message": f"{number} " + "x" * 10_000} for number in range(1000)
    ]
    last: dict[str, object] = {"ID": "X-2", "severity": "ERROR", "message": "wrong"}

    found = reporting(Validated(1, report([*many, last], 1))).check(book({}), patient)

    assert [message.id for message in found] == ["X-1"] * (MOST_OF_ONE_ID + 1) + ["X-2"]
    assert sum(message.times for message in found) == 1001
    assert max(len(message.text) for message in found) == 500


LAUGHS = "<!DOCTYPE html [<!ENTITY e0 'ha'>" + "".join(
    f"<!ENTITY e{number} '{f'&e{number - 1};' * 10}'>" for number in range(1, 12)
)


@pytest.mark.slow
def test_a_book_that_unfolds_without_end_meets_our_limit(book: Book, patient: Patient) -> None:
    """Entities within entities are stopped by the clock or the heap, and the next book is checked."""
    bomb = PAGE.replace("<html", f"{LAUGHS}]><html").replace("Words", "&e11;")
    kept = WarmJavas(lambda: epubcheck_command(None), most=1, limits=replace(LIMITS, cpu_s=12))
    with EpubCheckChecker(kept) as opened:
        with pytest.raises(LimitError) as caught:
            opened.check(book({"EPUB/text/two.xhtml": bomb}), patient)

        assert caught.value.cause_code == "epub-too-large"
        assert opened.check(book({}), patient) == ()


@pytest.mark.server
def test_reads_no_file_and_no_address_that_a_book_names(
    checker: EpubCheckChecker, book: Book, patient: Patient, tmp_path: Path
) -> None:
    """External entities are refused unread: a pipe that nobody writes to would hold a reader for ever."""
    os.mkfifo(tmp_path / "pipe")
    reads = (
        f'<!DOCTYPE html [<!ENTITY a SYSTEM "{(tmp_path / "pipe").as_uri()}"><!ENTITY b SYSTEM "http://127.0.0.1/">]>'
    )
    page = PAGE.replace("<html", f"{reads}<html").replace("Words", "&a;&b;")
    dtd = PAGE.replace("<html", f'<!DOCTYPE html SYSTEM "{(tmp_path / "pipe").as_uri()}"><html')

    found = checker.check(book({"EPUB/text/two.xhtml": page, "EPUB/text/one+1.xhtml": dtd}), patient)

    assert {message.id for message in found} == {"HTM-003", "HTM-004", "RSC-016"}


# Their scenarios expect more than the listing names: checked by hand with bare EPUBCheck 5.3.
MORE_THAN_LISTED = {
    "epub2__files__epub__ncx-id-duplicate-error.epub": {"RSC-005"},
    "epub2__files__epub__opf-legacy-oebps12-mediatype-css-warning.epub": {"OPF-030", "OPF-038", "RSC-005"},
    "epub2__files__epub__opf-legacy-oebps12-mediatype-html-warning.epub": {"OPF-030", "OPF-039", "RSC-005"},
}
SUITE = SHARED / "epubcheck-suite"


def suite() -> list[tuple[str, set[str]]]:
    """Every book of EPUBCheck's own suite that it checks as we do, with the ids of the faults it must give."""
    listing = SUITE / "expected.json"
    if not listing.is_file():
        return []
    expected: dict[str, set[str]] = {}
    for case in json.loads(listing.read_text()):
        if not case["config"]:
            faults = {found["id"] for found in case["expect"] if found["severity"] not in ("usage", "info")}
            expected[case["file"]] = expected.get(case["file"], set()) | faults
    return sorted((expected | MORE_THAN_LISTED).items())


@pytest.mark.server
@pytest.mark.parametrize(("name", "ids"), suite(), ids=[name for name, _ in suite()])
def test_says_what_epubcheck_must_say(
    checker: EpubCheckChecker, shared_epubs: Path, patient: Patient, name: str, ids: set[str]
) -> None:
    """The ids of faults are those of EPUBCheck's own test suite, no more and no less."""
    found = checker.check(shared_epubs / "epubcheck-suite" / name, patient)

    # Once it writes its own id with an underscore.
    assert {message.id.replace("_", "-") for message in found if message.severity != "info"} == ids


CLOSELY = {name for number, (name, _) in enumerate(suite()) if number % 160 == 7}


@pytest.mark.server
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name in CLOSELY else [pytest.mark.slow]) for name, _ in suite()]
)
def test_says_what_a_java_of_its_own_says(
    checker: EpubCheckChecker, shared_epubs: Path, patient: Patient, tmp_path: Path, name: str
) -> None:
    """Warm or cold, the messages are the same, to the letter: nothing of the books before shows."""
    path = shared_epubs / "epubcheck-suite" / name
    (tmp_path / "book.epub").symlink_to(path)
    command = [str(find_java(None)), "-Duser.language=en", "-jar", str(find_epubcheck()), "book.epub", "--quiet"]
    cold = subprocess.run([*command, "--json", "report.json"], cwd=tmp_path, capture_output=True, check=False)
    alone = reporting(Validated(cold.returncode, (tmp_path / "report.json").read_bytes()))

    assert checker.check(path, patient) == alone.check(path, patient)
