"""Recorded histories replay against today's code, so that a deploy breaks no title in flight."""

from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from workflows.served import WORKFLOWS

HISTORIES = sorted((Path(__file__).parents[1] / "histories").glob("*.json"))


def test_there_are_histories() -> None:
    """The guard guards something."""
    assert HISTORIES


@pytest.mark.parametrize("recorded", HISTORIES, ids=lambda path: path.stem)
async def test_replay(recorded: Path) -> None:
    """The history of a title, as a release recorded it, is what today's code would do."""
    replayer = Replayer(workflows=list(WORKFLOWS), data_converter=pydantic_data_converter)

    await replayer.replay_workflow(WorkflowHistory.from_json(f"onboard/demo/{recorded.stem}", recorded.read_text()))
