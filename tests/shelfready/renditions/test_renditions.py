"""What every rendition must be, and what each is made from."""

from pathlib import Path

import pytest

from shelfready.chapters import ChapterKind, ChapterTable
from shelfready.media import TocEntry
from shelfready.plans import (
    AudiobookFileRecipe,
    AudioFormat,
    ChapterFilesRecipe,
    DocumentRecipe,
    HlsRecipe,
    Material,
    OriginalRecipe,
    PackageRecipe,
    PictureRecipe,
    Rendition,
    SampleRecipe,
    WaveformRecipe,
)
from shelfready.renditions import RENDITIONS
from shelfready.rules._examples import audio, audiobook, book, cover, digest, ebook, epub, image, track
from shelfready.sound import Sound
from tests.shelfready.renditions.titles import SECOND, STORM_AND_CALM, material, table

EBOOK = Material(facts=ebook(book(contents=epub(toc=(TocEntry(title="One", href="1.xhtml"),))), cover()))
AUDIOBOOK = material(table(*STORM_AND_CALM))
COPIED = AudioFormat(kbps=63, channels=1, is_copied=True)

CHAPTER, OPENING, CLOSING, EXCERPT = (
    ChapterKind.CHAPTER,
    ChapterKind.OPENING_CREDITS,
    ChapterKind.CLOSING_CREDITS,
    ChapterKind.SAMPLE,
)


@pytest.mark.parametrize("rendition", RENDITIONS.values(), ids=RENDITIONS)
def test_what_describes_others_is_made_after_them(rendition: Rendition) -> None:
    """Originals' renditions first, then what is packed, then documents, then packages, each with its own writer."""
    recipes = [recipe for recipe in (rendition.recipe(AUDIOBOOK), rendition.recipe(EBOOK)) if recipe is not None]
    is_document = any(isinstance(recipe, DocumentRecipe) for recipe in recipes)
    is_package = any(isinstance(recipe, PackageRecipe) for recipe in recipes)
    is_packed = any(isinstance(recipe, HlsRecipe | AudiobookFileRecipe | ChapterFilesRecipe) for recipe in recipes)

    assert recipes
    assert (rendition.render is not None) == is_document
    assert (rendition.documents is not None) == is_package
    assert rendition.wave == (3 if is_package else 2 if is_document else 1 if is_packed else 0)
    assert rendition.mediums


def test_each_rendition_has_an_address_of_its_own() -> None:
    """Relative, in lower case, and no other's; nor is a folder that holds several files another's."""
    paths = [rendition.path for rendition in RENDITIONS.values()]

    assert len(set(paths)) == len(paths)
    assert [path for path in paths if path.startswith("/") or ".." in path or path != path.lower()] == []


def _formats(title: Material) -> dict[str, str]:
    recipes = {name: rendition.recipe(title) for name, rendition in RENDITIONS.items()}
    return {
        name: recipe.format.key
        for name, recipe in recipes.items()
        if isinstance(recipe, HlsRecipe | AudiobookFileRecipe | ChapterFilesRecipe | SampleRecipe)
    }


def test_a_voice_is_encoded_in_four_formats() -> None:
    """The files to keep are in one of the rungs', so that they cost no encoding."""
    assert _formats(AUDIOBOOK) == {
        "hls-aac-32": "aac-lc-32-mono",
        "hls-aac-64": "aac-lc-64-mono",
        "hls-aac-128": "aac-lc-128-mono",
        "hls-opus-32": "opus-32-mono",
        "m4b": "aac-lc-64-mono",
        "chapter-files": "aac-lc-64-mono",
        "sample": "aac-lc-64-mono",
    }


def test_stereo_is_kept_where_there_is_room_for_it() -> None:
    """In the highest rung, and in what is kept; the low rungs stay mono."""
    assert _formats(AUDIOBOOK.model_copy(update={"channels": 2})) == {
        "hls-aac-32": "aac-lc-32-mono",
        "hls-aac-64": "aac-lc-64-mono",
        "hls-aac-128": "aac-lc-128-stereo",
        "hls-opus-32": "opus-32-mono",
        "m4b": "aac-lc-128-stereo",
        "chapter-files": "aac-lc-128-stereo",
        "sample": "aac-lc-128-stereo",
    }


