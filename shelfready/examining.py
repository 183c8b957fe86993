"""Says of a whole title what the rules find: the same for a worker and for `shelfready check`."""

from collections.abc import Sequence
from datetime import datetime

from shelfready.checking import asked, check
from shelfready.findings import Report
from shelfready.mending import mend
from shelfready.metadata import merge
from shelfready.metadata_facts import MetadataFacts
from shelfready.profiles import Profile
from shelfready.titles import AssetFacts, Known, Manifest, Metadata, Refusal, Role, TitleFacts
from shelfready.values import Sha256, Value
from shelfready.waivers import Waiver


class Examination(Value):
    """A title as it is after mending, and the report on it."""

    facts: TitleFacts
    report: Report


class Delivered(Value):
    """A title as it was delivered: who sent it as what, what its drop says, and what was measured of its files.

    `fed` is the record that held for the title before, from a feed or an earlier drop.
    """

    publisher: str
    title_id: str
    content_type: str
    metadata: Metadata | None = None
    manifest: Manifest
    assets: tuple[AssetFacts, ...]
    refusals: tuple[Refusal, ...] = ()
    known: Known = Known()
    fed: MetadataFacts | None = None

    @property
    def reference(self) -> str | None:
        """The reference of the record in the drop."""
        said = self.manifest.described
        return said.record.reference if said is not None and said.record is not None else None

    @property
    def cover(self) -> Sha256 | None:
        """The hash of the cover, if one came."""
        return next((found.asset.sha256 for found in self.assets if found.asset.role is Role.COVER), None)


def examine(delivered: Delivered, profile: Profile, *, now: datetime, waivers: Sequence[Waiver] = ()) -> Examination:
    """Merge what is said of the title, mend what may be mended, and put every rule to it."""
    manifest = delivered.manifest
    merged = merge(
        delivered.metadata, manifest.metadata, delivered.assets, described=manifest.described, fed=delivered.fed
    )
    stated = TitleFacts(
        publisher=delivered.publisher,
        title_id=delivered.title_id,
        content_type=delivered.content_type,
        metadata=merged.metadata,
        provenance=merged.provenance,
        stated=merged.stated,
        dialect=manifest.dialect,
        described=merged.described,
        known=delivered.known.model_copy(update={"today": now.date()}),
        declared=manifest.files,
        declared_chapters=manifest.chapters,
        refusals=delivered.refusals,
        assets=delivered.assets,
    )
    facts, changes = mend(asked(stated), profile)
    report = check(facts, profile, waivers=waivers, changes=changes, now=now)
    return Examination(facts=facts, report=report)
