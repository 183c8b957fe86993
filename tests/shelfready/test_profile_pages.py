"""The page of profiles is what the profiles say, and shows what differs."""

from pathlib import Path

from shelfready.profile_pages import page, thresholds
from shelfready.profiles import PROFILES, STREAMING, overridden

DOCS = Path(__file__).parents[2] / "docs"


def test_page_is_up_to_date() -> None:
    """`docs/profiles.md` is what the profiles say today."""
    assert (DOCS / "profiles.md").read_text() == page(), "run `python -m shelfready.profile_pages docs/profiles.md`"


def test_page_has_every_profile_and_threshold() -> None:
    """Nothing is left out of the tables."""
    text = page()

    assert all(f" {key} " in text for key in PROFILES)
    assert all(
        f"| `{field}` |" in text for field in type(STREAMING).model_fields if field not in ("name", "severities")
    )


def test_what_differs_is_bold() -> None:
    """A reader sees at once where a recipient is stricter; what all have alike stands by itself."""
    louder = overridden(STREAMING, {"highest_peak_dbfs": -3.0, "severities": {"CVR-001": "E"}}, "louder")

    differing, _, alike = page({"louder": louder, "streaming": STREAMING}).partition("## What is the same for all")

    assert "| `highest_peak_dbfs` | highest sample, at most, dBFS | -0.1 | **-3** |" in differing
    assert "| louder | CVR-001 | E |" in differing
    assert "`quietest_lufs`" not in differing
    assert "| `quietest_lufs` | loudness of a track, at least, LUFS | -28 |" in alike


def test_thresholds_of_a_rule_name_who_differs() -> None:
    """On a rule's page, only those that ask for something else are named."""
    assert thresholds(["exact_kbps"])[2:] == ["| `exact_kbps` | the only bit rate, kbit/s | - | librivox 128 |"]
