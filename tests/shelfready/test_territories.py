"""Countries and regions."""

import pytest

from shelfready.records import Territory
from shelfready.territories import countries, countries_of, is_everywhere, listed, meant, unknown


def test_regions_are_their_countries() -> None:
    """The euro's countries are in, parts of countries count as nothing."""
    assert {"DE", "FR", "IE"} <= countries_of(Territory(regions=("ECZ",)))
    assert countries_of(Territory(regions=("GB-SCT",))) == frozenset()
    assert countries_of(Territory(regions=("WORLD",), without_regions=("ECZ",))) & {"DE", "FR"} == set()


def test_everywhere_is_the_world_or_its_rest() -> None:
    """Both leave nothing unsaid."""
    assert [is_everywhere(Territory(regions=(region,))) for region in ("WORLD", "ROW", "ECZ")] == [True, True, False]


def test_codes_of_no_country_are_named_once() -> None:
    """Kosovo's is used by everybody; Yugoslavia's is of no country today."""
    stated = Territory(countries=("GB", "XK", "UK", "UK"), without_countries=("YU",))

    assert unknown(stated) == ("UK", "YU")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("uk", "GB"),
        ("GBR", "GB"),
        ("de", "DE"),
        ("Germany", "DE"),
        ("World ex. US/CA", None),
        ("", None),
        ("A" * 9999, None),
    ],
)
def test_what_is_meant_is_certain_or_none(text: str, expected: str | None) -> None:
    """Prose is not read."""
    assert meant(text) == expected


def test_long_lists_are_cut() -> None:
    """A sentence bears a few."""
    assert listed(("b", "a")) == "a, b"
    assert listed(sorted(countries())[:10]).endswith(" and 2 more")
