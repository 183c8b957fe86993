"""Language codes as they come, and the tags they become."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelfready.languages import code_of_name, is_language_tag, language_of, language_tag, onix_code


@pytest.mark.parametrize(
    ("given_code", "expected"),
    [
        ("en", "en"),
        ("eng", "en"),
        ("ENG", "en"),
        ("ger", "de"),
        ("deu", "de"),
        ("en_gb", "en-GB"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("sr-latn", "sr-Latn"),
        ("es-419", "es-419"),
        ("haw", "haw"),
        ("de-CH-1996", "de-CH-1996"),
        ("en-x-AU-old", "en-x-au-old"),
        (" fre ", "fr"),
        ("English", "English"),
        ("und", None),
        ("XXX", None),
        ("", None),
    ],
)
def test_code_becomes_a_tag(given_code: str, expected: str | None) -> None:
    """The shortest code, cased as RFC 5646 has it; a name is left as it is, and nobody's language is none."""
    assert expected == language_tag(given_code)


@given(st.text(max_size=35))
def test_tag_of_a_tag_is_itself(text: str) -> None:
    """Normalising twice changes nothing, whatever was sent."""
    once = language_tag(text)

    assert once is None or once == language_tag(once)


@pytest.mark.parametrize("text", ["English", "en us", "e", "en-", "12", "en-\n", "ёё"])
def test_names_and_nonsense_are_no_tags(text: str) -> None:
    """What is no tag must not reach a manifest."""
    assert not is_language_tag(text)


def test_regions_do_not_make_another_language() -> None:
    """A book in British English is in English."""
    assert language_of("en-GB") == language_of("eng")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("en", "eng"),
        ("EN-gb", "eng"),
        ("eng", "eng"),
        ("deu", "ger"),
        ("ger", "ger"),
        ("gsw", "gsw"),
        ("roa", "roa"),
        ("mul", "mul"),
        ("zzz", None),
        ("English", None),
        ("", None),
    ],
)
def test_codes_become_those_of_onix(written: str, expected: str | None) -> None:
    """ISO 639-2/B, also for languages and groups that have no code of two letters."""
    assert onix_code(written) == expected


def test_languages_are_known_by_name() -> None:
    """Sheets name them in English; what is not exactly a name is not guessed."""
    assert [code_of_name(name) for name in ("German", "english", "Elvish", "")] == ["ger", "eng", None, None]
