"""Each finding says how to mend it: as the rule's page does, or in its own way where the rule says several things."""

import json
import re
from collections.abc import Iterable

import pytest

from shelfready.checking import check
from shelfready.feeds import FeedFacts
from shelfready.findings import Finding, Said, Says, Severity, rule
from shelfready.profiles import PROFILES, Profile
from shelfready.rules import RULES
from shelfready.rules._examples import audio, audiobook, track
from shelfready.titles import TitleFacts
from tests.golden.rules.cases import HOME, Case, read


@rule("TEST-001", Severity.WARNING)
def _two_things(title: TitleFacts, _profile: Profile) -> Says:
    yield "the one"
    yield Said("the other", remedy="Do something else.")


def test_a_message_may_carry_its_own_remedy() -> None:
    """Without one, the rule's page says how to mend it."""
    one, other = _two_things(audiobook())

    assert (one.remedy, other.remedy) == (_two_things.remedy, "Do something else.")


def _told() -> list[Finding]:
    """Everything that the golden cases say."""
    return [found for path in sorted(HOME.glob("*.json")) for found in _findings(read(path))]


def _findings(case: Case) -> Iterable[Finding]:
    rule, profile = RULES[case.rule], PROFILES[case.profile]
    facts = case.kind.model_validate_json(json.dumps(case.facts))
    if isinstance(facts, FeedFacts):
        return rule(facts, profile)
    return check(facts, profile, rules={case.rule: rule}).findings


def test_every_remedy_is_a_sentence() -> None:
    """Somebody reads it who has never seen the rule."""
    told = _told()

    assert len(told) > 100
    assert [found for found in told if not re.match(r"[A-Z\"].*[.]$", found.remedy)] == []


def test_no_message_is_a_value_of_python() -> None:
    """No enum, no container, no None and no infinity: people read it."""
    odd = re.compile(r"\bNone\b|-?\binf\b|\bnan\b|<[A-Z]\w+\.|Role\.|\{'|\(\(|,\)|\['|\\[nrt]")

    assert [found.message for found in _told() if odd.search(found.message)] == []


@pytest.mark.parametrize(
    "case",
    [
        "contributors-missing",
        "dates-impossible",
        "form-does-not-fit-files",
        "length-implausible.acx",
        "rights-unclear",
        "tracks-missing-or-repeated",
    ],
)
def test_different_faults_are_mended_differently(case: str) -> None:
    """Whoever lacks a narrator is not told about authors."""
    told = list(_findings(read(HOME / f"{case}.json")))

    assert any(found.remedy != RULES[found.name].remedy for found in told)


def test_a_fast_rate_is_asked_for_where_nothing_lossless_is_taken() -> None:
    """ACX takes no FLAC: nobody is told to send one."""
    slow = audiobook(track("01.mp3", audio(bitrate_kbps=64)))

    (told,) = check(slow, PROFILES["acx"], rules={"bitrate-too-low": RULES["bitrate-too-low"]}).findings

    assert told.remedy.startswith("Export the track again from the master at 192 kbit/s")
