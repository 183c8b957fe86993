"""Drops are taken in: each file once, all faults at once, nothing that is another's."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from temporalio.testing import ActivityEnvironment

from activities.intake import CloseRequest, Delivery, FetchBatch, Fetched, FetchedFiles, Intake, Opened
from activities.journal import Journal, StateChange
from activities.scratch import Scratch
from shelfready.adapters.archives import open_archives
from shelfready.adapters.clock import SystemClock
from shelfready.adapters.database import SqlCatalogue, open_marks
from shelfready.adapters.objects.local import LocalStore
from shelfready.adapters.sheets import open_tables
from shelfready.blobs import Blobs
from shelfready.errors import RejectedError, UnavailableError
from shelfready.findings import Report
from shelfready.garbage import collect
from shelfready.ports import ListedFile, Watcher
from shelfready.titles import (
    MOST_FILES,
    DeclaredFile,
    Drop,
    DropKind,
    Manifest,
    Parking,
    Role,
    Stage,
    Submission,
    SubmissionRef,
    SubmissionState,
)
from shelfready.values import Blob

REF = SubmissionRef(submission_id="sub_1", publisher="demo", title_id="9780306406157")


@dataclass
class Shelf:
    """A fetcher of addresses that a test fills, and lets fail."""

    files: dict[str, bytes] = field(default_factory=dict)
    away: set[str] = field(default_factory=set)
    fetched: list[str] = field(default_factory=list)

    def listing(self, source: str) -> tuple[ListedFile, ...]:
        """Everything there is."""
        return tuple(ListedFile(name=name, source=name, size_bytes=len(data)) for name, data in self.files.items())

    def fetch(self, source: str, into: Path, watcher: Watcher, *, limit_bytes: int) -> Blob:
        """The bytes, or why not."""
        if source in self.away:
            raise UnavailableError(f"{source} does not answer", cause_code="source-unavailable")
        if source not in self.files:
            raise RejectedError(f"{source} is not there; put it there", cause_code="source-not-found")
        self.fetched.append(source)
        into.write_bytes(self.files[source])
        data = self.files[source]
        return Blob(sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data))


@dataclass
class Desk:
    """An intake with its shelf, and the activity that it runs in."""

    intake: Intake
    shelf: Shelf
    run: Callable[..., object]

    def batch(self, *sources: str, round: int = 0) -> FetchBatch:
        """A batch of every file of a list."""
        files = tuple(
            DeclaredFile(role=Role.TRACK, order=number, name=source, source=source)
            for number, source in enumerate(sources, 1)
        )
        manifest = self.intake.blobs.put_value(Manifest(files=files))
        return FetchBatch(submission=REF, manifest=manifest.sha256, indices=tuple(range(len(sources))), round=round)

    def fetch(self, batch: FetchBatch) -> Fetched:
        """Run the activity."""
        found = self.run(self.intake.fetch, batch)
        assert isinstance(found, Fetched)
        return found


@pytest.fixture
def desk(catalogue: SqlCatalogue, local_store: LocalStore, tmp_path: Path) -> Desk:
    """An intake over a real catalogue and a real store."""
    now, shelf = datetime.now(UTC), Shelf()
    with catalogue.begin() as unit:
        unit.titles.claim(REF.publisher, REF.title_id, "audiobook", now)
        submission = Submission(
            id=REF.submission_id,
            publisher=REF.publisher,
            title_id=REF.title_id,
            content_type="audiobook",
            drop=Drop(kind=DropKind.FOLDER, source="file:///drop"),
            created_at=now,
            updated_at=now,
        )
        unit.submissions.add(submission, idempotency_key=None, body_sha256="a" * 64)
    journal = Journal(catalogue, SystemClock())
    scratch = Scratch(tmp_path / "scratch")
    intake = Intake(journal, Blobs(local_store), lambda _: shelf, open_archives(), open_tables(), scratch, 10**9)
    return Desk(intake, shelf, ActivityEnvironment().run)


def test_one_file_that_does_not_come_costs_only_itself(desk: Desk) -> None:
    """Of three files one is away: the next attempt fetches that one, and none of the others again."""
    desk.shelf.files = {"a": b"a", "b": b"b", "c": b"c"}
    desk.shelf.away = {"b"}
    batch = desk.batch("a", "b", "c")
    with pytest.raises(UnavailableError):
        desk.fetch(batch)
    desk.shelf.away.clear()
    fetched = desk.intake.blobs.read_value(FetchedFiles, desk.fetch(batch).files)

    assert desk.shelf.fetched == ["a", "c", "b"]
    assert [file.problem for file in fetched.files] == [None, None, None]


def test_a_new_round_fetches_anew(desk: Desk) -> None:
    """A file that was mended where it lies is fetched again when the drop is taken in again."""
    desk.shelf.files = {"a": b"old"}
    desk.fetch(desk.batch("a"))
    desk.shelf.files = {"a": b"mended"}
    fetched = desk.intake.blobs.read_value(FetchedFiles, desk.fetch(desk.batch("a", round=1)).files)

    assert fetched.files[0].blob == Blob(sha256=hashlib.sha256(b"mended").hexdigest(), size_bytes=6)


def test_what_was_fetched_is_kept_while_the_title_waits_for_the_rest(desk: Desk, tmp_path: Path) -> None:
    """A title may be parked for months because one file is missing: nobody sends the others again."""
    desk.shelf.files = {"upload:upl_1": b"track one"}
    desk.fetch(desk.batch("upload:upl_1", "upload:upl_2"))
    in_a_year = Blobs(desk.intake.blobs.store, lambda: datetime.now(UTC) + timedelta(days=365))
    orphan = desk.intake.blobs.put_bytes(b"orphan")
    with open_marks(tmp_path) as marks:
        collect(desk.intake.journal.catalogue, in_a_year, marks, may_be_wide=True)
    desk.shelf.files = {"upload:upl_2": b"track two"}
    batch = desk.batch("upload:upl_1", "upload:upl_2")  # the retry looks into the drop anew
    fetched = desk.intake.blobs.read_value(FetchedFiles, desk.fetch(batch).files)

    assert [file.problem for file in fetched.files] == [None, None]
    assert desk.shelf.fetched == ["upload:upl_1", "upload:upl_2"]
    assert not desk.intake.blobs.has(orphan)


def test_an_upload_is_fetched_once(desk: Desk) -> None:
    """Uploads do not change, and are forgotten after some days: a retry after that finds what was fetched before."""
    desk.shelf.files = {"upload:upl_1": b"book"}
    desk.fetch(desk.batch("upload:upl_1"))
    desk.shelf.files = {}
    fetched = desk.intake.blobs.read_value(FetchedFiles, desk.fetch(desk.batch("upload:upl_1", round=1)).files)

    assert [file.problem for file in fetched.files] == [None]


def test_all_faults_are_told_at_once_and_bounded(desk: Desk) -> None:
    """Thousands of missing files make one report with all, and a message that names ten."""
    batch = desk.batch(*(f"missing-{number}" for number in range(2_000)))
    fetched = desk.fetch(batch)
    with pytest.raises(RejectedError) as refused:
        desk.run(desk.intake.close, CloseRequest(submission=REF, manifest=batch.manifest, fetched=(fetched.files,)))
    with desk.intake.journal.catalogue.begin() as unit:
        submission = unit.submissions.get(REF.submission_id)
    assert submission is not None
    assert submission.report_sha256 is not None
    report = desk.intake.blobs.read_value(Report, submission.report_sha256)

    assert len(report.findings) == 2_000
    assert "and 1990 more in the report" in refused.value.message
    assert len(fetched.to_json()) < 100


def test_what_is_stored_cannot_be_named_in_a_list(desk: Desk) -> None:
    """`blob:` and `zip:` are our names; whoever knows a hash must not get another's bytes."""
    for source in (f"blob:{'a' * 64}", f"zip:{'a' * 64}#book.epub"):
        drop = Drop(kind=DropKind.FILES, files=(DeclaredFile(role=Role.EPUB, name="b.epub", source=source),))
        with desk.intake.journal.catalogue.begin() as unit:
            submission = unit.submissions.get(REF.submission_id)
            assert submission is not None
            unit.submissions.save(submission.model_copy(update={"drop": drop}))

        with pytest.raises(RejectedError, match="names stored bytes"):
            desk.run(desk.intake.open, REF)


