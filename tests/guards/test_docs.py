"""Documents that can be checked are true."""

import re
from pathlib import Path

from shelfready.settings import Settings

ROOT = Path(__file__).parents[2]


def test_every_setting_is_in_the_readme() -> None:
    """The README's table names every environment variable, and none that is not."""
    documented = set(re.findall(r"`(SHELFREADY_[A-Z0-9_]+)`", (ROOT / "README.md").read_text()))

    assert documented == {f"SHELFREADY_{name.upper()}" for name in Settings.model_fields}


def test_rule_pages_are_up_to_date() -> None:
    """The pages under docs/rules are what the rules say today."""
    from shelfready.rule_pages import pages

    home = ROOT / "docs" / "rules"
    written = {path.name: path.read_text() for path in sorted(home.glob("*.md"))}

    assert written == pages(), "run `shelfready rules --write docs/rules`"


def test_decisions_are_numbered() -> None:
    """Decisions are numbered without a gap and each names its alternatives and its guard."""
    decisions = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))

    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        text = path.read_text()
        assert "## Alternatives" in text, path.name
        assert "## Guard" in text, path.name
