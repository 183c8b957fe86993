"""Checks one title that lies on this machine, from its files to the verdict."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cli.checking.measuring import Measuring
from cli.local_files import LocalFiles
from cli.sending.identity import identity_of
from shelfready.errors import RejectedError
from shelfready.examining import Delivered, Examination, examine
from shelfready.findings import judge
from shelfready.profiles import Profile
from shelfready.refusing import findings_of
from shelfready.titles import AssetFacts, Manifest, Refusal

NOBODY = "nobody"
"""The publisher of a title that is only looked at."""


@dataclass(frozen=True)
class Checked:
    """What was found of a title, and each track's peaks by the hash of its file."""

    examination: Examination
    waveforms: dict[str, bytes]


@dataclass(frozen=True)
class LocalTitle:
    """A title on this machine. The name of its folder stands in for an id where none is to be found."""

    path: Path
    isbn: str | None = None
    content_type: str | None = None

    def check(self, files: LocalFiles, manifest: Manifest, measuring: Measuring, profile: Profile) -> Checked:
        """Measure every file and put every rule to the title. What is wrong with it is found, not raised."""
        results = measuring.all_of(files, manifest.files)
        measured = [one for one in results if not isinstance(one, Refusal)]
        waveforms = {one.facts.asset.sha256: one.pieces["waveform"] for one in measured if "waveform" in one.pieces}
        facts = sorted((one.facts for one in measured), key=lambda one: (one.asset.role.value, one.asset.order or 0))
        refusals = tuple(one for one in results if isinstance(one, Refusal))
        return Checked(self._examined(manifest, profile, tuple(facts), refusals), waveforms)

    def refused(self, error: RejectedError, profile: Profile) -> Checked:
        """What is found of a title that could not even be opened: why, and nothing of what it seems to lack."""
        refusal = Refusal(cause_code=error.cause_code, message=error.message)
        examined = self._examined(Manifest(files=()), profile, (), (refusal,))
        found = findings_of([refusal], profile)
        said = {"findings": found, "verdict": judge(found)}
        report = examined.report.model_copy(update=said)
        return Checked(examined.model_copy(update={"report": report}), {})

    def _examined(
        self, manifest: Manifest, profile: Profile, assets: tuple[AssetFacts, ...], refusals: tuple[Refusal, ...]
    ) -> Examination:
        title_id, content_type = identity_of(self.path, manifest, self.isbn, self.content_type)
        delivered = Delivered(
            publisher=NOBODY,
            title_id=title_id or _name(self.path),
            content_type=content_type or "unknown",
            manifest=manifest,
            assets=assets,
            refusals=refusals,
        )
        return examine(delivered, profile, now=datetime.now(UTC))


def _name(path: Path) -> str:
    """The folder's name as an id of the publisher's own could be."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", path.resolve().stem).strip("-._")[:64] or "title"