def test_a_drop_of_too_many_files_is_refused(desk: Desk) -> None:
    """A library is not a title."""
    desk.shelf.files = {f"{number}.mp3": b"x" for number in range(MOST_FILES + 1)}

    with pytest.raises(RejectedError) as refused:
        desk.run(desk.intake.open, REF)

    assert refused.value.cause_code in ("drop-too-many-files", "manifest-invalid")


def test_tracks_are_shared_out_by_bytes(desk: Desk) -> None:
    """The delivery lists every file once, audio in runs of bytes, the rest in few shares."""
    desk.shelf.files = {f"{number}.mp3": b"x" * number for number in range(1, 9)}
    batch = desk.batch(*desk.shelf.files)
    fetched = desk.fetch(batch)
    closed = desk.run(
        desk.intake.close, CloseRequest(submission=REF, manifest=batch.manifest, fetched=(fetched.files,))
    )
    delivery = desk.intake.blobs.read_value(Delivery, closed.delivery)  # type: ignore[attr-defined]

    with desk.intake.journal.catalogue.begin(read_only=True) as unit:
        submission = unit.submissions.get(REF.submission_id)
    assert submission is not None
    assert submission.delivery_sha256 == closed.delivery  # type: ignore[attr-defined]
    assert [asset.size_bytes for asset in delivery.assets] == list(range(1, 9))
    assert sorted(index for batch in closed.tracks for index in batch) == list(range(8))  # type: ignore[attr-defined]


