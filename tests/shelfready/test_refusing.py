"""Whatever could not be taken in has one rule that says it."""

import re
from pathlib import Path

import pytest

from shelfready.findings import Outcome, judge
from shelfready.refusing import findings_of
from shelfready.titles import Refusal

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"


def _refusal(cause: str, asset: str | None = "01.mp3") -> Refusal:
    return Refusal(cause_code=cause, message=f"what was said of {cause}", asset=asset)


@pytest.mark.parametrize(
    ("cause", "code"),
    [
        ("archive-unsafe", "PKG-001"),
        ("archive-too-large", "PKG-001"),
        ("archive-damaged", "PKG-003"),
        ("declared-hash-differs", "PKG-004"),
        ("declared-size-differs", "PKG-004"),
        ("file-empty", "PKG-004"),
        ("source-not-found", "PKG-009"),
        ("archive-encrypted", "PKG-009"),
        ("a-cause-of-tomorrow", "PKG-009"),
    ],
)
def test_cause_has_its_rule(cause: str, code: str) -> None:
    """The message is the one of who refused, the code that of the fault."""
    (found,) = findings_of([_refusal(cause)])

    assert (found.code, found.asset, found.message) == (code, "01.mp3", f"what was said of {cause}")


def test_every_documented_cause_is_said_once() -> None:
    """No cause is passed over and none is said twice."""
    causes = sorted(
        set(re.findall(r"`((?:archive|declared|drop|file|source|upload)-[a-z-]+)`", OPERATIONS.read_text()))
    )

    assert len(causes) > 20
    assert [cause for cause in causes if len(findings_of([_refusal(cause)])) != 1] == []


def test_refusals_refuse_the_title() -> None:
    """Whatever could not be taken in keeps the title from being published; findings are in the order of refusals."""
    found = findings_of([_refusal("upload-incomplete", None), _refusal("file-empty", "02.mp3")])

    assert [(one.code, one.asset) for one in found] == [("PKG-003", None), ("PKG-004", "02.mp3")]
    assert all(judge([one]).outcome is Outcome.REFUSE for one in found)


def test_nothing_refused_is_nothing_said() -> None:
    """No refusals, no findings."""
    assert findings_of([]) == ()
