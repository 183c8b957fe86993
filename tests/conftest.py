"""Fixtures live in `tests/fixtures/`, one file per service; every file there is loaded."""

from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"

pytest_plugins = [f"tests.fixtures.{file.stem}" for file in sorted(FIXTURES.glob("*.py")) if file.stem != "__init__"]
