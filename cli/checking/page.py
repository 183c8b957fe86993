"""Writes what was found as one page to look at in a browser, beside the files themselves."""

import os
from datetime import UTC, datetime
from pathlib import Path

from cli.checking.title import Checked
from shelfready.errors import RejectedError
from shelfready.profiles import Profile
from shelfready.report_formats import REPORT_FORMATS
from shelfready.reporting import ReportInput, chapters_of
from shelfready.rules import RULES


def write_page(into: Path, drop: Path, checked: Checked, profile: Profile) -> None:
    """Write the page, whole or not at all. It plays the files of a folder from where they lie; a zip's cannot be."""
    facts, report = checked.examination.facts, checked.examination.report
    media = {
        found.asset.sha256: (drop / found.asset.name if drop.is_dir() else drop).resolve().as_uri()
        for found in facts.assets
        if drop.is_dir() or drop.name == found.asset.name
    }
    page = ReportInput(
        report=report,
        title=facts.metadata.title or facts.title_id,
        title_id=facts.title_id,
        made_at=datetime.now(UTC),
        facts=facts if facts.assets else None,
        chapters=chapters_of(facts),
        profile=profile,
        rules=RULES,
        waveforms=checked.waveforms,
        media=media,
    )
    half = into.with_name(f".{into.name}.{os.getpid()}")
    try:
        with half.open("wb") as file:
            file.writelines(REPORT_FORMATS["html"].write(page))
        half.replace(into)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise RejectedError(
            f"{into} cannot be written: {error.strerror}; name a file in a folder that is yours",
            cause_code="page-unwritable",
        ) from error
