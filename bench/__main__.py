"""`python -m bench`: measure everything in one run, and print it."""

import argparse
import sys
from pathlib import Path
from time import monotonic

from bench.books.narration import CHECKOUT
from bench.books.shelf import FULL, QUICK
from bench.report import report_of, table
from bench.scenario import observe
from shelfready.errors import ShelfreadyError

CACHE = CHECKOUT / ".shelfready" / "bench"


def main() -> int:
    """Run the bench; the table or JSON goes to the standard output, progress to the standard error."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the figures of docs/bench.md.")
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")
    parser.add_argument("--quick", action="store_true", help="a few minutes of audio, to try the bench itself")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where the books are kept from run to run")
    asked = parser.parse_args()
    began = monotonic()

    def say(what: str) -> None:
        print(f"{monotonic() - began:6.0f} s  {what}", file=sys.stderr, flush=True)

    try:
        report = report_of(observe(asked.cache.resolve(), QUICK if asked.quick else FULL, say))
    except ShelfreadyError as error:
        print(error.message, file=sys.stderr)
        return 1
    print(report.to_json().decode() if asked.json else table(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
