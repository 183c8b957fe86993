"""Rules as the command line lists and explains them."""

import json

from typer.testing import CliRunner

from cli.exits import Exit
from cli.main import app
from shelfready.findings import Status
from shelfready.rules import RULES


def test_every_rule_is_listed_with_its_status() -> None:
    """The list has every code, and says of each whether it runs."""
    listed = json.loads(CliRunner().invoke(app, ["rules", "--json"]).stdout)["rules"]

    assert {(one["code"], one["status"]) for one in listed} == {(one.code, one.status.value) for one in RULES.values()}


def test_rules_of_a_status_can_be_asked_for() -> None:
    """Which codes are not built yet is one question."""
    listed = json.loads(CliRunner().invoke(app, ["rules", "--status", "planned", "--json"]).stdout)["rules"]

    assert {one["code"] for one in listed} == {one.code for one in RULES.values() if one.status is Status.PLANNED}


def test_rule_is_explained_by_code_and_by_name() -> None:
    """Whoever has a code from a report, or a name from a waiver, reads the same page."""
    by_code = CliRunner().invoke(app, ["rule", "aud-009"])
    by_name = CliRunner().invoke(app, ["rule", "clipped"])

    assert by_code.exit_code == Exit.OK
    assert by_code.stdout == by_name.stdout
    assert "How to mend it" in by_code.stdout


def test_unknown_rule_is_refused_with_an_example() -> None:
    """A mistyped code is answered with what a code looks like."""
    result = CliRunner().invoke(app, ["rule", "XXX-999"])

    assert result.exit_code == Exit.REFUSED
    assert "AUD-001" in result.stderr
