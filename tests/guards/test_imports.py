"""The house's import contracts hold."""

from pathlib import Path

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports


def test_imports() -> None:
    """Every contract of pyproject.toml is kept."""
    status = lint_imports(config_filename=str(Path(__file__).parents[2] / "pyproject.toml"), no_cache=True)

    assert status == EXIT_STATUS_SUCCESS
