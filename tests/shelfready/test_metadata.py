"""Who is believed about a title, and what tags amount to."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelfready.languages import language_tag
from shelfready.media import AudioTags
from shelfready.metadata import Merged, merge, of_epub, of_tags
from shelfready.metadata_facts import Dialect, MessageHeader, MetadataFacts
from shelfready.records import Descriptive, Record, TitleElement
from shelfready.rules._examples import audio, book, epub, supplement, track
from shelfready.titles import AssetFacts, Metadata


def _tagged(name: str, **tags: object) -> AssetFacts:
    return track(name, audio(tags=AudioTags.model_validate(tags)))


def test_each_field_is_taken_from_the_first_who_states_it() -> None:
    """Submission before manifest before EPUB before tags, field by field, with the source of each."""
    submission = Metadata(title="Sent")
    manifest = Metadata(title="Listed", authors=("Ada Brook",))
    assets = [
        book(contents=epub(title="Within", authors=("A. Brook",), languages=("eng",), publisher="Harbour")),
        _tagged("1.mp3", album="Tagged", publisher="Other", narrator="Tom Hill"),
    ]

    merged = merge(submission, manifest, assets)

    assert merged.metadata == Metadata(
        title="Sent", authors=("Ada Brook",), narrators=("Tom Hill",), language="en", publisher="Harbour"
    )
    assert merged.provenance == {
        "title": "submission",
        "authors": "manifest",
        "language": "epub",
        "publisher": "epub",
        "narrators": "tags",
    }


def test_a_stated_no_counts() -> None:
    """False is an answer; an empty list is none."""
    manifest = Metadata(is_abridged=True, narrators=("Tom Hill",))

    merged = merge(Metadata(is_abridged=False, narrators=()), manifest, [])

    assert (merged.metadata.is_abridged, merged.metadata.narrators) == (False, ("Tom Hill",))
    assert merged.provenance == {"is_abridged": "submission", "narrators": "manifest"}


def test_nothing_known_is_nothing_known() -> None:
    """No source, no field, no provenance."""
    assert merge(None, Metadata(), []) == Merged()


def test_no_language_is_not_from_anywhere() -> None:
    """`und` says that nobody knows: whoever knows is asked next."""
    submission = Metadata(language="und")

    assert merge(submission, Metadata(), []) == Merged(stated={"submission": submission})
    assert merge(submission, Metadata(language="eng"), []).provenance == {"language": "manifest"}


def _facts(title: str | None, dialect: Dialect = Dialect.ONIX, sent_at: datetime | None = None) -> MetadataFacts:
    record = Record(descriptive=Descriptive(titles=(TitleElement(text=title),))) if title else None
    return MetadataFacts(dialect=dialect, header=MessageHeader(sent_at=sent_at), record=record)


def test_a_record_comes_before_what_files_say_of_themselves() -> None:
    """After the submission and the drop's list, before the EPUB and the tags; and all are kept as they said it."""
    assets = [book(contents=epub(title="Within")), _tagged("1.mp3", album="Tagged")]
    described, fed = _facts("In the drop"), _facts("By feed")

    merged = merge(Metadata(subtitle="Sent"), Metadata(), assets, described=described, fed=fed)

    assert (merged.metadata.title, merged.metadata.subtitle) == ("In the drop", "Sent")
    assert merged.provenance["title"] == "onix"
    assert list(merged.stated) == ["submission", "onix", "feed", "epub", "tags"]
    assert {source: said.title for source, said in merged.stated.items()} == {
        "submission": None, "onix": "In the drop", "feed": "By feed", "epub": "Within", "tags": "Tagged",
    }  # fmt: skip
    assert merged.described == described


OLDER, NEWER = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("drop", "feed", "source"),
    [
        (_facts("Drop", sent_at=OLDER), _facts("Feed", sent_at=NEWER), "feed"),
        (_facts("Drop", sent_at=NEWER), _facts("Feed", sent_at=OLDER), "onix"),
        (_facts("Drop", sent_at=NEWER), _facts("Feed", sent_at=NEWER), "onix"),
        (_facts("Drop", Dialect.SHEET), _facts("Feed", sent_at=NEWER), "sheet"),
        (_facts("Drop"), None, "onix"),
        (None, _facts("Feed"), "feed"),
        (_facts(None), _facts("Feed", sent_at=OLDER), "feed"),
    ],
)
def test_of_two_records_the_newer_holds(drop: MetadataFacts | None, feed: MetadataFacts | None, source: str) -> None:
    """Where both say when they were sent; otherwise the one with the files. One that cannot be read says nothing."""
    merged = merge(None, Metadata(), [], described=drop, fed=feed)

    assert merged.provenance == {"title": source}
    assert merged.described == (feed if source == "feed" else drop)


