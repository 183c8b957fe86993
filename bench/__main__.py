"""`python -m bench`: measure everything in one run, and print it."""

import argparse
import sys
from pathlib import Path
from time import monotonic

from pydantic import ValidationError

from bench.books.narration import CHECKOUT
from bench.books.shelf import FULL, QUICK, Scale
from bench.observed import Observed
from bench.report import report_of, table
from bench.rows import ROWS
from bench.scenario import observe
from shelfready.errors import MissingError, ShelfreadyError

CACHE = CHECKOUT / ".shelfready" / "bench"
_LAST = "last.json"
_INTERRUPTED = 130  # as shells say it: 128 and the number of SIGINT


def main() -> int:
    """Run the bench; the table or JSON goes to the standard output, progress to the standard error."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the figures of docs/bench.md.")
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")
    parser.add_argument("--quick", action="store_true", help="a few minutes of audio, to try the bench itself")
    parser.add_argument("--last", action="store_true", help="read the rows from the last run, and measure nothing")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where the books are kept from run to run")
    asked = parser.parse_args()
    cache: Path = asked.cache.resolve()

    try:
        seen = _last(cache) if asked.last else _observe(cache, QUICK if asked.quick else FULL)
    except ShelfreadyError as error:
        print(error.message, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED
    report = report_of(seen)
    print(report.to_json().decode() if asked.json else table(report))
    return 0


def _observe(cache: Path, scale: Scale) -> Observed:
    began = monotonic()

    def say(what: str) -> None:
        print(f"{monotonic() - began:6.0f} s  {what}", file=sys.stderr, flush=True)

    say(f"{len(ROWS)} rows, {scale.name} books")  # a row that cannot be imported is found now, not after ten minutes
    seen = observe(cache, scale, say)
    (cache / _LAST).write_bytes(seen.to_json())
    return seen


def _last(cache: Path) -> Observed:
    try:
        return Observed.from_json((cache / _LAST).read_bytes())
    except (OSError, ValidationError) as error:
        raise MissingError(
            f"there is no run to read in {cache}, or it is of another version: leave --last out", cause_code="no-run"
        ) from error


if __name__ == "__main__":
    sys.exit(main())
