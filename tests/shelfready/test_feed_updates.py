"""A title that only its record has changed is delivered once more from what its publisher delivered before."""

from shelfready.feed_updates import LIVE_FILES, is_update, manifest_of
from shelfready.metadata import FEED, MANIFEST, ONIX, SUBMISSION, TAGS, merge
from shelfready.records import Descriptive, Record, TitleElement
from shelfready.titles import (
    Asset,
    AssetFacts,
    DeclaredFile,
    Drop,
    DropKind,
    Metadata,
    Role,
    Submission,
    TitleFacts,
)
from tests.shelfready.adapters.database.making import NOON

TRACK = Asset(role=Role.TRACK, name="01.mp3", order=1, title="One", sha256="a" * 64, size_bytes=7)


def live(metadata: Metadata, **provenance: str) -> TitleFacts:
    """The facts of a live release of one track."""
    return TitleFacts(
        publisher="north",
        title_id="9789999900010",
        content_type="audiobook",
        metadata=metadata,
        provenance=provenance,
        assets=(AssetFacts(asset=TRACK),),
    )


def record(title: str) -> Record:
    """A record that says a title's name and nothing else."""
    return Record(reference="r", descriptive=Descriptive(titles=(TitleElement(text=title),)))


def test_the_files_are_named_by_their_content_alone() -> None:
    """Without an address: intake takes them only if this very publisher has delivered them."""
    (file,) = manifest_of(live(Metadata()), None).files

    assert file == DeclaredFile(role=Role.TRACK, name="01.mp3", order=1, title="One", sha256="a" * 64, size_bytes=7)


def test_what_the_record_says_wins_over_what_was_said_before() -> None:
    """What it does not say is kept if a person said it, and dropped if an earlier record did."""
    before = Metadata(title="Old", subtitle="From ONIX", authors=("Ada Brook",), narrators=("Tag",), description="Said")
    facts = live(before, title=SUBMISSION, subtitle=ONIX, authors=MANIFEST, narrators=TAGS, description=FEED)

    kept = manifest_of(facts, record("New")).metadata

    assert kept == Metadata(authors=("Ada Brook",))
    merged = merge(None, kept, (), fed=None)
    assert merged.metadata.authors == ("Ada Brook",)


def test_without_a_record_all_that_was_said_is_kept() -> None:
    """Nothing takes its place."""
    facts = live(Metadata(title="Old", language="en"), title=SUBMISSION, language=MANIFEST)

    assert manifest_of(facts, None).metadata == Metadata(title="Old", language="en")


def test_only_a_feed_makes_updates() -> None:
    """A list of no files is one only where a feed has made the submission."""
    update = Submission(
        id="s",
        publisher="north",
        title_id="t",
        content_type="audiobook",
        drop=LIVE_FILES,
        origin="feed:fed_1",
        created_at=NOON,
        updated_at=NOON,
    )

    assert is_update(update)
    assert not is_update(update.model_copy(update={"origin": None}))
    assert not is_update(update.model_copy(update={"drop": Drop(kind=DropKind.FOLDER, source="file:///x")}))
