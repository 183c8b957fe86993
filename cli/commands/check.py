"""Check a title on this machine: every rule, no server.

PATH is a title's folder, a zip, or a single file. Nothing is sent and nothing is written but the report that is asked
for. The exit code is 1 when the title would be refused, or when anything as grave as --fail-on was found.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console

from cli import surroundings
from cli.checking.gauges import Bars
from cli.checking.measuring import Measuring
from cli.checking.page import write_page
from cli.checking.summary import summarise
from cli.checking.title import Checked, LocalTitle
from cli.exits import Exit
from cli.local_files import manifest_of, open_files
from cli.output import JsonOption, as_document
from shelfready.adapters.audio import open_audio
from shelfready.adapters.epubs import open_epub_checker, open_epubs
from shelfready.adapters.images import open_pictures
from shelfready.errors import RejectedError
from shelfready.findings import Severity
from shelfready.measuring import Instruments
from shelfready.profiles import PROFILES, Profile
from shelfready.settings import Settings


def check(
    path: Annotated[Path, typer.Argument(help="a title's folder, a zip, or a single file", show_default=False)],
    *,
    profile: Annotated[str, typer.Option(help="whose demands: " + ", ".join(PROFILES))] = "streaming",
    isbn: Annotated[str | None, typer.Option(help="the title's ISBN-13; told from the names if absent")] = None,
    content_type: Annotated[str | None, typer.Option(help="audiobook or ebook; told from the files if absent")] = None,
    html: Annotated[Path | None, typer.Option(help="write the report as a page, with player and waveforms")] = None,
    fail_on: Annotated[Severity, typer.Option(help="gravity from which on the exit code is 1")] = Severity.ERROR,
    everything: Annotated[bool, typer.Option("--all", help="every file under every rule")] = False,
    as_json: JsonOption = False,
) -> None:
    """Check a title on this machine: every rule, no server."""
    chosen = profile_named(profile)
    with _scratch() as scratch:
        checked = _checked(path, isbn, content_type, chosen, scratch)
    facts, report = checked.examination.facts, checked.examination.report
    if as_json:
        typer.echo(as_document(report))
    else:
        summarise(Console(highlight=False), facts, report, everything=everything)
    if html is not None:
        write_page(html, path, checked, chosen)
    grave = "FEWI".index(fail_on)
    found = [one for one in report.findings if one.status.value == "stable" and one.waived_by is None]
    if any("FEWI".index(one.severity) <= grave for one in found):
        raise typer.Exit(Exit.REFUSED)


def profile_named(name: str) -> Profile:
    """The profile, or `RejectedError` naming those that there are."""
    if name not in PROFILES:
        raise RejectedError(
            f"there is no profile {name!r}; write one of {', '.join(PROFILES)}", cause_code="profile-unknown"
        )
    return PROFILES[name]


def _checked(path: Path, isbn: str | None, content_type: str | None, profile: Profile, scratch: Path) -> Checked:
    settings = surroundings.settings()
    title = LocalTitle(path, isbn, content_type)
    try:
        files = open_files(path)
        manifest = manifest_of(files)
    except RejectedError as error:
        if not path.exists():
            raise
        return title.refused(error, profile)
    sizes = {file.name: file.size_bytes for file in files.listed}
    bars = Bars(Console(stderr=True), sum(sizes.get(file.name, 0) for file in manifest.files))
    with _instruments(settings, scratch) as instruments, bars:
        measuring = Measuring(instruments, scratch, bars.file, settings.max_file_bytes)
        return title.check(files, manifest, measuring, profile)


@contextmanager
def _instruments(settings: Settings, scratch: Path) -> Iterator[Instruments]:
    with open_epub_checker(java=settings.java, scratch=scratch) as epub_checker:
        yield Instruments(
            audio=open_audio(
                ffmpeg=settings.ffmpeg,
                ffprobe=settings.ffprobe,
                scratch=scratch,
                memory_bytes=settings.media_memory_bytes,
            ),
            epubs=open_epubs(scratch=scratch),
            epub_checker=epub_checker,
            pictures=open_pictures(scratch=scratch),
        )


@contextmanager
def _scratch() -> Iterator[Path]:
    with TemporaryDirectory(prefix="shelfready-check-") as folder:
        yield Path(folder)
