"""The command line as a whole."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.commands import load, summaries
from cli.exits import MEANINGS, Exit, exit_for
from cli.main import app
from shelfready.errors import (
    ConflictError,
    DefectError,
    MissingError,
    RejectedError,
    ShelfreadyError,
    UnavailableError,
)


def run(*words: str, home: Path | None = None, **environment: str) -> "subprocess.CompletedProcess[str]":
    """The command in a process of its own."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("SHELFREADY_")}
    homes = {"SHELFREADY_HOME": str(home)} if home is not None else {}
    return subprocess.run(
        [sys.executable, "-m", "cli.main", *words],
        env={**ours, **homes, **environment},
        capture_output=True,
        check=False,
        text=True,
    )


def test_help_shows_every_command_and_exit_code() -> None:
    """Who asks for help learns what there is."""
    shown = CliRunner().invoke(app, ["--help"])

    words = " ".join(shown.output.split())
    assert shown.exit_code == Exit.OK
    for name in summaries():
        assert f" {name} " in words
    for code, meaning in MEANINGS.items():
        assert f"{code} {meaning}" in words


def test_help_imports_no_command() -> None:
    """The list of commands costs no import of what they need."""
    code = (
        "import sys; from typer.testing import CliRunner; from cli.main import app; "
        "CliRunner().invoke(app, ['--help']); "
        "print(sorted({'httpx', 'temporalio', 'sqlalchemy', 'pydantic_settings', 'fastapi'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert done.stdout == "[]\n"


@pytest.mark.parametrize("name", summaries())
def test_every_command_explains_itself(name: str) -> None:
    """Each file defines its command, whose help can be shown, and whose summary is a short sentence."""
    shown = CliRunner().invoke(app, [name, "--help"])

    assert shown.exit_code == Exit.OK, shown.output
    assert shown.output.startswith(f"Usage: shelfready {name}")
    assert load(name).help
    assert summaries()[name].endswith(".")


def test_a_command_that_is_not_there_is_a_wrong_usage() -> None:
    """The code says that the command line is wrong."""
    shown = CliRunner().invoke(app, ["fly"])

    assert shown.exit_code == Exit.USAGE
    assert "No such command 'fly'" in shown.output


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (RejectedError("x"), Exit.REFUSED),
        (ConflictError("x"), Exit.REFUSED),
        (MissingError("x"), Exit.REFUSED),
        (UnavailableError("x"), Exit.UNAVAILABLE),
        (DefectError("x"), Exit.DEFECT),
        (ShelfreadyError("x"), Exit.DEFECT),
    ],
)
def test_the_code_says_who_can_mend_it(error: ShelfreadyError, code: Exit) -> None:
    """Each kind of error has its exit code."""
    assert exit_for(error) is code


def test_an_expected_error_is_one_message(tmp_path: Path) -> None:
    """No traceback: the message, its cause code, and the exit code; nothing on standard output."""
    done = run("status", home=tmp_path)

    assert done.returncode == Exit.UNAVAILABLE
    assert done.stdout == ""
    assert done.stderr.startswith("shelfready: no system is running from")
    assert "[system-not-running]" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_setting_is_a_wrong_usage(tmp_path: Path) -> None:
    """A setting that cannot be read is told from a title that was refused."""
    done = run("status", home=tmp_path, SHELFREADY_API_PORT="eighty")

    assert done.returncode == Exit.USAGE
    assert "SHELFREADY_API_PORT" in done.stderr


def test_using_temporals_client_does_not_change_the_exit_code(tmp_path: Path) -> None:
    """A process whose Rust threads are still at work ends with its own code and everything it said."""
    code = (
        "import asyncio; from temporalio.client import Client; from cli.ending import end\n"
        "async def go():\n"
        "    try: await Client.connect('127.0.0.1:1')\n"
        "    except RuntimeError: print('said')\n"
        "asyncio.run(go()); end(3)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)

    assert (done.returncode, done.stdout) == (3, "said\n")