def test_what_a_given_up_attempt_says_is_not_written(desk: Desk) -> None:
    """A zombie of an earlier stage, or one of a parked title, changes nothing; a decision does."""
    journal = desk.intake.journal
    journal.begin(REF, Stage.ENCODE)
    journal.begin(REF, Stage.FETCH)
    parking = Parking(stage=Stage.ENCODE, cause_code="x", owner="us", message="m")
    desk.run(journal.record, StateChange(submission=REF, state=SubmissionState.PARKED, parking=parking))
    still = journal.begin(REF, Stage.MAKE)
    desk.run(journal.record, StateChange(submission=REF, state=SubmissionState.RUNNING, stage=Stage.FETCH))
    again = journal.begin(REF, Stage.MEASURE)

    assert (still.state, still.stage) == (SubmissionState.PARKED, Stage.ENCODE)
    assert (again.state, again.stage) == (SubmissionState.RUNNING, Stage.MEASURE)


RECORD = """<ONIXMessage release="3.0" xmlns="http://ns.editeur.org/onix/3.0/reference">
<Header><Sender><SenderName>Harbour Press</SenderName></Sender><SentDateTime>20261122</SentDateTime></Header>
<Product><RecordReference>hp-1</RecordReference><NotificationType>03</NotificationType><ProductIdentifier>
<ProductIDType>15</ProductIDType><IDValue>{isbn}</IDValue></ProductIdentifier><DescriptiveDetail>
<ProductComposition>00</ProductComposition><ProductForm>AJ</ProductForm><TitleDetail><TitleType>01</TitleType>
<TitleElement><TitleElementLevel>01</TitleElementLevel><TitleText>The Lighthouse</TitleText></TitleElement>
</TitleDetail>
<Contributor><ContributorRole>A01</ContributorRole><PersonName>Ada Brook</PersonName></Contributor></DescriptiveDetail>
</Product></ONIXMessage>"""


def _opened(desk: Desk) -> Manifest:
    found = desk.run(desk.intake.open, REF)
    assert isinstance(found, Opened)
    assert found.manifest is not None
    return desk.intake.blobs.read_value(Manifest, found.manifest)


def test_a_record_beside_the_files_describes_them(desk: Desk) -> None:
    """It is read before anything is fetched, and kept with the list of files."""
    desk.shelf.files = {"onix.xml": RECORD.format(isbn=REF.title_id).encode(), "1.mp3": b"1"}

    manifest = _opened(desk)

    assert (manifest.dialect, manifest.title_id) == ("onix-folder", REF.title_id)
    assert manifest.described is not None
    assert manifest.described.record is not None
    assert manifest.described.record.reference == "hp-1"
    assert [(file.role, file.name) for file in manifest.files] == [(Role.TRACK, "1.mp3"), (Role.METADATA, "onix.xml")]
    assert desk.shelf.fetched == ["onix.xml"]


def test_the_row_of_the_title_is_found_in_a_catalogue(desk: Desk) -> None:
    """The drop was sent for a title, and so its row is looked for among all."""
    rows = f"ISBN;Titel\n9789999900010;Another\n{REF.title_id};Der Leuchtturm\n"
    desk.shelf.files = {"titel.csv": rows.encode("cp1252"), "1.mp3": b"1"}

    manifest = _opened(desk)

    assert (manifest.dialect, manifest.title_id) == ("sheet-folder", REF.title_id)
    assert manifest.described is not None
    assert manifest.described.line == 3


def test_a_record_of_another_title_refuses_the_drop(desk: Desk) -> None:
    """Files of one title with the record of another are a mistake that nobody should hear."""
    desk.shelf.files = {"onix.xml": RECORD.format(isbn="9789999900010").encode(), "1.mp3": b"1"}

    with pytest.raises(RejectedError) as caught:
        desk.run(desk.intake.open, REF)

    assert caught.value.cause_code == "drop-is-another-title"


def test_a_workbook_that_is_a_bomb_refuses_the_drop(desk: Desk) -> None:
    """By its name, and before it is unpacked."""
    bomb = BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"x" * 50_000_000)
    desk.shelf.files = {"titles.xlsx": bomb.getvalue(), "1.mp3": b"1"}

    with pytest.raises(RejectedError, match=r"^titles\.xlsx: "):
        desk.run(desk.intake.open, REF)
