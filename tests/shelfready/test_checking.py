"""Which rule reads what, what the report says of it, and what happens when a rule is broken."""

import pytest

from shelfready.checking import check
from shelfready.errors import DefectError
from shelfready.feeds import FeedFacts
from shelfready.findings import Outcome, Rule, Says, Severity, Status, rule
from shelfready.media import AudioFacts, AudioTags, EpubFacts, ImageFacts
from shelfready.metadata_facts import MetadataFacts
from shelfready.profiles import STREAMING, Profile
from shelfready.rules import RULES
from shelfready.rules._examples import (
    METADATA,
    audio,
    audiobook,
    book,
    cover,
    digest,
    ebook,
    epub,
    image,
    supplement,
    track,
)
from shelfready.titles import AssetFacts, Refusal, TitleFacts

READABLE = (TitleFacts, AssetFacts, AudioFacts, EpubFacts, ImageFacts, MetadataFacts, Refusal, FeedFacts)


@rule("TST-001")
def recording_said(audio: AudioFacts, _profile: Profile) -> Says:
    """Speaks of every recording."""
    yield f"{audio.channels} channel"


@rule("TST-002", Severity.WARNING)
def picture_said(image: ImageFacts, _profile: Profile) -> Says:
    """Speaks of every picture."""
    yield f"{image.width_px} px"


@rule("TST-003", Severity.INFO)
def book_said(epub: EpubFacts, _profile: Profile) -> Says:
    """Speaks of every ebook."""
    yield epub.version


@rule("TST-004", Severity.FATAL)
def title_said(title: TitleFacts, _profile: Profile) -> Says:
    """Speaks of the whole title."""
    yield f"{title.medium} needs {', '.join(title.needs)}"


@rule("TST-005")
def divided_by_zero(found: AssetFacts, _profile: Profile) -> Says:
    """Has a defect."""
    yield str(1 / (len(found.asset.name) - len("02.mp3")))


@rule("TST-006", status=Status.RETIRED)
def forgotten(_found: AssetFacts, _profile: Profile) -> Says:
    """Would speak of every asset, and is retired."""
    yield "said"


RECORDING, PICTURE, BOOK, WHOLE, BROKEN, RETIRED = (
    recording_said,
    picture_said,
    book_said,
    title_said,
    divided_by_zero,
    forgotten,
)


def _rules(*members: Rule) -> dict[str, Rule]:
    return {member.name: member for member in members}


def _said(facts: TitleFacts, *members: Rule) -> list[tuple[str, str | None, str]]:
    return [
        (found.code, found.asset, found.message) for found in check(facts, STREAMING, rules=_rules(*members)).findings
    ]


def test_each_rule_reads_what_it_asks_for() -> None:
    """Recordings of tracks, the cover, the whole title; a supplement is held to nothing."""
    extra = supplement("booklet.jpg", kind="jpeg", image=image(10, 10), audio=audio())

    said = _said(audiobook(track("1.mp3"), track("2.mp3"), cover(), extra), RECORDING, PICTURE, BOOK, WHOLE)

    assert said == [
        ("TST-004", None, "audio needs track"),
        ("TST-001", "1.mp3", "1 channel"),
        ("TST-001", "2.mp3", "1 channel"),
        ("TST-002", "cover.jpg", "2400 px"),
    ]


def test_content_type_says_what_a_title_needs() -> None:
    """Rules are told by the check, whatever the facts claim."""
    facts = ebook(medium=None, needs=(), accepts=())

    assert _said(facts, BOOK, WHOLE) == [("TST-004", None, "text needs epub"), ("TST-003", "book.epub", "3.0")]


def test_order_is_by_gravity_then_code_then_place() -> None:
    """The order of the assets decides last, not that of their names."""
    facts = audiobook(track("b.mp3"), track("a.mp3"))

    assert [asset for _, asset, _ in _said(facts, RECORDING)] == ["b.mp3", "a.mp3"]


def test_broken_rule_is_a_defect_that_names_it() -> None:
    """A rule that fails is ours to mend: a title is neither passed nor refused by accident."""
    with pytest.raises(DefectError, match=r"TST-005 divided-by-zero failed on 02\.mp3 with ZeroDivisionError"):
        check(audiobook(track("02.mp3")), STREAMING, rules=_rules(BROKEN))


def test_retired_rule_is_not_run() -> None:
    """Its file and code remain, its voice does not."""
    assert _said(audiobook(), RETIRED) == []


def test_every_rule_reads_something_that_is_measured() -> None:
    """A rule on any other value would never run."""
    assert [rule.name for rule in RULES.values() if rule.reads not in READABLE] == []


def test_same_facts_give_the_same_report() -> None:
    """Byte for byte, so that a report has one hash."""
    facts = audiobook(track("2.mp3"), track("4.mp3", audio(channels=2, sample_peak_dbfs=0.0)), track("1.mp3"))

    assert check(facts).to_json() == check(facts).to_json()
    assert len(check(facts).findings) > 2


def _same(name: str, **changes: object) -> AssetFacts:
    return track(name, audio(600, pcm_sha256=digest(name), **changes))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (audiobook(title_id="9789999900011"), ["META-001"]),
        (audiobook(cover()), ["META-014"]),
        (audiobook(track()), ["CVR-001"]),
        (audiobook(metadata=METADATA.model_copy(update={"authors": ()})), ["META-005"]),
        (audiobook(track("1.mp3"), track("2.mp3", kind="jpeg", audio=None, problem="no audio"), cover()), ["PKG-005"]),
        (audiobook(track("1.mp3"), track("2.mp3", audio=None, problem="no frames"), cover()), ["AUD-001"]),
        (audiobook(_same("1.mp3"), _same("2.mp3", sample_peak_dbfs=float("-inf")), cover()), ["AUD-014"]),
        (audiobook(_same("1.mp3"), _same("2.mp3", channels=2), cover()), ["AUD-005"]),
        (audiobook(_same("1.mp3"), _same("2.mp3", header_duration_ms=700_000), cover()), ["AUD-015"]),
        (audiobook(track(), cover(kind=None, image=None, problem="no picture")), ["PKG-005"]),
        (audiobook(track(), cover(image=None, problem="too large")), ["CVR-004"]),
        (audiobook(track(), cover(), book(contents=epub(drm="LCP"))), ["PKG-008"]),
        (ebook(book(contents=epub(drm="LCP"))), ["EPB-004"]),
        (ebook(book(epub=None, problem="no package")), ["EPB-006"]),
        (ebook(book(epub=None, kind="zip", problem="no package")), ["PKG-005"]),
        (ebook(book(contents=epub(title="Another"))), ["EPB-003"]),
        (ebook(book(contents=epub(cover_name=None))), ["CVR-001"]),
        (
            audiobook(
                track("1.mp3", audio(tags=AudioTags(track=2))),
                track("2.mp3", audio(tags=AudioTags(track=1), rms_dbfs=-21.5)),
                cover(),
            ),
            ["CHP-002"],
        ),
    ],
)
def test_one_fault_is_one_finding(facts: TitleFacts, expected: list[str]) -> None:
    """A fault is told once, by the rule that is for it, and nothing else is said."""
    assert expected == [found.code for found in check(facts).findings]


def test_refusal_names_the_gravest_code() -> None:
    """What operators search for is the first of the fatal codes."""
    report = check(audiobook(cover(), metadata=METADATA.model_copy(update={"title": None})))

    assert report.verdict.outcome is Outcome.REFUSE
    assert report.verdict.decisive == "META-014"
    assert report.verdict.counts == {"E": 1, "F": 1}