@pytest.mark.parametrize("channels", [1, 2])
def test_a_publishers_own_aac_is_kept_as_it_is(channels: int) -> None:
    """In the files to keep; a ladder has frames of one grid, and a sample is faded."""
    formats = _formats(AUDIOBOOK.model_copy(update={"copied": COPIED, "channels": channels}))

    assert {name for name, format in formats.items() if format == "aac-lc-63-mono-copied"} == {"m4b", "chapter-files"}


@pytest.mark.parametrize("name", [name for name, one in RENDITIONS.items() if one.path.count("cover-") == 0])
def test_nothing_is_made_of_silence(name: str) -> None:
    """A title without any sound has no stream, no file and nothing that describes them."""
    assert RENDITIONS[name].recipe(Material(facts=audiobook(track("1.mp3", audio(0))))) is None


@pytest.mark.parametrize("chapters", [None, table(("All of it", 600, 1))], ids=["no-table", "one"])
def test_one_chapter_is_no_reason_for_chapter_files(chapters: ChapterTable | None) -> None:
    """The package holds the book's one file instead."""
    whole = material(chapters)

    assert RENDITIONS["chapter-files"].recipe(whole) is None
    assert RENDITIONS["lpf"].recipe(whole) == PackageRecipe(holds=("m4b", "cover-1600"))


def test_package_holds_the_chapters_and_the_cover() -> None:
    """And no cover where there is none."""
    bare = material(table(*STORM_AND_CALM), track("book.mp3"))

    assert RENDITIONS["lpf"].recipe(AUDIOBOOK) == PackageRecipe(holds=("chapter-files", "cover-1600"))
    assert RENDITIONS["lpf"].recipe(bare) == PackageRecipe(holds=("chapter-files",))


def test_waveform_is_told_and_drawn() -> None:
    """From what was measured: neither starts a media tool."""
    assert RENDITIONS["waveform-json"].recipe(AUDIOBOOK) == WaveformRecipe(form="json")
    assert RENDITIONS["waveform-png"].recipe(AUDIOBOOK) == WaveformRecipe(form="png")


@pytest.mark.parametrize(("name", "side"), [("cover-1600", 1600), ("cover-400", 400)])
def test_pictures_are_made_of_the_cover(name: str, side: int) -> None:
    """Of the one that could be decoded; and there are none without."""
    recipe = RENDITIONS[name].recipe
    broken = cover("broken.jpg", image=None, problem="truncated")

    expected = PictureRecipe(original=cover().asset.sha256, longest_side_px=side)
    assert recipe(Material(facts=audiobook(broken, cover()))) == expected
    assert recipe(Material(facts=audiobook(broken))) is None


def test_an_epubs_own_cover_stands_in_for_one_that_was_not_sent() -> None:
    """For one that could not be decoded as well; one that was sent comes first."""
    recipe = RENDITIONS["cover-400"].recipe
    bound = book(cover=digest("bound"))
    broken = cover("broken.jpg", image=None, problem="truncated")

    originals = []
    for title in (ebook(bound), ebook(broken, bound), ebook(bound, cover(picture=image(300, 300)))):
        found = recipe(Material(facts=title))
        assert isinstance(found, PictureRecipe)
        originals.append(found.original)

    assert originals == [digest("bound"), digest("bound"), cover().asset.sha256]


def test_epub_is_published_as_it_was_sent() -> None:
    """By its hash, so that what was checked is what is published."""
    expected = OriginalRecipe(original=book().asset.sha256, size_bytes=1000)

    assert RENDITIONS["epub"].recipe(EBOOK) == expected


def test_a_book_without_contents_has_no_table_of_them() -> None:
    """An empty list would say that there is nothing in the book."""
    assert RENDITIONS["epub-toc"].recipe(EBOOK) == DocumentRecipe(shows=("chapters",))
    assert RENDITIONS["epub-toc"].recipe(Material(facts=ebook())) is None


def _sample(chapters: ChapterTable | None, **changes: object) -> SampleRecipe | None:
    recipe = RENDITIONS["sample"].recipe(material(chapters, **changes))
    assert recipe is None or isinstance(recipe, SampleRecipe)
    return recipe


def _seconds(recipe: SampleRecipe | None) -> tuple[float, float]:
    """From when to when."""
    assert recipe is not None
    return recipe.start_sample / SECOND, (recipe.start_sample + recipe.samples) / SECOND


