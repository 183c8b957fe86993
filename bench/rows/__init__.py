"""The rows of docs/bench.md: one file each, read from what one run observed."""

from bench.figures import Row
from shelfready.family import Family

ROWS = Family(__name__, Row)
