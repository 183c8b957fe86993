"""Every rule that runs is shown speaking, on facts written down: it says exactly this, and nothing else."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from shelfready.rules import RULES
from tests.golden.rules.cases import HOME, as_json, found, read

CASES = sorted(HOME.glob("*.json"))


def _name(path: Path) -> str:
    return path.stem


def _running() -> Iterable[str]:
    return [name for name, rule in RULES.items() if rule.status.runs]


@pytest.mark.parametrize("name", _running())
def test_rule_has_a_golden_case_in_which_it_speaks(name: str) -> None:
    """`python -m tests.golden.rules.record NAME EXPRESSION` writes one."""
    path = HOME / f"{name}.json"

    assert path.exists(), f"no golden case of {name}"
    assert read(path).findings


@pytest.mark.parametrize("path", CASES, ids=_name)
def test_rule_says_exactly_this(path: Path) -> None:
    """The rule's own findings, all of them, in their order, word for word."""
    case = read(path)

    assert found(case) == case.findings


@pytest.mark.parametrize("path", CASES, ids=_name)
def test_facts_are_read_as_they_were_written(path: Path) -> None:
    """Nothing of the facts is lost or renamed: a stale case would pass on facts that nobody measures."""
    case = read(path)

    assert as_json(case.kind.model_validate(case.facts)) == case.facts


@pytest.mark.parametrize("path", CASES, ids=_name)
def test_case_belongs_to_a_rule_that_runs(path: Path) -> None:
    """A case of a rule that was renamed is thrown away."""
    assert read(path).rule in set(_running())
