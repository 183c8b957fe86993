"""The families keep their promises: codes, documentation, golden cases."""

import re
from pathlib import Path

import pytest

from shelfready.content_types import CONTENT_TYPES
from shelfready.findings import Rule, section
from shelfready.publishers import PUBLISHERS
from shelfready.renditions import RENDITIONS
from shelfready.rules import RULES

ROOT = Path(__file__).parents[2]
SECTIONS = ("What it checks", "Why it matters", "How to mend it", "Source")


def test_codes_are_unique() -> None:
    """No two rules share a code and a name; codes are three letters, a hyphen, three digits."""
    assert all(re.fullmatch(r"[A-Z]{3,4}-\d{3}", rule.code) for rule in RULES.values())
    assert len({(rule.code, rule.name) for rule in RULES.values()}) == len(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_a_rule_documents_itself(rule: Rule) -> None:
    """A rule's docstring starts with its code and has every section; one that runs, a doctest on both sides."""
    assert rule.documentation.startswith(f"{rule.code}: ")
    assert [name for name in SECTIONS if not section(rule.documentation, name)] == []
    assert rule.documentation.count(">>>") >= (2 if rule.status.runs else 0)


def test_every_dialect_has_a_golden_folder() -> None:
    """A dialect without an example is not accepted."""
    golden = ROOT / "tests" / "golden" / "publishers"

    assert [key for key in PUBLISHERS if not any((golden / key.replace("-", "_")).glob("*/expected.json"))] == []


def test_families_are_not_empty() -> None:
    """The guards above look at something."""
    assert set(CONTENT_TYPES) >= {"audiobook", "ebook"}
    assert set(RENDITIONS) >= {
        *("hls-master", "hls-chapters", "hls-aac-32", "hls-aac-64", "hls-aac-128", "hls-opus-32", "dash"),
        *("m4b", "chapter-files", "sample", "chapters-json", "waveform-json", "waveform-png"),
        *("cover-1600", "cover-400", "readium-manifest", "w3c-publication", "w3c-contents", "lpf"),
        *("epub", "epub-toc"),
    }
    assert len(RULES) >= 10


def test_addresses_are_unique() -> None:
    """No two renditions of a medium want the same address below a release."""
    paths = [(medium, rendition.path) for rendition in RENDITIONS.values() for medium in rendition.mediums]

    assert len(set(paths)) == len(paths)
