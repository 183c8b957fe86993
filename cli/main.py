"""The `shelfready` command."""

import sys
from traceback import print_exc
from typing import Any, NoReturn

import typer

from cli.commands import load, summaries
from cli.ending import end
from cli.exits import Exit, epilog, exit_for
from shelfready.errors import ShelfreadyError


class Commands(typer.core.TyperGroup):
    """The commands of the folder `cli/commands/`, each imported only when it is called, so that `--help` is quick."""

    def __init__(self, **attributes: Any) -> None:
        attributes["commands"] = [typer.core.TyperCommand(name, help=text) for name, text in summaries().items()]
        super().__init__(**attributes)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # typer does not export click's types
        """Import the command that was asked for, then go on as usual."""
        if args and args[0] in self.commands:
            self.commands[args[0]] = load(args[0])
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; what Shelfready can explain becomes a message and an exit code, never a traceback."""
        try:
            return super().invoke(ctx)
        except ShelfreadyError as error:
            typer.echo(f"shelfready: {error.message} [{error.cause_code}]", err=True)
            raise typer.Exit(exit_for(error)) from error


app = typer.Typer(
    cls=Commands,
    name="shelfready",
    help="Take what a publisher delivers and make it shelf-ready.",
    epilog=epilog(),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def _commands() -> None:
    """Take what a publisher delivers and make it shelf-ready."""


def main() -> NoReturn:
    """Run the command line and leave with one of the codes of `cli.exits`."""
    end(_run())


def _run() -> int:
    try:
        app()
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else Exit.DEFECT
    except Exception:  # noqa: BLE001 - the last resort: a defect is shown whole, because it is ours to mend
        print_exc()
        typer.echo("shelfready: this is a defect of Shelfready; please report the lines above.", err=True)
        return Exit.DEFECT
    return Exit.OK


if __name__ == "__main__":
    sys.exit(main())
