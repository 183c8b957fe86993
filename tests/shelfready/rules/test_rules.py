"""Every rule is documented, coded and tried; and what is faultless is left in peace."""

import re
from doctest import DocTestFinder
from importlib import import_module
from pathlib import Path

import pytest

from shelfready import rules
from shelfready.checking import check
from shelfready.findings import Outcome, Rule, Status, section
from shelfready.rules import RULES
from shelfready.rules._examples import METADATA, audio, audiobook, cover, digest, ebook, image, track

HEADINGS = ("What it checks", "Why it matters", "How to mend it", "Source", "Example:")


def _each_rule() -> list[Rule]:
    return list(RULES.values())


def _running() -> list[Rule]:
    return [rule for rule in RULES.values() if rule.status.runs]


def _by_name(rule: Rule) -> str:
    return rule.name


@pytest.mark.parametrize("rule", _each_rule(), ids=_by_name)
def test_rule_is_documented(rule: Rule) -> None:
    """The file of a rule is its page: its code and fault first, then every section, none of them empty."""
    first, *_ = rule.documentation.splitlines()

    headings = HEADINGS if rule.status.runs else HEADINGS[:-1]
    assert re.fullmatch(rf"{rule.code}: [A-Z].*\.", first)
    assert [heading for heading in headings if not section(rule.documentation, heading)] == []
    assert rule.remedy.endswith(".")


@pytest.mark.parametrize("rule", _running(), ids=_by_name)
def test_examples_show_both_sides(rule: Rule) -> None:
    """The example, which is run as a test, shows the rule keeping silent and speaking."""
    module = import_module(rule.check.__module__)
    examples = [example for test in DocTestFinder(recurse=False).find(module) for example in test.examples]

    assert any(example.want.strip() == "[]" for example in examples)
    assert any(example.want.strip() not in ("", "[]") for example in examples)


@pytest.mark.parametrize("key", RULES)
def test_rule_is_named_as_its_file(key: str) -> None:
    """The name that people read is the name of the file."""
    assert RULES[key].name == key


def test_planned_rules_never_run() -> None:
    """A planned rule has a code and a page, finds nothing, and says so when somebody asks it."""
    planned = [rule for rule in RULES.values() if rule.status is Status.PLANNED]

    assert {rule.code for rule in planned} >= {"CHP-009", "CVR-007"}
    assert check(audiobook(), rules={rule.name: rule for rule in planned}).findings == ()
    with pytest.raises(TypeError, match="CHP-009 is planned"):
        RULES["credits-do-not-match"](audiobook())


def test_codes_are_unique_and_well_formed() -> None:
    """A code means one rule for ever."""
    codes = [rule.code for rule in RULES.values()]

    assert sorted(codes) == sorted(set(codes))
    assert [code for code in codes if not re.fullmatch(r"[A-Z]{3,4}-\d{3}", code)] == []


def test_every_file_is_a_rule() -> None:
    """No file of the folder is overlooked."""
    folder = Path(str(rules.__file__)).parent
    files = [path for path in folder.rglob("*.py") if not path.name.startswith("_")]

    assert len(files) == len(RULES) > 30


def test_no_rule_is_retired_in_silence() -> None:
    """A retired rule keeps its file and its code."""
    assert {rule.status for rule in RULES.values()} <= set(Status)


def test_faultless_audiobook_has_no_findings() -> None:
    """Nothing at all is said of an audiobook that is as it should be."""
    assert check(audiobook()).findings == ()


def test_faultless_ebook_has_no_findings() -> None:
    """Nothing at all is said of an ebook that is as it should be."""
    assert check(ebook()).findings == ()


def test_book_as_volunteers_make_it_is_published() -> None:
    """A LibriVox book (64 kbit/s, 22.05 kHz, full-scale peaks, a tiny cover) is warned of, not refused."""
    levels = (-22.5, -26.1, -24.0, -23.1)
    tracks = [
        track(
            f"0{number}-poem_dickinson_64kb.mp3",
            audio(
                61,
                bitrate_kbps=64,
                sample_rate_hz=22_050,
                decoded_samples=61 * 22_050,
                integrated_lufs=level,
                sample_peak_dbfs=0.0,
                clipped_runs=12,
                noise_floor_dbfs=-47.0,
                header_duration_ms=61_048,
                pcm_sha256=digest(str(number)),
            ),
            order=number,
        )
        for number, level in enumerate(levels, start=1)
    ]
    known = METADATA.model_copy(update={"narrators": ()})

    report = check(audiobook(*tracks, cover(picture=image(300, 300)), metadata=known))

    assert report.verdict.outcome is Outcome.PASS_WITH_WARNINGS
    assert {found.name for found in report.findings} == {
        "clipped",
        "contributors-missing",
        "cover-too-small",
        "noise-floor-too-high",
        "peak-too-high",
    }
