"""Who is believed about a title, and what tags amount to."""

from datetime import date

from shelfready.media import AudioTags
from shelfready.metadata import merge, of_epub, of_tags
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

    metadata, provenance = merge(submission, manifest, assets)

    assert metadata == Metadata(
        title="Sent", authors=("Ada Brook",), narrators=("Tom Hill",), language="en", publisher="Harbour"
    )
    assert provenance == {
        "title": "submission",
        "authors": "manifest",
        "language": "epub",
        "publisher": "epub",
        "narrators": "tags",
    }


def test_a_stated_no_counts() -> None:
    """False is an answer; an empty list is none."""
    manifest = Metadata(is_abridged=True, narrators=("Tom Hill",))

    metadata, provenance = merge(Metadata(is_abridged=False, narrators=()), manifest, [])

    assert (metadata.is_abridged, metadata.narrators) == (False, ("Tom Hill",))
    assert provenance == {"is_abridged": "submission", "narrators": "manifest"}


def test_nothing_known_is_nothing_known() -> None:
    """No source, no field, no provenance."""
    assert merge(None, Metadata(), []) == (Metadata(), {})


def test_no_language_is_not_from_anywhere() -> None:
    """`und` says that nobody knows."""
    assert merge(Metadata(language="und"), Metadata(), []) == (Metadata(), {})


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

    metadata, _ = merge(None, Metadata(), [track("1.mp3", audio(tags=tags))])

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

    assert merge(None, Metadata(), [bonus]) == (Metadata(), {})
