"""A title is merged, mended and judged in one place, the same for a worker and for the command line."""

from datetime import UTC, datetime

from shelfready.examining import Delivered, Examination, examine
from shelfready.findings import Outcome
from shelfready.profiles import PROFILES, STREAMING, Profile
from shelfready.records import Descriptive
from shelfready.rules._examples import METADATA, audiobook, cover, track
from shelfready.rules._records import onix, record
from shelfready.titles import AssetFacts, Manifest, Refusal
from shelfready.waivers import Waiver

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def _delivered(*assets: AssetFacts, **changes: object) -> Delivered:
    usual: dict[str, object] = {
        "publisher": "harbour-press",
        "title_id": "9789999900010",
        "content_type": "audiobook",
        "metadata": METADATA,
        "manifest": Manifest(files=()),
        "assets": assets or audiobook().assets,
    }
    return Delivered.model_validate(usual | changes)


def _examined(delivered: Delivered, profile: Profile = STREAMING, waivers: tuple[Waiver, ...] = ()) -> Examination:
    return examine(delivered, profile, now=NOW, waivers=waivers)


def _waiver(code: str) -> Waiver:
    return Waiver(id="w1", code=code, publisher="harbour-press", by="j.doe", why="agreed with the publisher", at=NOW)


def test_faultless_title_passes_and_nothing_is_changed() -> None:
    """What is as it should be is left as it is."""
    examination = _examined(_delivered())

    assert examination.report.verdict.outcome is Outcome.PASS
    assert examination.report.changes == ()
    assert examination.facts.known.today == NOW.date()


def test_what_can_be_mended_is_mended_before_it_is_judged() -> None:
    """A form that says too little is derived from the files: nobody is told to mend it, and the change is told."""
    details = record().descriptive or Descriptive()
    vague = onix(record(descriptive=details.model_copy(update={"form": "AA"})))

    examination = _examined(_delivered(manifest=Manifest(files=(), described=vague)))

    changed = [(one.code, one.before, one.after) for one in examination.report.changes if one.field == "form"]
    assert changed == [("META-003", "AA", "AJ")]
    assert "META-003" not in {finding.code for finding in examination.report.findings}


def test_profile_that_does_not_mend_tells_instead() -> None:
    """Who delivers to somebody else must hear of what only we would mend."""
    details = record().descriptive or Descriptive()
    vague = onix(record(descriptive=details.model_copy(update={"form": "AA"})))
    strict = STREAMING.model_copy(update={"mends": False})

    examination = _examined(_delivered(manifest=Manifest(files=(), described=vague)), strict)

    assert examination.report.changes == ()
    assert "META-003" in {finding.code for finding in examination.report.findings}


def test_refused_file_refuses_the_title_beside_everything_else() -> None:
    """What could not be taken in is told together with what was found in the rest."""
    refusal = Refusal(cause_code="declared-hash-differs", message="the file hashes to ...", asset="03.mp3")

    report = _examined(_delivered(refusals=(refusal,), metadata=None)).report

    assert report.verdict.outcome is Outcome.REFUSE
    assert {"PKG-004", "META-004"} <= {finding.code for finding in report.findings}


def test_waived_finding_is_told_and_does_not_refuse() -> None:
    """What was let pass stays in the report, with who and why."""
    nameless = _delivered(track("01.mp3"), cover(), metadata=METADATA.model_copy(update={"title": None}))
    refused = _examined(nameless).report

    passed = _examined(nameless, waivers=(_waiver("META-004"),)).report

    assert refused.verdict.decisive == "META-004"
    assert passed.verdict.outcome is Outcome.PASS_WITH_WARNINGS
    waived = [finding.waived_by for finding in passed.findings if finding.code == "META-004"]
    assert [one.why for one in waived if one] == ["agreed with the publisher"]


def test_report_names_the_numbers_it_was_held_to() -> None:
    """A report of last year is read with last year's thresholds."""
    acx = PROFILES["acx"]

    report = _examined(_delivered(), acx).report

    assert (report.profile, report.held_to) == ("acx", acx)
