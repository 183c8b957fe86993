"""The operator's page and the publisher's page leave nothing out that the code can say."""

import ast
import re
from pathlib import Path

from fastapi.routing import APIRoute

from api.routes import events, feeds, policies, reports, submissions, system, titles, uploads, waivers
from cli.exits import Exit
from shelfready.titles import SubmissionState

ROOT = Path(__file__).parents[2]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
API = (ROOT / "docs" / "api.md").read_text()


def test_every_cause_code_is_explained() -> None:
    """An operator who sees a cause code finds it on the page, and finds no code there that no longer exists."""
    section = OPERATIONS.partition("## Cause codes")[2].partition("\n## ")[0]
    explained = set(re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", section))

    assert _cause_codes() - explained == set()


def test_every_exit_code_is_explained() -> None:
    """The exit codes are those of the command line."""
    section = OPERATIONS.partition("## Exit codes")[2].partition("\n## ")[0]

    assert {int(code) for code in re.findall(r"^\| (\d+) \|", section, re.MULTILINE)} == set(Exit)


def test_every_state_is_explained() -> None:
    """The states are those that the API answers."""
    assert {state.value for state in SubmissionState} <= set(re.findall(r"^\| `([a-z]+)` \|", API, re.MULTILINE))


def test_every_route_is_listed() -> None:
    """The routes that the page lists are all routes there are, with their methods."""
    listed = set(re.findall(r"^\| `([A-Z]+ /[^`]*)` \|", API, re.MULTILINE))

    assert listed == {
        f"{method} {route.path.replace(':path', '')}"
        for module in (events, feeds, policies, reports, submissions, system, titles, uploads, waivers)
        for route in module.router.routes
        if isinstance(route, APIRoute) and route.include_in_schema
        for method in route.methods or ()
    }


def _cause_codes() -> set[str]:
    """Every code that the library and the activities raise or record."""
    files = [*(ROOT / "shelfready").rglob("*.py"), *(ROOT / "activities").rglob("*.py")]
    calls = (node for file in files for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call))
    return {
        keyword.value.value
        for call in calls
        for keyword in call.keywords
        if keyword.arg == "cause_code"
        and isinstance(keyword.value, ast.Constant)
        and isinstance(keyword.value.value, str)
    }