def test_sample_is_the_first_five_minutes_after_the_credits() -> None:
    """However long the book; as loud as the book will be."""
    chapters = table(("Opening", 30, 1), ("One", 3600, 1), ("Closing", 20, 1), kinds=(OPENING, CHAPTER, CLOSING))

    recipe = _sample(chapters, sound=Sound(gain_db=2.5))

    assert _seconds(recipe) == (30, 330)
    assert recipe is not None
    assert (recipe.gain_db, recipe.fade_in_ms, recipe.fade_out_ms) == (2.5, 50, 2000)


def test_sample_of_a_short_book_is_a_tenth_of_it() -> None:
    """To the second at the length from which on five minutes are no more than that."""
    at, below = table(("One", 3000, 1)), table(("One", 2990, 1))

    assert _seconds(_sample(at)) == (0, 300)
    assert _seconds(_sample(below)) == (0, 299)


def test_sample_ends_where_a_chapter_does() -> None:
    """If that is within its last fifth: at 240 seconds of 300, and not at 239."""
    kept = table(("One", 240, 1), ("Two", 4000, 1))
    passed = table(("One", 239, 1), ("Two", 4000, 1))

    assert _seconds(_sample(kept)) == (0, 240)
    assert _seconds(_sample(passed)) == (0, 300)


def test_sample_ends_with_the_last_of_several_short_chapters() -> None:
    """Poems of twenty seconds each: fifteen of them."""
    poems = table(*((f"Poem {number}", 20.0, 1) for number in range(200)))

    assert _seconds(_sample(poems)) == (0, 300)


def test_sample_tells_nothing_but_the_book() -> None:
    """Neither a publisher's own sample before it, nor the credits after it."""
    chapters = table(
        ("Sample", 60, 1),
        ("Opening", 30, 1),
        ("One", 25, 1),
        ("Closing", 885, 1),
        kinds=(EXCERPT, OPENING, CHAPTER, CLOSING),
    )

    assert _seconds(_sample(chapters)) == (90, 115)


def test_sample_of_a_book_without_chapters_is_its_beginning() -> None:
    """A track as long as it is."""
    assert _seconds(_sample(None)) == (0, 60)


def test_a_short_sample_is_not_all_fade() -> None:
    """At least three quarters are heard as they are."""
    recipe = _sample(table(("One", 20, 1)))

    assert _seconds(recipe) == (0, 2)
    assert recipe is not None
    assert recipe.fade_out_ms == 500


@pytest.mark.parametrize(
    "chapters",
    [table(("One", 9.9, 1)), table(("Opening", 300, 1), ("Closing", 300, 1), kinds=(OPENING, CLOSING))],
    ids=["too-short", "only-credits"],
)
def test_there_is_no_sample_of_next_to_nothing(chapters: ChapterTable) -> None:
    """Less than a second, or nothing of the book itself."""
    assert _sample(chapters) is None


@pytest.mark.parametrize("rendition", RENDITIONS.values(), ids=RENDITIONS)
def test_every_rendition_is_in_the_documentation(rendition: Rendition) -> None:
    """Its address and its media type, in one row of the table."""
    page = (Path(__file__).parents[3] / "docs" / "renditions.md").read_text(encoding="utf-8")

    assert f"| `{rendition.path}` | `{rendition.media_type}` | " in page


def test_sample_of_short_tracks_is_cut_from_as_many_as_can_be_opened() -> None:
    """A phrase book of four thousand files: three hundred of them at once are more than one ffmpeg may open."""
    phrases = [track(f"{number}.mp3", audio(1, pcm_sha256=digest(str(number)))) for number in range(4000)]
    facts = audiobook(*phrases, cover())

    assert _seconds(_sample(table(("Words", 4000, 1)), facts=facts)) == (0, 64)
    assert _seconds(_sample(None, facts=facts, total_samples=4000 * SECOND)) == (0, 64)


@pytest.mark.parametrize(("hours", "segment_s"), [(1, 6), (100, 6), (101, 12), (240, 18)])
def test_segments_of_the_longest_collections_are_longer(hours: int, segment_s: int) -> None:
    """An index counts no more than 65,535 of them; all rungs have the same."""
    whole = material(table(("All of it", hours * 3600, 1)))
    rungs = [found for name in RENDITIONS if isinstance(found := RENDITIONS[name].recipe(whole), HlsRecipe)]

    assert [rung.segment_s for rung in rungs] == [segment_s] * 4