def test_a_record_that_cannot_be_read_is_kept() -> None:
    """Rules say of it what is wrong with it."""
    broken = _facts(None)

    assert merge(None, Metadata(), [], described=broken).described == broken


SAID = st.builds(
    Metadata,
    title=st.none() | st.sampled_from(["One", "Two"]),
    authors=st.sampled_from([(), ("Ada Brook",), ("Tom Hill",)]),
    language=st.none() | st.sampled_from(["en", "ger", "und"]),
    is_abridged=st.none() | st.booleans(),
)


@given(st.none() | SAID, SAID, st.none() | st.sampled_from([_facts("Drop"), _facts(None)]))
def test_every_field_is_what_its_source_says(
    submission: Metadata | None, manifest: Metadata, described: MetadataFacts | None
) -> None:
    """What is known has a source that says just this, and nobody who was asked before says anything."""
    merged = merge(submission, manifest, [], described=described)

    for field, source in merged.provenance.items():
        said = {name: getattr(one, field) for name, one in merged.stated.items()}
        if field == "language":
            said = {name: language_tag(value) if value else None for name, value in said.items()}
        assert said[source] == getattr(merged.metadata, field)
        before = list(said)[: list(said).index(source)]
        assert [said[name] for name in before if said[name] not in (None, ())] == []
    silent = set(Metadata.model_fields) - set(merged.provenance)
    assert {getattr(merged.metadata, field) for field in silent} <= {None, ()}


def test_tags_are_believed_by_majority() -> None:
    """One mistyped album does not rename the book; a closing track by another artist does not add an author."""
    tracks = [AudioTags(album="The Lighthouse", artist="Ada Brook", language="eng", date="2026-11-22")] * 3
    odd = AudioTags(album="The Lighthose", artist="The Orchestra", date="2024")

    metadata = of_tags([odd, *tracks])

    assert metadata == Metadata(
        title="The Lighthouse", authors=("Ada Brook",), language="eng", published_on=date(2026, 11, 22)
    )


def test_anthology_has_no_author_by_tags() -> None:
    """When every track has another artist, none of them is the book's author."""
    assert of_tags([AudioTags(artist=name) for name in ("A", "B", "C")]).authors == ()


def test_album_artist_comes_before_artist() -> None:
    """The artist of an audiobook's track is often its reader."""
    assert of_tags([AudioTags(artist="Tom Hill", album_artist="Ada Brook")]).authors == ("Ada Brook",)


def test_several_names_are_several_people() -> None:
    """Semicolons and slashes divide, commas do not."""
    assert of_tags([AudioTags(artist="Brook, Ada; Hill, Tom / Lee")]).authors == ("Brook, Ada", "Hill, Tom", "Lee")


def test_hostile_tags_are_bounded() -> None:
    """Control characters, line breaks and endless texts do not reach a catalogue, and break nothing."""
    tags = AudioTags(album="A\x00B\n" + "x" * 100_000, artist=";".join(map(str, range(1000))), language="e" * 99)

    metadata = merge(None, Metadata(), [track("1.mp3", audio(tags=tags))]).metadata

    assert metadata.title is not None
    assert metadata.title.startswith("A B xxx")
    assert len(metadata.title) <= 1000
    assert sum(map(len, metadata.authors)) <= 500
    assert metadata.language is None


def test_endless_lists_of_authors_are_bounded() -> None:
    """An EPUB with a thousand authors is still a title."""
    assert len(of_epub(epub(authors=tuple(map(str, range(1000))))).authors) == 200


def test_supplements_say_nothing_of_the_book() -> None:
    """A bonus song's album is not the title."""
    bonus = supplement("bonus.mp3", kind="mp3", audio=audio(tags=AudioTags(album="Songs")))

    assert merge(None, Metadata(), [bonus]) == Merged()
