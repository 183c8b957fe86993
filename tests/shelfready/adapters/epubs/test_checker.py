"""Checking with EPUBCheck, the real one."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from shelfready.adapters.epubs import open_epub_checker
from shelfready.adapters.epubs.checker import EpubCheckChecker
from shelfready.errors import LimitError, UnavailableError
from shelfready.media import EpubMessage
from tests.shelfready.adapters.epubs.binding import PAGE
from tests.shelfready.adapters.epubs.conftest import SHARED, Patient

Book = Callable[[Mapping[str, str | bytes | None]], Path]


@pytest.mark.server
def test_a_clean_book_has_no_messages(book: Book, patient: Patient, tmp_path: Path) -> None:
    """EPUBCheck runs on the wheel's own Java, and leaves nothing behind."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()

    assert open_epub_checker(scratch=scratch).check(book({}), patient) == ()
    assert list(scratch.iterdir()) == []


@pytest.mark.server
def test_messages_say_what_and_where(book: Book, patient: Patient) -> None:
    """A fault is told under EPUBCheck's own id, with its place."""
    broken = PAGE.replace('<p id="x">', '<p id="x"><a href="gone.xhtml">gone</a>')

    assert open_epub_checker().check(book({"EPUB/text/two.xhtml": broken}), patient) == (
        EpubMessage(
            id="RSC-007",
            severity="error",
            text='Referenced resource "EPUB/text/gone.xhtml" could not be found in the EPUB.',
            location="EPUB/text/two.xhtml:2",
        ),
    )


def test_a_java_that_does_not_exist_is_no_clean_verdict(book: Book, patient: Patient, tmp_path: Path) -> None:
    """What could not be checked is tried again."""
    with pytest.raises(UnavailableError) as caught:
        open_epub_checker(java=tmp_path / "java").check(book({}), patient)

    assert caught.value.cause_code == "epubcheck-unavailable"


JAVAS = {
    "ends well without a report": "exit 0",
    "fails": "echo cannot start >&2; exit 1",
    "is killed": "kill -KILL $$",
    "writes nonsense": "echo nonsense > report.json; exit 1",
    "counts and does not list": (
        'echo \'{"messages": [], "checker": {"nFatal": 0, "nError": 3}}\' > report.json; exit 1'
    ),
}


@pytest.mark.parametrize("script", JAVAS.values(), ids=JAVAS)
def test_a_java_that_fails_is_no_clean_verdict(book: Book, patient: Patient, tmp_path: Path, script: str) -> None:
    """However it fails, nothing is taken for a verdict that is none."""
    java = tmp_path / "java"
    java.write_text(f"#!/bin/sh\n{script}\n")
    java.chmod(0o755)

    with pytest.raises(UnavailableError) as caught:
        open_epub_checker(java=java).check(book({}), patient)

    assert caught.value.cause_code == "epubcheck-unavailable"


EXHAUSTED = {
    "heap": "echo 'Terminating due to java.lang.OutOfMemoryError: Java heap space'; exit 3",
    "threads": "echo 'java.lang.OutOfMemoryError: unable to create native thread' >&2; exit 3",
    "processor time": "kill -XCPU $$",
}


@pytest.mark.parametrize("script", EXHAUSTED.values(), ids=EXHAUSTED)
def test_a_book_that_needs_too_much_meets_our_limit(book: Book, patient: Patient, tmp_path: Path, script: str) -> None:
    """What EPUBCheck's heap or time does not suffice for is refused, and is no fact of the book."""
    java = tmp_path / "java"
    java.write_text(f"#!/bin/sh\n{script}\n")
    java.chmod(0o755)

    with pytest.raises(LimitError) as caught:
        open_epub_checker(java=java).check(book({}), patient)

    assert caught.value.cause_code == "epub-too-large"


def test_repeated_messages_are_counted(book: Book, patient: Patient) -> None:
    """One message in many places is one message."""

    class Reporting:
        def validate(self, book: str, report: str, folder: Path, check: Callable[[], None]) -> None:
            places = [{"path": "a.xhtml", "line": 7}, {"path": "b.xhtml", "line": 8}]
            message = {"ID": "X-1", "severity": "ERROR", "message": "wrong", "locations": places}
            found = {"messages": [{**message, "additionalLocations": 3}], "checker": {"nFatal": 0, "nError": 5}}
            (folder / report).write_text(json.dumps(found))

    assert EpubCheckChecker(Reporting()).check(book({}), patient) == (
        EpubMessage(id="X-1", severity="error", text="wrong (and 4 more of the same)", location="a.xhtml:7"),
    )


def expected_of_suite() -> list[tuple[str, list[str]]]:
    """Files of EPUBCheck's own suite that it checks as we do, spread over the whole, with the ids they must give."""
    listing = SHARED / "epubcheck-suite" / "expected.json"
    if not listing.is_file():
        return []
    cases = [case for case in json.loads(listing.read_text()) if not case["config"]]
    once = {case["file"]: case for case in cases if [other["file"] for other in cases].count(case["file"]) == 1}
    told = [
        (name, sorted(found["id"] for found in case["expect"]))
        for name, case in sorted(once.items())
        if all(found["severity"] in ("error", "warning", "fatal") for found in case["expect"])
    ]
    # Checked by hand with bare EPUBCheck: books of OEBPS 1.2 give more ids than the listing names.
    return [case for case in told[:: max(1, len(told) // 25)][:25] if "oebps12" not in case[0]]


# A Java for each takes seconds, so that the quick run takes every sixth.
SUITE = [
    pytest.param(*case, id=case[0], marks=[] if number % 6 == 0 else [pytest.mark.slow])
    for number, case in enumerate(expected_of_suite())
]


@pytest.mark.server
@pytest.mark.parametrize(("name", "ids"), SUITE)
def test_says_what_epubcheck_says(shared_epubs: Path, patient: Patient, name: str, ids: list[str]) -> None:
    """The ids are those of EPUBCheck's own test suite, no more and no less."""
    found = open_epub_checker().check(shared_epubs / "epubcheck-suite" / name, patient)

    assert sorted({message.id for message in found if message.severity != "info"}) == sorted(set(ids))
