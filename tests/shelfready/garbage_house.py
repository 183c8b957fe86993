"""A catalogue and a store that tests of sweeps fill, with a clock that they put forward."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from shelfready.adapters.database import SqlCatalogue, open_marks
from shelfready.blobs import Blobs
from shelfready.garbage import GRACE, Garbage, collect
from shelfready.ports import ObjectStore
from shelfready.releases import Artifact, Release
from shelfready.titles import SubmissionState
from shelfready.values import Blob, Value
from tests.shelfready.adapters.database import making

DAY = timedelta(days=1)


class Document(Value):
    """A document of which only the hashes matter."""

    names: tuple[str, ...]


@dataclass
class House:
    """A catalogue, a store and marks, and a clock that can be put forward."""

    catalogue: SqlCatalogue
    store: ObjectStore
    folder: Path
    days: float = 0
    names: dict[str, str] = field(default_factory=dict)

    @property
    def blobs(self) -> Blobs:
        """The store as it is seen today."""
        return Blobs(self.store, lambda: datetime.now(UTC) + self.days * DAY)

    def bytes_of(self, name: str) -> str:
        """Store something that the test calls by a name; answers its hash."""
        return self._called(name, self.blobs.put_bytes(name.encode()).sha256)

    def document(self, name: str, *named: str) -> str:
        """Store a document that names something."""
        text = Document(names=(sha256(name.encode()).hexdigest(), *named)).to_json()
        return self._called(name, self.blobs.put_bytes(text).sha256)

    def action(self, name: str, *outputs: str) -> str:
        """Record an action with its outputs, each stored; answers its key."""
        key = sha256(f"action {name}".encode()).hexdigest()
        blobs = {one: Blob(sha256=self.bytes_of(one), size_bytes=len(one)) for one in outputs}
        self.blobs.record(key, blobs)
        self.names[key] = f"action {name}"
        return key

    def submission(self, id: str, state: SubmissionState, **names: str) -> None:
        """Add a submission that names documents."""
        found = making.submission(id, title_id=f"title-{id}", state=state).model_copy(update=names)
        making.add(self.catalogue, found)

    def release(self, id: str, title_id: str, *, plan: str, report: str, artifact: str, **names: str) -> None:
        """Publish what a submission has made."""
        found = making.submission(id, title_id=title_id, state=SubmissionState.PUBLISHED)
        making.add(self.catalogue, found.model_copy(update={"report_sha256": report, "plan_sha256": plan, **names}))
        published = Artifact(path="a", rendition="m4b", media_type="audio/mp4", sha256=artifact, size_bytes=1)
        made = making.release(id, title_id=title_id).model_copy(
            update={"artifacts": (published,), "report_sha256": report, "plan_sha256": plan}
        )
        with self.catalogue.begin() as unit:
            unit.titles.publish(Release.model_validate(made), making.NOON)

    def collect(
        self,
        *,
        grace: timedelta = GRACE,
        is_dry_run: bool = False,
        may_be_wide: bool = True,
        going_on: Callable[[str, int], None] = lambda _part, _count: None,
    ) -> Garbage:
        """Sweep."""
        asked = {"is_dry_run": is_dry_run, "may_be_wide": may_be_wide}
        with TemporaryDirectory(dir=self.folder) as folder, open_marks(Path(folder)) as marks:
            return collect(self.catalogue, self.blobs, marks, grace=grace, going_on=going_on, **asked)

    def left(self) -> list[str]:
        """What of all that has a name is still there, and the keys of what has none."""
        kept = [info.key for info in self.store.list("")]
        return sorted(self.names.get(key.rpartition("/")[2].partition(".")[0], key) for key in kept)

    def _called(self, name: str, digest: str) -> str:
        self.names[digest] = name
        return digest


def publish(house: House, which: str, title_id: str = "9780000000001") -> None:
    """Publish a release of a title with everything that one has; names end with `which`."""
    encode, make = house.action(f"encode{which}", f"frames{which}"), house.action(f"make{which}", f"artifact{which}")
    measure = house.action(f"measure{which}", f"edge{which}", f"waveform{which}")
    house.blobs.need(f"s-{which}", [measure])
    house.release(
        f"s-{which}",
        title_id,
        plan=house.document(f"plan{which}", encode, make),
        report=house.document(f"report{which}"),
        artifact=house.bytes_of(f"artifact{which}"),
        facts_sha256=house.document(f"facts{which}", house.bytes_of(f"track{which}")),
        delivery_sha256=house.document(f"delivery{which}", house.bytes_of(f"onix{which}")),
    )
