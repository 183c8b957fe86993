"""What every rendition must be, and what the two covers, the stream, the file and the EPUB are made from."""

import pytest

from shelfready.plans import (
    AudiobookFileRecipe,
    DocumentRecipe,
    HlsRecipe,
    OriginalRecipe,
    PictureRecipe,
    Rendition,
)
from shelfready.renditions import RENDITIONS
from shelfready.rules._examples import audio, audiobook, book, cover, ebook, track


@pytest.mark.parametrize("rendition", RENDITIONS.values(), ids=RENDITIONS)
def test_documents_are_written_in_the_second_wave(rendition: Rendition) -> None:
    """What describes the release is written by us, from what was made before."""
    recipes = (rendition.recipe(audiobook()), rendition.recipe(ebook(book(), cover())))
    is_document = any(isinstance(recipe, DocumentRecipe) for recipe in recipes)

    assert (rendition.render is not None) == is_document
    assert (rendition.wave == 2) == is_document
    assert rendition.mediums


def test_each_rendition_has_an_address_of_its_own() -> None:
    """Relative, in lower case, and no other's."""
    paths = [rendition.path for rendition in RENDITIONS.values()]

    assert len(set(paths)) == len(paths)
    assert [path for path in paths if path.startswith("/") or ".." in path or path != path.lower()] == []


def test_stream_and_file_share_their_encodings() -> None:
    """One format, so that each track is encoded once."""
    stream, file = (RENDITIONS[name].recipe(audiobook()) for name in ("hls-aac-64", "m4b"))

    assert isinstance(stream, HlsRecipe)
    assert isinstance(file, AudiobookFileRecipe)
    assert stream.format == file.format
    assert stream.format.key == "aac-lc-64-mono"
    assert file.cover == cover().asset.sha256


@pytest.mark.parametrize("name", ["hls-aac-64", "m4b", "hls-master", "chapters-json", "readium-manifest"])
def test_nothing_is_made_of_silence(name: str) -> None:
    """A title without any sound has no stream, no file and nothing that describes them."""
    assert RENDITIONS[name].recipe(audiobook(track("1.mp3", audio(0)))) is None


@pytest.mark.parametrize(("name", "side"), [("cover-1600", 1600), ("cover-400", 400)])
def test_pictures_are_made_of_the_cover(name: str, side: int) -> None:
    """Of the one that could be decoded; and there are none without."""
    recipe = RENDITIONS[name].recipe
    broken = cover("broken.jpg", image=None, problem="truncated")

    assert recipe(audiobook(broken, cover())) == PictureRecipe(original=cover().asset.sha256, longest_side_px=side)
    assert recipe(audiobook(broken)) is None


def test_epub_is_published_as_it_was_sent() -> None:
    """By its hash, so that what was checked is what is published."""
    expected = OriginalRecipe(original=book().asset.sha256, size_bytes=1000)

    assert RENDITIONS["epub"].recipe(ebook()) == expected
