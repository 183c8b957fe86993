"""What the kinds of product have in common, and where they differ."""

import pytest

from shelfready.content_types import CONTENT_TYPES
from shelfready.media import Medium
from shelfready.plans import ContentType
from shelfready.titles import Role


def test_audiobook_is_heard_and_needs_tracks() -> None:
    """Without a track there is nothing to publish; an EPUB is another product."""
    audiobook = CONTENT_TYPES["audiobook"]

    assert (audiobook.medium, audiobook.needs) == (Medium.AUDIO, (Role.TRACK,))
    assert Role.EPUB not in audiobook.accepts


def test_ebook_is_read_and_needs_an_epub() -> None:
    """Without an EPUB there is nothing to publish; tracks are another product."""
    ebook = CONTENT_TYPES["ebook"]

    assert (ebook.medium, ebook.needs) == (Medium.TEXT, (Role.EPUB,))
    assert Role.TRACK not in ebook.accepts


@pytest.mark.parametrize("content_type", CONTENT_TYPES.values(), ids=CONTENT_TYPES)
def test_content_type_accepts_what_it_needs(content_type: ContentType) -> None:
    """And says what it is called."""
    assert set(content_type.needs) <= set(content_type.accepts)
    assert content_type.title


def test_product_form_means_one_content_type() -> None:
    """A code of ONIX list 150 must not be read as two kinds of product."""
    forms = [form for content_type in CONTENT_TYPES.values() for form in content_type.onix_forms]

    assert sorted(forms) == sorted(set(forms))
