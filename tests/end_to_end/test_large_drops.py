"""A title of thousands of files is onboarded like any other: no list of them is ever in a history."""

import shutil
from pathlib import Path

import pytest
from temporalio.client import Client

from tests.end_to_end.house import house

pytestmark = [pytest.mark.server, pytest.mark.slow]

SAMPLES = Path(__file__).parents[2] / "samples"
SUPPLEMENTS = 2_200
"""More than the activities that Temporal holds for one workflow."""


@pytest.mark.timeout(400)
async def test_thousands_of_supplements(temporal: Client, tmp_path: Path) -> None:
    """Two thousand scores beside one track: the title is published, and its history stays short."""
    home = tmp_path / "home"
    shutil.copytree(SAMPLES / "audiobook", home / "drop", ignore=shutil.ignore_patterns("*.json", "0[1-9]*"))
    for number in range(SUPPLEMENTS):
        (home / "drop" / f"score-{number}.pdf").write_bytes(b"%PDF-1.7 " + str(number).encode())
    async with house(home, temporal) as running:
        submission = await running.send(
            "9789999900065", "audiobook", {"kind": "folder", "source": (home / "drop").as_uri()}
        )
        found = await running.settled(submission, within_s=300)
        handle = temporal.get_workflow_handle(f"onboard/{running.publisher}/9789999900065")
        history = await handle.fetch_history()

    assert found["state"] == "published", found
    assert len(history.events) < 400
