"""Shows a forecast to people: what must be done line by line, and what need not be in one line."""

from collections.abc import Iterator

from cli.output import duration, size
from shelfready.findings import Finding
from shelfready.forecasts import Fetching, Forecast, ForeseenEncode, ForeseenFile

_WIDEST = 40
"""Letters of a file's name that are shown beside what is said of it."""


def describe(forecast: Forecast) -> str:
    """A forecast in a few tables."""
    return "\n".join(_lines(forecast))


def _lines(forecast: Forecast) -> Iterator[str]:
    yield f"{forecast.content_type} {forecast.title_id}: nothing was sent"
    yield forecast.summary
    yield from _table("files", [_file(file) for file in forecast.files if _is_news(file)])
    yield from _rest(sum(not _is_news(file) for file in forecast.files), "held and measured already")
    yield from _table("refused for", [_finding(finding) for finding in forecast.refused_for])
    yield from _facts(forecast)
    yield from _table("encodings", [_encode(encode) for encode in forecast.encodes if encode.made])
    yield from _rest(sum(not encode.made for encode in forecast.encodes), "there already")
    yield from _table("renditions", [f"make {one.rendition}" for one in forecast.renditions if not one.is_reused])
    yield from _rest(sum(one.is_reused for one in forecast.renditions), "there already")
    yield from _table("not known beforehand", list(forecast.unknown))


def _table(title: str, rows: list[str]) -> Iterator[str]:
    if rows:
        yield title
        yield from (f"  {row}" for row in rows)


def _rest(count: int, what: str) -> Iterator[str]:
    if count:
        yield f"  {count} {what}"


def _facts(forecast: Forecast) -> Iterator[str]:
    if forecast.verdict is not None:
        counts = ", ".join(f"{severity} {count}" for severity, count in forecast.verdict.counts.items())
        yield f"verdict: {forecast.verdict.outcome.value}{f' ({counts})' if counts else ''}"
    if forecast.chapters is not None:
        yield f"chapters: {forecast.chapters}"
    if forecast.sound is not None:
        yield f"gain: {forecast.sound.gain_db:+.1f} dB ({forecast.sound.reason})"


def _finding(finding: Finding) -> str:
    return f"{finding.code} {finding.asset or 'the title'}: {finding.message}"


def _is_news(file: ForeseenFile) -> bool:
    return file.fetching is not Fetching.HELD or not file.is_measured


def _file(file: ForeseenFile) -> str:
    words = {Fetching.HELD: "held", Fetching.TO_FETCH: "to fetch", Fetching.UNKNOWN: "to fetch, or held"}
    length = size(file.size_bytes) if file.size_bytes is not None else "?"
    todo = words[file.fetching] + ("" if file.is_measured else ", to measure")
    return f"{file.name[:_WIDEST]:<{_WIDEST}}  {length:>9}  {todo}"


def _encode(encode: ForeseenEncode) -> str:
    piece = f", piece {encode.piece} of {encode.pieces}" if encode.pieces > 1 else ""
    place = f"track {encode.track}{piece}"
    return f"{place:<28} {duration(round(encode.audio_s * 1000)):>8}  {', '.join(encode.made)}"
