"""The order of commands of each workflow, as it is written down. A change to it may break titles in flight."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import workflows.served

RECORDED = Path(__file__).with_name("fingerprints.json")
COMMANDS = {
    "continue_as_new",
    "execute_activity_method",
    "execute_child_workflow",
    "patched",
    "sleep",
    "start_activity_method",
    "upsert_search_attributes",
    "wait_condition",
}

TUTORIAL = """
The commands of workflow code are not the ones that were recorded.

Titles in flight replay their history against today's code, command by command. If this change adds, removes or moves a
command that a recorded history reaches, wrap it in `workflow.patched("what-changed")` so that old histories take the
old way. Then run `python -m tests.guards.record_fingerprints` and commit both, and record a new history
(`python -m tests.histories.record`) so that the new way is replayed from now on.
"""


def commands(source: str) -> dict[str, list[str]]:
    """The commands of every function, in the order of the text: what is called, and with which activity."""
    found: dict[str, list[str]] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            calls = list(_commands(node))
            if calls:
                found[node.name] = calls
    return found


def _commands(function: ast.AST) -> Iterator[str]:
    found: list[tuple[int, int, str]] = []
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and node.attr in COMMANDS:
            found.append((node.lineno, node.col_offset, node.attr))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id[0].isupper():
            found.append((node.lineno, node.col_offset, f"{node.value.id}.{node.attr}"))
    yield from (text for *_, text in sorted(found))


def fingerprints() -> dict[str, dict[str, list[str]]]:
    """The commands of every module of workflow code."""
    home = Path(str(workflows.__file__)).parent
    found = {path.name: commands(path.read_text()) for path in sorted(home.glob("*.py"))}
    return {name: functions for name, functions in found.items() if functions}


def test_fingerprints() -> None:
    """The commands are the recorded ones."""
    assert json.loads(RECORDED.read_text()) == fingerprints(), TUTORIAL
