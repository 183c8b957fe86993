"""Every dialect reads its example drops exactly as written beside them: a folder is a test."""

import json
from io import BytesIO
from pathlib import Path

import pytest

from shelfready.drops import DropListing
from shelfready.errors import RejectedError
from shelfready.ports import ListedFile
from shelfready.publishers import PUBLISHERS
from shelfready.sheets.delimited import delimited
from shelfready.tables import held

GOLDEN = Path(__file__).parents[2] / "golden" / "publishers"
CASES = sorted(path.parent for path in GOLDEN.glob("*/*/listing.json"))


def _dialect_of(case: Path) -> str:
    """The folder is named as the dialect's file."""
    return case.parent.name.replace("_", "-")


def _listing_of(case: Path) -> DropListing:
    stored = json.loads((case / "listing.json").read_text(encoding="utf-8"))
    documents, sheets = stored.get("documents", {}), stored.get("sheets", {})
    return DropListing(
        files=tuple(ListedFile(source=f"file:///drop/{file['name']}", **file) for file in stored["files"]),
        documents={
            name: (text if isinstance(text, str) else json.dumps(text)).encode() for name, text in documents.items()
        },
        tables={name: held(delimited(BytesIO(text.encode())), name) for name, text in sheets.items()},
        title_id=stored.get("title_id"),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_drop_is_read_as_written_beside_it(case: Path) -> None:
    """The whole answer is compared, or the whole refusal: this and nothing else."""
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))

    try:
        actual = PUBLISHERS[_dialect_of(case)].read(_listing_of(case)).model_dump(mode="json", exclude_defaults=True)
    except RejectedError as error:
        actual = {"rejected": error.cause_code, "message": error.message}

    assert expected == actual


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_dialect_finds_its_own_drops_likest(case: Path) -> None:
    """A drop is read by the dialect that it is an example of."""
    listing = _listing_of(case)

    likest = max(PUBLISHERS, key=lambda name: PUBLISHERS[name].likeness(listing))

    assert _dialect_of(case) == likest


@pytest.mark.parametrize("dialect", PUBLISHERS)
def test_every_dialect_has_example_drops(dialect: str) -> None:
    """A dialect without a folder under tests/golden/publishers is not tested, and so not finished."""
    assert [case for case in CASES if _dialect_of(case) == dialect]


def test_every_example_drop_is_of_a_dialect() -> None:
    """A folder that no dialect reads would pass for ever."""
    assert {_dialect_of(case) for case in CASES} == set(PUBLISHERS)
