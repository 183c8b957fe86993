"""One command that measures what docs/bench.md promises, as ratios within one run."""
