"""A catalogue and a store in which titles have been published, as far as forecasts look at them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from shelfready.adapters.database import open_catalogue
from shelfready.adapters.database.schema import migrate
from shelfready.adapters.objects import open_store
from shelfready.blobs import Blobs
from shelfready.chaptering import chapterize
from shelfready.examining import Delivered, examine
from shelfready.foreseeing import Foresight
from shelfready.measure_keys import measure_key
from shelfready.planning import keys_of, plan
from shelfready.plans import Plan
from shelfready.policies import Policy, profile_of
from shelfready.ports import Catalogue
from shelfready.predecessors import edges_of, live_release, plan_of
from shelfready.releases import Release
from shelfready.titles import (
    Asset,
    AssetFacts,
    DeclaredFile,
    Drop,
    DropKind,
    Known,
    Manifest,
    Metadata,
    Submission,
    SubmissionRef,
    SubmissionState,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PUBLISHER, TITLE = "harbour-press", "9789999900010"
TOOLCHAIN = "ffmpeg 8.1"
METADATA = Metadata(
    title="The Lighthouse", authors=("Ada Brook",), narrators=("Tom Hill",), language="en", is_synthetic_voice=False
)


def key_of(asset: Asset, toolchain: str) -> str:
    """Where what was measured of an asset is kept."""
    return measure_key(asset, version=1, toolchain=toolchain)


@dataclass
class Shelf:
    """One publisher's titles."""

    folder: Path
    _submissions: int = field(default=0)

    @cached_property
    def catalogue(self) -> Catalogue:
        """A real one."""
        url = f"sqlite:///{self.folder / 'catalogue.db'}"
        migrate(url)
        return open_catalogue(url)

    @cached_property
    def blobs(self) -> Blobs:
        """A real store."""
        return Blobs(open_store(f"file://{self.folder / 'objects'}"))

    def foresight(self, toolchain: str | None = TOOLCHAIN) -> Foresight:
        """What foresees."""
        return Foresight(self.catalogue, self.blobs, key_of, toolchain)

    def submission(self, *assets: AssetFacts, metadata: Metadata | None = METADATA, **changes: object) -> Submission:
        """A submission of these files, named by what they hold."""
        self._submissions += 1
        files = tuple(
            DeclaredFile(
                role=found.asset.role,
                name=found.asset.name,
                order=found.asset.order,
                title=found.asset.title,
                sha256=found.asset.sha256,
                size_bytes=found.asset.size_bytes,
            )
            for found in assets
        )
        usual: dict[str, object] = {
            "id": f"sub_{self._submissions:026}",
            "publisher": PUBLISHER,
            "title_id": TITLE,
            "content_type": "audiobook",
            "metadata": metadata,
            "drop": Drop(kind=DropKind.FILES, files=files),
            "created_at": NOW,
            "updated_at": NOW,
        }
        return Submission.model_validate(usual | changes)

    def deliver(self, *assets: AssetFacts, publisher: str = PUBLISHER, toolchain: str = TOOLCHAIN) -> None:
        """Files that were fetched and measured, whatever became of their title."""
        for found in assets:
            blob = self.blobs.put_bytes(_bytes_of(found.asset.name))
            assert blob.sha256 == found.asset.sha256
            self.blobs.hold(publisher, blob)
            stored = self.blobs.put_value(found)
            self.blobs.record(key_of(found.asset, toolchain), {"facts": stored})

    def publish(self, *assets: AssetFacts, metadata: Metadata = METADATA) -> Plan:
        """A submission that went all the way."""
        self.deliver(*assets)
        submission = self.submission(*assets, metadata=metadata)
        delivered = Delivered(
            publisher=PUBLISHER,
            title_id=TITLE,
            content_type="audiobook",
            metadata=metadata,
            manifest=Manifest(metadata=metadata, files=submission.drop.files, dialect="submission"),
            assets=tuple(sorted(assets, key=lambda found: (found.asset.role.value, found.asset.order or 0))),
            known=Known(),
        )
        with self.catalogue.begin(read_only=True) as unit:
            profile = profile_of(unit.policies.get(PUBLISHER))
            live = live_release(unit, PUBLISHER, TITLE)
        facts = examine(delivered, profile, now=NOW).facts
        ref = SubmissionRef(submission_id=submission.id, publisher=PUBLISHER, title_id=TITLE)
        previous = plan_of(self.blobs, live)
        made = plan(facts, chapterize(facts), ref, edges_of(facts), TOOLCHAIN, profile=profile, previous=previous)
        for key in keys_of(made):
            self.blobs.record(key, {})
        release = Release(
            publisher=PUBLISHER,
            title_id=TITLE,
            content_type="audiobook",
            submission_id=submission.id,
            metadata=metadata,
            artifacts=(),
            plan_sha256=self.blobs.put_value(made).sha256,
        )
        ended = {"state": SubmissionState.PUBLISHED, "facts_sha256": self.blobs.put_value(facts).sha256}
        with self.catalogue.begin() as unit:
            unit.titles.claim(PUBLISHER, TITLE, "audiobook", NOW)
            unit.submissions.add(submission.model_copy(update=ended), idempotency_key=None, body_sha256="")
            unit.titles.publish(release, NOW)
        return made

    def hold_to(self, **overrides: object) -> None:
        """Let the publisher's titles be held to numbers of its own."""
        policy = {"publisher": PUBLISHER, "overrides": overrides, "by": "ops", "why": "a test", "at": NOW}
        with self.catalogue.begin() as unit:
            unit.policies.put(Policy.model_validate(policy))


def stored(found: AssetFacts) -> AssetFacts:
    """The asset with the hash and the size of bytes that a store can hold."""
    data = _bytes_of(found.asset.name)
    asset = found.asset.model_copy(update={"sha256": sha256(data).hexdigest(), "size_bytes": len(data)})
    return found.model_copy(update={"asset": asset})


def _bytes_of(name: str) -> bytes:
    return f"what {name} holds".encode()
