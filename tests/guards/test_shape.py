"""The house's measures: no dumping grounds, no file that has grown past one reason."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOUSE = ("activities", "api", "bench", "cli", "samples", "shelfready", "workers", "workflows")
DUMPING_GROUNDS = {"base", "common", "core", "helpers", "manager", "managers", "misc", "util", "utils"}
LONGEST_FILE = 400
LONGEST_RUN = 40


def _sources() -> list[Path]:
    return [path for name in HOUSE for path in sorted((ROOT / name).rglob("*.py"))]


def test_no_dumping_grounds() -> None:
    """No module has a name that means anything."""
    found = [path for path in _sources() if DUMPING_GROUNDS & {path.stem, path.parent.name}]

    assert found == []


def test_files_have_one_reason() -> None:
    """No file is longer than anybody reads at once."""
    found = [str(path.relative_to(ROOT)) for path in _sources() if len(path.read_text().splitlines()) > LONGEST_FILE]

    assert found == []


def test_run_reads_like_a_table_of_contents() -> None:
    """A workflow's run is at most a screen."""
    for path in sorted((ROOT / "workflows").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.AsyncFunctionDef) and node.name == "run":
                assert (node.end_lineno or 0) - node.lineno <= LONGEST_RUN, path


def test_no_literal_timeouts() -> None:
    """How long something may take is said in policies.py, with the reason, and nowhere else in workflow code."""
    for path in sorted((ROOT / "workflows").glob("*.py")):
        if path.name != "policies.py":
            assert "timedelta(" not in path.read_text(), path
