"""Workflow code loads in Temporal's sandbox, which refuses clocks, randomness and I/O."""

import pytest
from temporalio import workflow
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from workflows.served import WORKFLOWS


@pytest.mark.parametrize("kind", WORKFLOWS, ids=lambda kind: kind.__name__)
async def test_sandbox(kind: type) -> None:
    """Every workflow is accepted by the sandbox without a server."""
    definition = workflow._Definition.must_from_class(kind)

    SandboxedWorkflowRunner().prepare_workflow(definition)
