"""How fast ONIX is read, and in how much memory."""

from collections.abc import Iterator

from bench.figures import Figure, Row
from bench.observed import Observed

_MOST_TIMES = 2.0
_MOST_GROWTH_MB = 10.0
_MB = 1_000_000


def _read(seen: Observed) -> Iterator[Figure]:
    found = seen.onix_reading
    if found is None:
        return
    megabytes = found.size_bytes / _MB
    yield Figure(name="reading, over bare iterparse", value=found.read.cpu_s / found.bare.cpu_s, at_most=_MOST_TIMES)
    yield Figure(
        name="reading, over bare iterparse that looks at nothing but the ends of records",
        value=found.read.cpu_s / found.bare_records_only.cpu_s,
    )
    yield Figure(name="reading", value=megabytes / found.read.cpu_s, unit="MB/s")
    validated_mb = megabytes * found.validated_records / found.records
    yield Figure(name="reading and validating", value=validated_mb / found.validated.cpu_s, unit="MB/s")
    growth = (found.read.peak_rss_bytes - found.short.peak_rss_bytes) / _MB
    yield Figure(
        name=f"memory, {megabytes:.0f} MB over {found.validated_records / found.records:.0%} of it",
        value=max(0.0, growth),
        unit="MB",
        at_most=_MOST_GROWTH_MB,
    )


onix_reading = Row(
    place=15,
    title="Reading ONIX",
    how=(
        "processor seconds of a process that reads a message of 30,000 audiobooks into records, against one that lets "
        "lxml's iterparse pass over every element of it and drops each record; and the largest memory of the first, "
        "against reading a twentieth. Validating is of the twentieth, against the XSD"
    ),
    read=_read,
)
