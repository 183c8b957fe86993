"""What rules are made of, and what follows from their findings."""

from hypothesis import given
from hypothesis import strategies as st

from shelfready.findings import Finding, Outcome, Said, Says, Severity, Status, judge, rule, section
from shelfready.media import ImageFacts
from shelfready.profiles import STREAMING, Profile
from shelfready.rules._examples import image


@rule("TST-009", Severity.WARNING)
def too_wide(image: ImageFacts, profile: Profile) -> Says:
    """Says that a picture is wide, and gravely that it is very wide."""
    if image.width_px > profile.smallest_cover_px:
        yield f"{image.width_px} px"
    if image.width_px > 5000:
        yield Said("far too wide", Severity.FATAL)


FINDINGS = st.builds(
    Finding,
    code=st.sampled_from(["AUD-001", "AUD-002", "CVR-001"]),
    name=st.just("any"),
    severity=st.sampled_from(Severity),
    status=st.sampled_from([Status.STABLE, Status.PREVIEW]),
    message=st.just(""),
    remedy=st.just(""),
)


def test_rule_is_named_as_its_function_and_reads_its_first_argument() -> None:
    """Nothing is registered by hand."""
    assert (too_wide.name, too_wide.reads, too_wide.code) == ("too-wide", ImageFacts, "TST-009")


def test_message_may_have_a_severity_of_its_own() -> None:
    """One fault may be grave or slight."""
    found = too_wide(image(6000, 10), STREAMING, asset="cover.jpg")

    assert [(finding.severity.value, finding.asset) for finding in found] == [("W", "cover.jpg"), ("F", "cover.jpg")]


def test_profile_decides() -> None:
    """The same facts pass under another profile."""
    assert too_wide(image(3000, 10), Profile(smallest_cover_px=4000)) == []


def test_section_is_the_paragraph_under_its_heading() -> None:
    """On one line, and without the next section."""
    text = "X: y.\n\nHow to mend it\n    Do this\n    and that.\n\nSource\n    ours\n"

    assert section(text, "How to mend it") == "Do this and that."
    assert section(text, "Unheard of") == ""


@given(st.lists(FINDINGS))
def test_verdict_follows_from_the_gravest_stable_finding(findings: list[Finding]) -> None:
    """Stable F and E refuse; a preview never does; W warns; order does not matter."""
    verdict = judge(findings)

    blocking = [found for found in findings if found.severity.blocks and found.status is Status.STABLE]
    warns = any(found.severity is Severity.WARNING for found in findings)
    expected = Outcome.REFUSE if blocking else Outcome.PASS_WITH_WARNINGS if warns else Outcome.PASS
    assert expected is verdict.outcome
    assert (verdict.decisive is None) == (not blocking)
    assert verdict == judge(findings[::-1])
    assert sum(verdict.counts.values()) == len(findings)


def test_decisive_code_is_that_of_the_gravest() -> None:
    """A fatal finding decides before an error, whichever code sorts first."""
    error = Finding(code="AUD-001", name="a", severity=Severity.ERROR, message="", remedy="")
    fatal = Finding(code="PKG-005", name="b", severity=Severity.FATAL, message="", remedy="")

    assert judge([error, fatal]).decisive == "PKG-005"
